"""Puts load on an LRS from this process, and says what it cost on both sides."""

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

from support.lrs.http_connection import (  # the client of the tests
    Connection,
    RequestBuilder,
    close_afterwards,
)


@dataclass(frozen=True)
class Rate:
    """One run of writes: what a second brought, and CPU in ms a statement on each side."""

    statements: float
    lrs: float
    database: float
    generator: float


@dataclass(frozen=True)
class Times:
    """Milliseconds that an answer took: the middle one, and the one that 5 in 100 exceed; CPU as in Rate."""

    p50: float
    p95: float
    lrs: float
    found: float


class Load:
    """Drives one LRS; `database` is the process of a database server beside it, if there is one."""

    def __init__(self, caller: RequestBuilder, lrs: int, database: int | None = None) -> None:
        self.request_builder, self.lrs_pid, self.database_pid = caller, lrs, database

    def cpu_seconds(self) -> tuple[float, float, float]:
        """CPU seconds so far: the LRS, the database server, this process."""
        beside = processes.cpu(self.database_pid) if self.database_pid else 0.0
        return processes.cpu(self.lrs_pid), beside, time.process_time()

    def post_batches(self, bodies: list[bytes], size: int, connections: int) -> Rate:
        """POSTs the bodies, each of so many statements, on so many connections at once."""
        requests = [self.request_builder.post(body) for body in bodies]
        before, start = self.cpu_seconds(), time.perf_counter()
        asyncio.run(self.send(iter(requests), connections))
        elapsed, after = time.perf_counter() - start, self.cpu_seconds()
        count = len(bodies) * size
        costs = [(late - early) * 1000 / count for early, late in zip(before, after, strict=True)]
        return Rate(count / elapsed, *costs)

    async def send(self, requests: Iterator[bytes], count: int, done: Callable[[], object] = bool) -> None:
        """Sends each request once, on the first connection that is free."""
        connections = await self.request_builder.open_connections(count)

        async def drive(connection: Connection) -> None:
            for request in requests:
                answer = await connection.send_request(request)
                assert answer.status == 200, (answer.head, answer.body[:1000])
                done()

        with close_afterwards(connections):
            await asyncio.gather(*map(drive, connections))

    def fill(self, batches: Iterable[bytes], done: Callable[[], object]) -> None:
        """Stores batches without measuring them; calls `done` after each."""
        asyncio.run(self.send((self.request_builder.post(batch) for batch in batches), 4, done))

    def query_statements(self, questions: list[dict[str, str]]) -> Times:
        """GETs on one connection, one after the other."""
        requests = [self.request_builder.get("statements", **params) for params in questions]
        before = self.cpu_seconds()
        taken, found = asyncio.run(self.time_requests(requests))
        lrs = (self.cpu_seconds()[0] - before[0]) * 1000 / len(requests)
        p95 = statistics.quantiles(taken, n=20)[-1]
        return Times(statistics.median(taken), p95, lrs, statistics.mean(found))

    async def time_requests(self, requests: list[bytes]) -> tuple[list[float], list[int]]:
        """Milliseconds for each request, and how many statements came."""
        taken, found = [], []
        connections = await self.request_builder.open_connections(1)
        with close_afterwards(connections):
            for request in requests:
                start = time.perf_counter()
                answer = await connections[0].send_request(request)
                taken.append((time.perf_counter() - start) * 1000)
                assert answer.status == 200, (answer.head, answer.body[:1000])
                found.append(answer.body.count(b'"stored":'))
        return taken, found


def median_rates(runs: list[Rate]) -> dict[str, float]:
    """The middle of each figure."""
    return {name: statistics.median(asdict(run)[name] for run in runs) for name in asdict(runs[0])}
