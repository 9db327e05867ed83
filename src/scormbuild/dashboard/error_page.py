"""Errors as pages: what is wrong, and what to do, in the user's words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.render import render_page
from scormbuild.errors import LrsError

HEADINGS = {
    403: "forbidden",
    404: "not_found",
    429: "too_often",
    503: "unavailable",
}


def error_response(error: LrsError, request: Request) -> Response:
    """The page for a request that is refused."""
    user: User = request.user
    # The LRS's own words are for programs: they speak of ids and of sending again.
    message = user.translate("refused.unavailable_message") if error.status == 503 else error.message
    return render_page(
        "refused",
        request,
        status=error.status,
        headers=error.headers,
        heading=user.translate(f"refused.{HEADINGS.get(error.status, 'fault')}"),
        message=message,
        way=user.translate("refused.ask") if message == user.translate("refused.forbidden_message") else "",
    )


def internal_error_response(request: Request) -> Response:
    """The page where the fault is ours: the log says more under the number of the request."""
    user, number = request.user, request.state.request_log.id
    return render_page(
        "refused",
        request,
        status=500,
        heading=user.translate("refused.failed"),
        message=user.translate("refused.failed_message", request=number),
        way="",
    )
