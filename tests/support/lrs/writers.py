"""Clients that write at once and keep account of what was acknowledged to them: is any of it lost?"""

from __future__ import annotations

import asyncio
import json
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from support.lrs.http_connection import (
    Connection,
    ConnectionLostError,
    RequestBuilder,
    Response,
    close_afterwards,
)

COURSE_SITE = "https://courses.example.org"
BATCH_SIZES = (1, 1, 5)  # single statements and batches of five, mixed
TIMEOUT_SECONDS = 60  # seconds; a write waits for some of them for a database that another program holds
RETRY_SECONDS = (
    0.05  # seconds after a refusal; without it the writers would take the CPU that a recovery needs
)


def statement(number: int) -> dict[str, object]:
    """One of a crowd that shares agents, activities and a verb: the rows that writers may quarrel about."""
    return {
        "id": str(uuid.uuid4()),
        "actor": {"name": f"Learner {number % 7}", "mbox": f"mailto:learner-{number % 7}@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"nl": "antwoordde"}},
        "object": {
            "id": f"{COURSE_SITE}/unit-{number % 5}",
            "definition": {"name": {"nl": f"Opdracht {number % 5}"}},
        },
        "context": {"contextActivities": {"parent": [{"id": f"{COURSE_SITE}/course-{number % 3}"}]}},
    }


@dataclass
class WriteLog:
    """What became of each batch: acknowledged, refused (and sent again), or lost with its connection."""

    acknowledged_batches: list[tuple[str, ...]] = field(default_factory=list)
    refused_batches: list[tuple[str, ...]] = field(default_factory=list)
    lost_batches: list[tuple[str, ...]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    error_responses: list[Response] = field(default_factory=list)
    condition: asyncio.Condition = field(default_factory=asyncio.Condition)
    active_clients: int = 0  # how many clients are still at it

    def batches(self) -> list[tuple[str, ...]]:
        """All that was sent, each once."""
        return list(dict.fromkeys(self.acknowledged_batches + self.refused_batches + self.lost_batches))

    def ids(self) -> list[str]:
        """Every statement that was sent."""
        return [one for ids in self.batches() for one in ids]

    async def record_batch(self, kind: list[tuple[str, ...]], ids: tuple[str, ...]) -> None:
        """Notes what became of a batch, and tells who waits for that."""
        kind.append(ids)
        async with self.condition:
            self.condition.notify_all()

    async def wait_for_batches(self, kind: list[tuple[str, ...]], more: int) -> None:
        """Waits until so many more batches have come to this end."""
        wanted = len(kind) + more
        async with self.condition:
            reached = self.condition.wait_for(lambda: len(kind) >= wanted or not self.active_clients)
            await asyncio.wait_for(reached, TIMEOUT_SECONDS)
        assert len(kind) >= wanted, "the LRS has gone away"


class Writers:
    """So many clients, each on a connection of its own, who write until they are told to stop."""

    def __init__(self, callers: list[RequestBuilder], seed: int = 1, count: int = 32) -> None:
        self.request_builders, self.count = callers, count
        self.random = random.Random(seed)
        self.write_log = WriteLog()
        self.stopping = False

    async def __aenter__(self) -> Writers:
        """Starts all of them."""
        self.write_log.active_clients = self.count
        self.tasks = [
            asyncio.create_task(self.write(self.request_builders[number % len(self.request_builders)]))
            for number in range(self.count)
        ]
        return self

    async def __aexit__(self, *error: object) -> None:
        """Stops all of them."""
        await self.stop()

    async def stop(self) -> None:
        """Lets each finish the request that it is at."""
        self.stopping = True
        await asyncio.gather(*self.tasks)

    async def write(self, caller: RequestBuilder) -> None:
        """One client: until stopped, or until its LRS can't be reached any more."""
        with suppress(OSError):
            while not self.stopping:
                connections = await caller.open_connections(1)
                with close_afterwards(connections):
                    await self.write_on(caller, connections[0])
        self.write_log.active_clients -= 1
        async with self.write_log.condition:
            self.write_log.condition.notify_all()

    async def write_on(self, caller: RequestBuilder, connection: Connection) -> None:
        """Writes on one connection while it lasts."""
        while not self.stopping:
            size, first = self.random.choice(BATCH_SIZES), self.random.randrange(1000)
            batch = [statement(first - number) for number in range(size)]
            ids = tuple(str(one["id"]) for one in batch)
            request = self.build_request(caller, batch)
            try:
                while (
                    not await self.record_response(ids, await connection.send_request(request))
                    and not self.stopping
                ):
                    await asyncio.sleep(RETRY_SECONDS)
            except ConnectionLostError:
                await self.write_log.record_batch(self.write_log.lost_batches, ids)
                return

    def build_request(self, caller: RequestBuilder, batch: list[dict[str, object]]) -> bytes:
        """A PUT now and then, otherwise a POST."""
        if len(batch) == 1 and self.random.random() < 0.3:
            return caller.put(json.dumps(batch[0]).encode(), statementId=str(batch[0]["id"]))
        return caller.post(json.dumps(batch).encode())

    async def record_response(self, ids: tuple[str, ...], answer: Response) -> bool:
        """Enters an answer into the account; whether it was an acknowledgement."""
        account = self.write_log
        account.statuses[answer.status] += 1
        if answer.status in (200, 204):
            await account.record_batch(account.acknowledged_batches, ids)
            return True
        account.error_responses.append(answer)
        await account.record_batch(account.refused_batches, ids)
        return False


async def find_stored(caller: RequestBuilder, ids: Iterable[str]) -> set[str]:
    """Those of the ids that GET by id finds, asked on a few connections."""
    left, found = iter(ids), set()
    connections = await caller.open_connections(8)

    async def look(connection: Connection) -> None:
        for wanted in left:
            answer = await send_with_retries(connection, caller.get("statements", statementId=wanted))
            assert answer.status in (200, 404), (answer.head, answer.body)
            if answer.status == 200:
                found.add(wanted)

    with close_afterwards(connections):
        await asyncio.gather(*map(look, connections))
    return found


async def send_with_retries(connection: Connection, request: bytes) -> Response:
    """As a patient client asks: again after a 503, which may come from a connection that died unnoticed."""
    for _ in range(20):
        answer = await connection.send_request(request)
        if answer.status != 503:
            break
    return answer


async def all_ids(caller: RequestBuilder) -> list[str]:
    """The id of every statement, oldest first, by following `more`; one that is there twice comes twice."""
    connections = await caller.open_connections(1)
    ids: list[str] = []
    with close_afterwards(connections):
        request = caller.get("statements", ascending="true")
        while request:
            answer = await send_with_retries(connections[0], request)
            assert answer.status == 200, (answer.head, answer.body)
            page = json.loads(answer.body)
            ids += [one["id"] for one in page["statements"]]
            request = caller.get(page["more"]) if page.get("more") else b""
    return ids


def missing_ids(account: WriteLog, stored: set[str]) -> list[str]:
    """Acknowledged statements that aren't there."""
    return [one for ids in account.acknowledged_batches for one in ids if one not in stored]


def partial_batches(account: WriteLog, stored: set[str]) -> list[tuple[str, ...]]:
    """Batches of which a part is there, and a part isn't."""
    return [ids for ids in account.batches() if 0 < sum(one in stored for one in ids) < len(ids)]
