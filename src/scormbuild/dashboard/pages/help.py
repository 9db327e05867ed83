"""What is counted, and how: a short page for each report."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.render import render_page
from scormbuild.errors import NotFound

TOPICS: Final = (*REPORTS, "statements")


async def show_help(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The words that are used on all pages, and the way to each report's page."""
    del dashboard
    topics = [(each, has_report_permission(each, user)) for each in TOPICS]
    return render_page(
        "help",
        request,
        topics=topics,
        topic="",
        text=user.translate("help.general", least=user.permissions.min_cohort_size),
    )


async def show_help_topic(request: Request, user: User, dashboard: Dashboard) -> Response:
    """What one report counts."""
    del dashboard
    name = request.path_params["name"]
    if name not in TOPICS:
        raise NotFound(user.translate("odd.report"))
    text = user.translate(f"{name}.help")
    return render_page(
        "help",
        request,
        topics=[],
        topic=name,
        text=text,
        back=report_path(name) if has_report_permission(name, user) else "",
    )


def has_report_permission(name: str, user: User) -> bool:
    """Whether the user may see the page that is explained."""
    return user.has_permission(f"report {name}")


def report_path(name: str) -> str:
    """The path of the page that is explained."""
    return {"overview": "/", "answers": "/answers", "statements": "/statements"}.get(name, f"/reports/{name}")
