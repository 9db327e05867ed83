"""Whether the receiver is alive, and whether it can do its work; told to anybody, without details."""

from __future__ import annotations

import asyncio

from scormbuild.errors import Unavailable
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer
from scormbuild.lrs.store import probe

NOBODY = 0  # no organisation has this number
SECONDS = 5.0


async def alive(receiver: Receiver) -> Answer:
    """200 as long as the process serves requests at all."""
    del receiver
    return Answer(body=b'{"status":"alive"}')


async def ready(receiver: Receiver) -> Answer:
    """200 if the database answers and can be written; else 503, and a balancer sends requests elsewhere."""
    try:
        async with asyncio.timeout(min(SECONDS, receiver.settings.request_timeout)):
            await receiver.read(probe.answers)
            await receiver.committer.run(NOBODY, probe.writes)
    except (TimeoutError, Unavailable):
        return Answer(503, b'{"status":"unavailable"}', headers={"Retry-After": "5"})
    return Answer(body=b'{"status":"ready"}')


async def figures(receiver: Receiver) -> Answer:
    """What Prometheus asks for; 404 where the setting is off."""
    return receiver.metrics.page() or Answer(404, b'{"status":"off"}')
