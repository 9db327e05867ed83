"""Whether the LRS can do its work: asked by anybody, so found out at most once a second for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from scormbuild.errors import Unavailable

KEPT_SECONDS = 1.0
CHECK_SECONDS = 5.0
# A small write can find room where a batch found none. So what a batch met counts for a while; after that a
# balancer may try anew.
FAILURE_SECONDS = 30.0


class Readiness:
    """One probe at a time, and its answer for whoever asks within a second."""

    def __init__(
        self,
        probe: Callable[[], Awaitable[None]],
        last_failure: Callable[[], float],
        monotonic: Callable[[], float],
        timeout: float,
    ) -> None:
        self.probe, self.last_failure, self.monotonic = probe, last_failure, monotonic
        self.timeout = min(CHECK_SECONDS, timeout)
        self.task: asyncio.Task[bool] | None = None
        self.began = 0.0

    async def is_ready(self) -> bool:
        """Whether the database could be read and written within the last second."""
        if self.task is None or (self.task.done() and self.monotonic() - self.began > KEPT_SECONDS):
            self.began = self.monotonic()
            self.task = asyncio.create_task(self.run_probe())
        # Not cancelled where it hangs: its write stays in the queue, and the next who asks waits for that one
        # rather than queue another.
        done, _ = await asyncio.wait({self.task}, timeout=self.timeout)
        return bool(done) and self.task.result()

    async def run_probe(self) -> bool:
        """Read and write, unless a batch met a database that couldn't be written a moment ago."""
        if self.monotonic() - self.last_failure() < FAILURE_SECONDS:
            return False
        try:
            await self.probe()
        except Unavailable:
            return False
        return True
