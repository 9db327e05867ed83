"""Puts load on a receiver from this process, and says what it cost on both sides."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import processes

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.lrs.keepalive import Caller, Connection, closing  # the client of the tests


@dataclass(frozen=True)
class Rate:
    """One run of writes: what a second brought, and CPU in ms a statement on each side."""

    statements: float
    receiver: float
    database: float
    generator: float


@dataclass(frozen=True)
class Times:
    """Milliseconds that an answer took: the middle one, and the one that 5 in 100 exceed; CPU as in Rate."""

    p50: float
    p95: float
    receiver: float
    found: float


class Load:
    """Drives one receiver; `database` is the process of a database server beside it, if there is one."""

    def __init__(self, caller: Caller, receiver: int, database: int | None = None) -> None:
        self.caller, self.receiver, self.database = caller, receiver, database

    def used(self) -> tuple[float, float, float]:
        """CPU seconds so far: the receiver, the database server, this process."""
        beside = processes.cpu(self.database) if self.database else 0.0
        return processes.cpu(self.receiver), beside, time.process_time()

    def write(self, bodies: list[bytes], size: int, connections: int) -> Rate:
        """POSTs the bodies, each of so many statements, on so many connections at once."""
        requests = [self.caller.post(body) for body in bodies]
        before, start = self.used(), time.perf_counter()
        asyncio.run(self.send(iter(requests), connections))
        elapsed, after = time.perf_counter() - start, self.used()
        count = len(bodies) * size
        costs = [(late - early) * 1000 / count for early, late in zip(before, after, strict=True)]
        return Rate(count / elapsed, *costs)

    async def send(self, requests: Iterator[bytes], count: int, done: Callable[[], object] = bool) -> None:
        """Sends each request once, on the first connection that is free."""
        connections = await self.caller.open(count)

        async def drive(connection: Connection) -> None:
            for request in requests:
                answer = await connection.ask(request)
                assert answer.status == 200, (answer.head, answer.body[:1000])
                done()

        with closing(connections):
            await asyncio.gather(*map(drive, connections))

    def fill(self, batches: Iterable[bytes], done: Callable[[], object]) -> None:
        """Stores batches without measuring them; calls `done` after each."""
        asyncio.run(self.send((self.caller.post(batch) for batch in batches), 4, done))

    def read(self, questions: list[dict[str, str]]) -> Times:
        """GETs on one connection, one after the other."""
        requests = [self.caller.get("statements", **params) for params in questions]
        before = self.used()
        taken, found = asyncio.run(self.time(requests))
        receiver = (self.used()[0] - before[0]) * 1000 / len(requests)
        p95 = statistics.quantiles(taken, n=20)[-1]
        return Times(statistics.median(taken), p95, receiver, statistics.mean(found))

    async def time(self, requests: list[bytes]) -> tuple[list[float], list[int]]:
        """Milliseconds for each request, and how many statements came."""
        taken, found = [], []
        connections = await self.caller.open(1)
        with closing(connections):
            for request in requests:
                start = time.perf_counter()
                answer = await connections[0].ask(request)
                taken.append((time.perf_counter() - start) * 1000)
                assert answer.status == 200, (answer.head, answer.body[:1000])
                found.append(answer.body.count(b'"stored":'))
        return taken, found


def median(runs: list[Rate]) -> dict[str, float]:
    """The middle of each figure."""
    return {name: statistics.median(asdict(run)[name] for run in runs) for name in asdict(runs[0])}
