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

from support.lrs.keepalive import Answer, Caller, Connection, LostError, closing

SITE = "https://courses.example.org"
SIZES = (1, 1, 5)  # single statements and batches of five, mixed
PATIENCE = 60  # seconds; a write waits for some of them for a database that another program holds
PAUSE = 0.05  # seconds after a refusal; without it the writers would take the CPU that a recovery needs


def statement(number: int) -> dict[str, object]:
    """One of a crowd that shares agents, activities and a verb: the rows that writers may quarrel about."""
    return {
        "id": str(uuid.uuid4()),
        "actor": {"name": f"Learner {number % 7}", "mbox": f"mailto:learner-{number % 7}@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"nl": "antwoordde"}},
        "object": {
            "id": f"{SITE}/unit-{number % 5}",
            "definition": {"name": {"nl": f"Opdracht {number % 5}"}},
        },
        "context": {"contextActivities": {"parent": [{"id": f"{SITE}/course-{number % 3}"}]}},
    }


@dataclass
class Account:
    """What became of each batch: acknowledged, refused (and sent again), or lost with its connection."""

    acknowledged: list[tuple[str, ...]] = field(default_factory=list)
    refused: list[tuple[str, ...]] = field(default_factory=list)
    lost: list[tuple[str, ...]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answers: list[Answer] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    writing: int = 0  # how many clients are still at it

    def batches(self) -> list[tuple[str, ...]]:
        """All that was sent, each once."""
        return list(dict.fromkeys(self.acknowledged + self.refused + self.lost))

    def ids(self) -> list[str]:
        """Every statement that was sent."""
        return [one for ids in self.batches() for one in ids]

    async def add(self, kind: list[tuple[str, ...]], ids: tuple[str, ...]) -> None:
        """Notes what became of a batch, and tells who waits for that."""
        kind.append(ids)
        async with self.changed:
            self.changed.notify_all()

    async def until(self, kind: list[tuple[str, ...]], more: int) -> None:
        """Waits until so many more batches have come to this end."""
        wanted = len(kind) + more
        async with self.changed:
            reached = self.changed.wait_for(lambda: len(kind) >= wanted or not self.writing)
            await asyncio.wait_for(reached, PATIENCE)
        assert len(kind) >= wanted, "the receiver has gone away"


class Writers:
    """So many clients, each on a connection of its own, who write until they are told to stop."""

    def __init__(self, callers: list[Caller], seed: int = 1, count: int = 32) -> None:
        self.callers, self.count = callers, count
        self.random = random.Random(seed)
        self.account = Account()
        self.stopped = False

    async def __aenter__(self) -> Writers:
        """Starts all of them."""
        self.account.writing = self.count
        self.tasks = [
            asyncio.create_task(self.write(self.callers[number % len(self.callers)]))
            for number in range(self.count)
        ]
        return self

    async def __aexit__(self, *error: object) -> None:
        """Stops all of them."""
        await self.stop()

    async def stop(self) -> None:
        """Lets each finish the request that it is at."""
        self.stopped = True
        await asyncio.gather(*self.tasks)

    async def write(self, caller: Caller) -> None:
        """One client: until stopped, or until its receiver can't be reached any more."""
        with suppress(OSError):
            while not self.stopped:
                connections = await caller.open(1)
                with closing(connections):
                    await self.use(caller, connections[0])
        self.account.writing -= 1
        async with self.account.changed:
            self.account.changed.notify_all()

    async def use(self, caller: Caller, connection: Connection) -> None:
        """Writes on one connection while it lasts."""
        while not self.stopped:
            size, first = self.random.choice(SIZES), self.random.randrange(1000)
            batch = [statement(first - number) for number in range(size)]
            ids = tuple(str(one["id"]) for one in batch)
            request = self.request(caller, batch)
            try:
                while not await self.told(ids, await connection.ask(request)) and not self.stopped:
                    await asyncio.sleep(PAUSE)
            except LostError:
                await self.account.add(self.account.lost, ids)
                return

    def request(self, caller: Caller, batch: list[dict[str, object]]) -> bytes:
        """A PUT now and then, otherwise a POST."""
        if len(batch) == 1 and self.random.random() < 0.3:
            return caller.put(json.dumps(batch[0]).encode(), statementId=str(batch[0]["id"]))
        return caller.post(json.dumps(batch).encode())

    async def told(self, ids: tuple[str, ...], answer: Answer) -> bool:
        """Enters an answer into the account; whether it was an acknowledgement."""
        account = self.account
        account.statuses[answer.status] += 1
        if answer.status in (200, 204):
            await account.add(account.acknowledged, ids)
            return True
        account.answers.append(answer)
        await account.add(account.refused, ids)
        return False


async def present(caller: Caller, ids: Iterable[str]) -> set[str]:
    """Those of the ids that GET by id finds, asked on a few connections."""
    left, found = iter(ids), set()
    connections = await caller.open(8)

    async def look(connection: Connection) -> None:
        for wanted in left:
            answer = await asked_again(connection, caller.get("statements", statementId=wanted))
            assert answer.status in (200, 404), (answer.head, answer.body)
            if answer.status == 200:
                found.add(wanted)

    with closing(connections):
        await asyncio.gather(*map(look, connections))
    return found


async def asked_again(connection: Connection, request: bytes) -> Answer:
    """As a patient client asks: again after a 503, which may come from a connection that died unnoticed."""
    for _ in range(20):
        answer = await connection.ask(request)
        if answer.status != 503:
            break
    return answer


async def all_ids(caller: Caller) -> list[str]:
    """The id of every statement, oldest first, by following `more`; one that is there twice comes twice."""
    connections = await caller.open(1)
    ids: list[str] = []
    with closing(connections):
        request = caller.get("statements", ascending="true")
        while request:
            answer = await asked_again(connections[0], request)
            assert answer.status == 200, (answer.head, answer.body)
            page = json.loads(answer.body)
            ids += [one["id"] for one in page["statements"]]
            request = caller.get(page["more"]) if page.get("more") else b""
    return ids


def missing(account: Account, stored: set[str]) -> list[str]:
    """Acknowledged statements that aren't there."""
    return [one for ids in account.acknowledged for one in ids if one not in stored]


def torn(account: Account, stored: set[str]) -> list[tuple[str, ...]]:
    """Batches of which a part is there, and a part isn't."""
    return [ids for ids in account.batches() if 0 < sum(one in stored for one in ids) < len(ids)]
