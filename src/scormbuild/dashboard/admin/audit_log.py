"""The audit log, a page at a time, newest first."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import first_value
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url
from scormbuild.errors import BadRequest
from scormbuild.lrs.store import audit

ROWS_PER_PAGE = 100
# Eighteen digits fit a number of the database; the id is a UUID.
CURSOR_PATTERN = re.compile(r"(\d{1,18})\.([0-9a-f-]{1,40})")


async def show_audit_log(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Who read what learners wrote, looked behind a pseudonym, or changed who may do so."""
    given = first_value(request.query_params, "before")
    cursor = CURSOR_PATTERN.fullmatch(given)
    if given and cursor is None:
        raise BadRequest(user.translate("audit_log.no_place"))
    before = (int(cursor[1]), cursor[2]) if cursor else audit.END_OF_LOG
    rows, more = await dashboard.run_read(audit.read_audit_page, user.organisation, before, ROWS_PER_PAGE)
    return render_page(
        "audit_log",
        request,
        rows=[(row.at, row.who, format_action(row.action, user), format_detail(row.detail)) for row in rows],
        more=page_url(request, "/audit-log", before=f"{more[0]}.{more[1]}") if more else "",
        first=page_url(request, "/audit-log") if given else "",
        locale=Locale(user.language, dashboard.zone),
    )


def format_action(action: str, user: User) -> str:
    """What was done, in the user's words; as it is stored where an older or newer version wrote it."""
    kind, _, report = action.partition(" ")
    if kind == "report" and user.has_words(f"{report}.title"):
        return user.translate("audit_actions.report", title=user.translate(f"{report}.title"))
    key = f"audit_actions.{action}"
    return user.translate(key) if user.has_words(key) else action


def format_detail(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """What a row tells, as names and values."""
    return [
        (name, format_detail_value(value))
        for name, value in detail.items()
        if value not in (None, "", [], {}, False)
    ]


def format_detail_value(value: object) -> str:
    """A value in few signs."""
    if isinstance(value, dict):
        return " ".join(f"{name}={each}" for name, each in value.items() if each)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
