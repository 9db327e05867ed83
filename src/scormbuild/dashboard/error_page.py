"""Errors as pages: what is wrong, and what to do, in the visitor's words."""

from __future__ import annotations

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.render import rendered
from scormbuild.errors import ReceiverError

HEADINGS = {
    403: "forbidden",
    404: "not_found",
    429: "too_often",
    503: "unavailable",
}


def refused(error: ReceiverError, asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page for a request that is refused."""
    kind = HEADINGS.get(error.status, "fault")
    message = visitor.say("refused.unavailable_message") if error.status == 503 else error.message
    way = visitor.say("refused.ask") if message == visitor.say("refused.forbidden_message") else ""
    return shown(kind, message, way, error.status, asked, visitor, desk, error.headers)


def failed(request: str, asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page where the fault is ours: the log says more under the number of the request."""
    message = visitor.say("refused.failed_message", request=request)
    return shown("failed", message, "", 500, asked, visitor, desk, {})


def shown(
    kind: str,
    message: str,
    way: str,
    status: int,
    asked: Asked,
    visitor: Visitor,
    desk: Desk,
    headers: dict[str, str],
) -> Reply:
    """A page with a heading and a message."""
    values = {"heading": visitor.say(f"refused.{kind}"), "message": message, "way": way}
    return rendered("refused", asked, visitor, desk, status=status, headers=headers, **values)
