"""The audit trail, a page at a time, newest first."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.render import rendered
from scormbuild.errors import BadRequest
from scormbuild.lrs.store import audit

ROWS = 100
PLACE = re.compile(r"(\d{1,18})\.([0-9a-f-]{1,40})")


async def shown(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Who read what learners wrote, looked behind a pseudonym, or changed who may do so."""
    given = asked.params.one("before")
    place = PLACE.fullmatch(given)
    if given and place is None:
        raise BadRequest(visitor.say("trail.no_place"))
    before = (int(place[1]), place[2]) if place else audit.LAST
    rows, more = await desk.read(audit.page, visitor.organisation, before, ROWS)
    return rendered(
        "trail",
        asked,
        visitor,
        desk,
        rows=[(row.at, row.who, row.action, detail(row.detail)) for row in rows],
        more=asked.link("/trail", before=f"{more[0]}.{more[1]}") if more else "",
        first=asked.link("/trail") if given else "",
        local=Local(visitor.language, desk.zone),
    )


def detail(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What a row tells, as names and values."""
    return [(name, words(value)) for name, value in told.items() if value not in (None, "", [], {}, False)]


def words(value: object) -> str:
    """A value in few signs."""
    if isinstance(value, dict):
        return " ".join(f"{name}={each}" for name, each in value.items() if each)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
