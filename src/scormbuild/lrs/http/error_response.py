"""Errors as answers: status, reason and, for a statement, the path of the fault."""

from __future__ import annotations

from collections.abc import Iterable

from scormbuild.errors import InvalidStatement, LrsError
from scormbuild.lrs.http import cors
from scormbuild.lrs.http.messages import SAFE_HEADERS, Response
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.version import VERSION_HEADER, Version


def error_response(error: LrsError) -> Response:
    """The answer to a request that is refused (xAPI 1.0.3 Communication 3.2)."""
    error_object: dict[str, object] = {"status": error.status, "reason": error.message}
    if isinstance(error, InvalidStatement):
        error_object["path"] = error.path
    return Response(error.status, encode_json({"error": error_object}), headers=dict(error.headers))


def error_bytes(error: LrsError, origin: bytes | None, usual: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    """A whole answer where there is no request yet; a page of this origin may read it, if one has come.

    `usual` are the headers that the server itself puts on every answer.
    """
    response = error_response(error)
    body = b"".join(response.body) if not isinstance(response.body, bytes) else response.body
    headers = {
        **{name.decode("latin-1"): value.decode("latin-1") for name, value in usual},
        **SAFE_HEADERS,
        **cors.response_headers(None if origin is None else origin.decode("latin-1")),
        VERSION_HEADER: Version.V2.latest,
        "Content-Type": response.content_type,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    # The reason behind the status may be empty (RFC 9112 4); the body has one.
    lines = [f"HTTP/1.1 {error.status} ", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def internal_error_response(request_id: str) -> Response:
    """The answer where the fault is ours: the log says more under the id of the request."""
    reason = "the LRS failed; its log tells more under the id of this request"
    return Response(500, encode_json({"error": {"status": 500, "reason": reason, "request": request_id}}))
