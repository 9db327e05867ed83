"""Whether the LRS is alive, and whether it can do its work; told to anybody, without details."""

from __future__ import annotations

from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Response


async def liveness_response(lrs: Lrs) -> Response:
    """200 as long as the process serves requests at all."""
    del lrs
    return Response(body=b'{"status":"alive"}')


async def readiness_response(lrs: Lrs) -> Response:
    """200 if the database answers and can be written; else 503, and a balancer sends requests elsewhere."""
    # Anybody may ask, so nothing is told of what is wrong; `lrs check` tells it.
    if not await lrs.readiness.is_ready():
        return Response(503, b'{"status":"unavailable"}', headers={"Retry-After": "5"})
    return Response(body=b'{"status":"ready"}')


async def metrics_response(lrs: Lrs) -> Response:
    """What Prometheus asks for; 404 where the setting is off."""
    return lrs.metrics.response() or Response(404, b'{"status":"off"}')
