"""Errors as answers: status, reason and, for a statement, the path of the fault."""

from __future__ import annotations

from scormbuild.errors import InvalidStatement, LrsError
from scormbuild.lrs.http.messages import Response
from scormbuild.lrs.xapi.codec import encode_json


def error_response(error: LrsError) -> Response:
    """The answer to a request that is refused (xAPI 1.0.3 Communication 3.2)."""
    error_object: dict[str, object] = {"status": error.status, "reason": error.message}
    if isinstance(error, InvalidStatement):
        error_object["path"] = error.path
    return Response(error.status, encode_json({"error": error_object}), headers=dict(error.headers))


def internal_error_response(request_id: str) -> Response:
    """The answer where the fault is ours: the log says more under the id of the request."""
    reason = "the LRS failed; its log tells more under the id of this request"
    return Response(500, encode_json({"error": {"status": 500, "reason": reason, "request": request_id}}))
