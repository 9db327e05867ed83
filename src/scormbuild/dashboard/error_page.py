"""Errors as pages: what is wrong, and what to do, in the visitor's words."""

from __future__ import annotations

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import Request, Response
from scormbuild.errors import LrsError

HEADINGS = {
    403: "forbidden",
    404: "not_found",
    429: "too_often",
    503: "unavailable",
}


def error_response(error: LrsError, asked: Request, user: User, dashboard: Dashboard) -> Response:
    """The page for a request that is refused."""
    kind = HEADINGS.get(error.status, "fault")
    message = user.translate("refused.unavailable_message") if error.status == 503 else error.message
    way = user.translate("refused.ask") if message == user.translate("refused.forbidden_message") else ""
    return render_error(kind, message, way, error.status, asked, user, dashboard, error.headers)


def internal_error_response(request: str, asked: Request, user: User, dashboard: Dashboard) -> Response:
    """The page where the fault is ours: the log says more under the number of the request."""
    message = user.translate("refused.failed_message", request=request)
    return render_error("failed", message, "", 500, asked, user, dashboard, {})


def render_error(
    kind: str,
    message: str,
    way: str,
    status: int,
    asked: Request,
    user: User,
    dashboard: Dashboard,
    headers: dict[str, str],
) -> Response:
    """A page with a heading and a message."""
    values = {"heading": user.translate(f"refused.{kind}"), "message": message, "way": way}
    return render_page("refused", asked, user, dashboard, status=status, headers=headers, **values)
