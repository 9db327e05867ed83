"""What a resource is given and what it gives back: no resource sees HTTP itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate

from scormbuild.errors import BadRequest
from scormbuild.lrs.auth.access import Access
from scormbuild.lrs.xapi.version import Version

JSON = "application/json"
CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"
# A document comes back in the type that its sender named. As text/html it would run its scripts as the
# dashboard's own pages, with the session of whoever opens it: in a sandbox nothing runs, and its origin is
# nobody's. Nor may a browser guess a type, show an answer within another site's page, or keep it.
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(slots=True)
class Request:
    """One request that has come past version, key and limits; header names are in lower case."""

    method: str
    path: str
    params: dict[str, str]
    headers: Mapping[str, str]
    body: bytes
    version: Version
    access: Access
    prefix: str = ""  # what a proxy puts before our paths

    @property
    def media_type(self) -> str:
        """The content type in lower case, without its parameters ("" where there is none)."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(slots=True)
class Response:
    """What goes back; a body in parts is sent part by part, none of them copied."""

    status: int = 200
    body: bytes | Sequence[bytes] = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    audit_detail: dict[str, object] | None = None  # for the audit log: what words of learners are in it


@dataclass(slots=True)
class RequestLog:
    """What is known of a request so far: enough to answer it, and to say in the log how it went."""

    id: str
    start: float
    method: str
    resource: str = "unknown"
    version: str = Version.V2.latest
    origin: str | None = None
    is_origin_of_key: bool = False
    has_consistent_through: bool = False
    access: Access | None = None
    status: int = 500
    request_bytes: int = 0
    response_bytes: int = 0


def refuse_unknown_params(request: Request, *known: str) -> None:
    """Refuse a parameter that the resource doesn't know (xAPI 1.0.3 Communication 3.2)."""
    for name in request.params:
        if name not in known:
            raise BadRequest(f"parameter {name[:60]!r} is not known here: {', '.join(known) or 'none is'}")


def http_date(microseconds: int) -> str:
    """A moment as the header Last-Modified has it (RFC 9110 5.6.7)."""
    return formatdate(microseconds // 1_000_000, usegmt=True)
