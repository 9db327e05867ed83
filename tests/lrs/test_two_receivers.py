"""Two receivers on one PostgreSQL: no dead-lock, no duplicate, and no reader who follows misses anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from support.lrs.keepalive import Answer, Caller, Connection, closing
from support.lrs.receiver_process import Receiver, create_key, ending
from support.lrs.writers import Account, Writers, all_ids, missing, statement

PAGE = "25"  # small, so that there is always a page more to follow


class Reader:
    """Follows what is stored, asking the receivers in turn; `seen` is what it was given, in that order."""

    def __init__(self, callers: list[Caller]) -> None:
        self.callers = callers
        self.seen: list[str] = []
        self.asked = 0
        self.last: dict[str, str] = {}  # what the last answer told: where to go on

    async def ask(self, path: str, **params: str) -> dict[str, Any]:
        """One page from the receiver whose turn it is."""
        caller = self.callers[self.asked % len(self.callers)]
        self.asked += 1
        connections = await caller.open(1)
        with closing(connections):
            answer = await connections[0].ask(caller.get(path, **params))
        assert answer.status == 200, (answer.head, answer.body)
        page: dict[str, Any] = json.loads(answer.body)
        self.seen += [one["id"] for one in page["statements"]]
        self.last["through"] = answer.header("X-Experience-API-Consistent-Through")
        if page["statements"]:
            self.last["stored"] = page["statements"][-1]["stored"]
        return page

    async def pages(self, mark: str) -> None:
        """All since a mark of the answer before: what it was consistent through, or `stored` of its last."""
        since = {"since": self.last[mark]} if mark in self.last else {}
        page = await self.ask("statements", ascending="true", limit=PAGE, **since)
        while page.get("more"):
            page = await self.ask(page["more"])

    async def follow(self, mark: str, writing: asyncio.Event, written: Account) -> None:
        """Reads while others write, and afterwards until nothing is missing, or for ten seconds in vain."""
        while writing.is_set():
            await self.pages(mark)
        async with asyncio.timeout(10):
            while missing(written, set(self.seen)):
                await self.pages(mark)


@pytest.fixture
def pair(postgres_url: str) -> Iterator[list[Caller]]:
    """Callers of two receivers that were started at the same time on an empty database."""
    with ExitStack() as stack:
        started = [stack.enter_context(ending(Receiver(postgres_url))) for _ in range(2)]
        ready = [receiver.ready() for receiver in started]
        key = create_key(postgres_url)
        yield [key.caller(receiver) for receiver in ready]
        assert [receiver.stop() for receiver in started] == [0, 0]


def test_readers_who_follow_two_receivers_miss_nothing_that_32_writers_write(pair: list[Caller]) -> None:
    assert_followed(pair, batches=1000)


@pytest.mark.long
def test_readers_who_follow_for_long_miss_nothing(pair: list[Caller]) -> None:
    assert_followed(pair, batches=50_000)


def test_the_same_batch_sent_to_both_at_once_is_stored_once(pair: list[Caller]) -> None:
    batches = [json.dumps([statement(number) for number in range(5)]).encode() for _ in range(20)]
    answers = asyncio.run(send_to_all(pair, batches))
    assert {answer.status for answer in answers} == {200}
    ids = asyncio.run(all_ids(pair[0]))
    assert len(ids) == len(set(ids)) == 100


def test_of_two_statements_with_one_id_sent_at_once_one_is_refused(pair: list[Caller]) -> None:
    for number in range(20):
        one = statement(number)
        other = {**one, "verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}}
        bodies = [json.dumps(body).encode() for body in (one, other)]
        answers = asyncio.run(ask_each(pair, bodies))
        assert sorted(answer.status for answer in answers) == [200, 409]
    assert len(asyncio.run(all_ids(pair[1]))) == 20


def assert_followed(callers: list[Caller], batches: int) -> None:
    """Two readers, by Consistent-Through and by `stored` of the last, end up with all that was written."""
    account, readers = asyncio.run(write_and_follow(callers, batches))
    assert set(account.statuses) <= {200, 204}, account.answers[0].body
    every = asyncio.run(all_ids(callers[0]))
    assert len(every) == len(set(every)) == len(account.ids())
    by_through, by_stored = readers
    assert set(by_through.seen) == set(every)
    assert by_stored.seen == every


async def write_and_follow(callers: list[Caller], batches: int) -> tuple[Account, list[Reader]]:
    """32 writers, half of them on each receiver, and two readers beside them."""
    readers, writing = [Reader(callers), Reader(callers)], asyncio.Event()
    writing.set()
    async with Writers(callers) as writers, asyncio.TaskGroup() as group:
        for reader, mark in zip(readers, ("through", "stored"), strict=True):
            group.create_task(reader.follow(mark, writing, writers.account))
        await writers.account.until(writers.account.acknowledged, batches)
        await writers.stop()
        writing.clear()
    return writers.account, readers


async def send_to_all(callers: list[Caller], bodies: list[bytes]) -> list[Answer]:
    """Each body to each receiver, as much at once as can be."""
    return [answer for body in bodies for answer in await ask_each(callers, [body] * len(callers))]


async def ask_each(callers: list[Caller], bodies: list[bytes]) -> list[Answer]:
    """One body to each receiver, on connections that are open before any is sent."""
    connections = [await Connection.open(caller.port) for caller in callers]
    with closing(connections):
        asked = (
            connection.ask(caller.post(body))
            for connection, caller, body in zip(connections, callers, bodies, strict=True)
        )
        return list(await asyncio.gather(*asked))
