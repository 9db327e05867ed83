"""Errors as answers: status, reason and, for a statement, the path of the fault."""

from __future__ import annotations

from scormbuild.errors import InvalidStatement, ReceiverError
from scormbuild.lrs.http.messages import Answer
from scormbuild.lrs.xapi.codec import encode


def refusal(error: ReceiverError) -> Answer:
    """The answer to a request that is refused (xAPI 1.0.3 Communication 3.2)."""
    said: dict[str, object] = {"status": error.status, "reason": error.message}
    if isinstance(error, InvalidStatement):
        said["path"] = error.path
    return Answer(error.status, encode({"error": said}), headers=dict(error.headers))


def failure(request: str) -> Answer:
    """The answer where the fault is ours: the log says more under the id of the request."""
    reason = "the receiver failed; its log tells more under the id of this request"
    return Answer(500, encode({"error": {"status": 500, "reason": reason, "request": request}}))
