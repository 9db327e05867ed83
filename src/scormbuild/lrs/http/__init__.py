"""From a request to a response: the wire's limits, the standard's resources, logs, metrics and health."""

from __future__ import annotations

from scormbuild.lrs.http.asgi import DisconnectedError, read_body
from scormbuild.lrs.http.health import readiness_response
from scormbuild.lrs.http.logs import Logs, describe_error
from scormbuild.lrs.http.lrs import NO_ORGANISATION, Lrs
from scormbuild.lrs.http.messages import RequestLog
from scormbuild.lrs.store.find import FoundStatement, StatementPage

__all__ = [
    "NO_ORGANISATION",
    "DisconnectedError",
    "FoundStatement",
    "Logs",
    "Lrs",
    "RequestLog",
    "StatementPage",
    "describe_error",
    "read_body",
    "readiness_response",
]
