"""Two LRSs on one PostgreSQL: no dead-lock, no duplicate, and no reader who follows misses anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from support.lrs.http_connection import Connection, RequestBuilder, Response, close_afterwards
from support.lrs.lrs_process import LrsProcess, create_key, stop_afterwards
from support.lrs.writers import WriteLog, Writers, all_ids, missing_ids, statement

PAGE_SIZE = "25"  # small, so that there is always a page more to follow


class StatementReader:
    """Follows what is stored, asking the LRSs in turn; `seen` is what it was given, in that order."""

    def __init__(self, callers: list[RequestBuilder]) -> None:
        self.request_builders = callers
        self.statement_ids: list[str] = []
        self.request_count = 0
        self.marks: dict[str, str] = {}  # what the last answer told: where to go on

    async def read_page(self, path: str, **params: str) -> dict[str, Any]:
        """One page from the LRS whose turn it is."""
        caller = self.request_builders[self.request_count % len(self.request_builders)]
        self.request_count += 1
        connections = await caller.open_connections(1)
        with close_afterwards(connections):
            answer = await connections[0].send_request(caller.get(path, **params))
        assert answer.status == 200, (answer.head, answer.body)
        page: dict[str, Any] = json.loads(answer.body)
        self.statement_ids += [one["id"] for one in page["statements"]]
        self.marks["through"] = answer.header("X-Experience-API-Consistent-Through")
        if page["statements"]:
            self.marks["stored"] = page["statements"][-1]["stored"]
        return page

    async def read_since(self, mark: str) -> None:
        """All since a mark of the answer before: what it was consistent through, or `stored` of its last."""
        since = {"since": self.marks[mark]} if mark in self.marks else {}
        page = await self.read_page("statements", ascending="true", limit=PAGE_SIZE, **since)
        while page.get("more"):
            page = await self.read_page(page["more"])

    async def follow(self, mark: str, writing: asyncio.Event, written: WriteLog) -> None:
        """Reads while others write, and afterwards until nothing is missing, or for ten seconds in vain."""
        while writing.is_set():
            await self.read_since(mark)
        async with asyncio.timeout(10):
            while missing_ids(written, set(self.statement_ids)):
                await self.read_since(mark)


@pytest.fixture
def request_builders(postgres_url: str) -> Iterator[list[RequestBuilder]]:
    """Callers of two LRSs that were started at the same time on an empty database."""
    with ExitStack() as stack:
        started = [stack.enter_context(stop_afterwards(LrsProcess(postgres_url))) for _ in range(2)]
        ready = [process.wait_until_ready() for process in started]
        key = create_key(postgres_url)
        yield [key.request_builder(process) for process in ready]
        assert [process.stop() for process in started] == [0, 0]


def test_readers_who_follow_two_lrss_miss_nothing_that_32_writers_write(
    request_builders: list[RequestBuilder],
) -> None:
    assert_nothing_missed(request_builders, batches=1000)


@pytest.mark.long
def test_readers_who_follow_for_long_miss_nothing(request_builders: list[RequestBuilder]) -> None:
    assert_nothing_missed(request_builders, batches=50_000)


def test_the_same_batch_sent_to_both_at_once_is_stored_once(request_builders: list[RequestBuilder]) -> None:
    batches = [json.dumps([statement(number) for number in range(5)]).encode() for _ in range(20)]
    answers = asyncio.run(send_to_all(request_builders, batches))
    assert {answer.status for answer in answers} == {200}
    ids = asyncio.run(all_ids(request_builders[0]))
    assert len(ids) == len(set(ids)) == 100


def test_of_two_statements_with_one_id_sent_at_once_one_is_refused(
    request_builders: list[RequestBuilder],
) -> None:
    for number in range(20):
        one = statement(number)
        other = {**one, "verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}}
        bodies = [json.dumps(body).encode() for body in (one, other)]
        answers = asyncio.run(send_each(request_builders, bodies))
        assert sorted(answer.status for answer in answers) == [200, 409]
    assert len(asyncio.run(all_ids(request_builders[1]))) == 20


def assert_nothing_missed(callers: list[RequestBuilder], batches: int) -> None:
    """Two readers, by Consistent-Through and by `stored` of the last, end up with all that was written."""
    account, readers = asyncio.run(write_and_follow(callers, batches))
    assert set(account.statuses) <= {200, 204}, account.error_responses[0].body
    every = asyncio.run(all_ids(callers[0]))
    assert len(every) == len(set(every)) == len(account.ids())
    by_through, by_stored = readers
    assert set(by_through.statement_ids) == set(every)
    assert by_stored.statement_ids == every


async def write_and_follow(
    callers: list[RequestBuilder], batches: int
) -> tuple[WriteLog, list[StatementReader]]:
    """32 writers, half of them on each LRS, and two readers beside them."""
    readers, writing = [StatementReader(callers), StatementReader(callers)], asyncio.Event()
    writing.set()
    async with Writers(callers) as writers, asyncio.TaskGroup() as group:
        for reader, mark in zip(readers, ("through", "stored"), strict=True):
            group.create_task(reader.follow(mark, writing, writers.write_log))
        await writers.write_log.wait_for_batches(writers.write_log.acknowledged_batches, batches)
        await writers.stop()
        writing.clear()
    return writers.write_log, readers


async def send_to_all(callers: list[RequestBuilder], bodies: list[bytes]) -> list[Response]:
    """Each body to each LRS, as much at once as can be."""
    return [answer for body in bodies for answer in await send_each(callers, [body] * len(callers))]


async def send_each(callers: list[RequestBuilder], bodies: list[bytes]) -> list[Response]:
    """One body to each LRS, on connections that are open before any is sent."""
    connections = [await Connection.open(caller.port) for caller in callers]
    with close_afterwards(connections):
        asked = (
            connection.send_request(caller.post(body))
            for connection, caller, body in zip(connections, callers, bodies, strict=True)
        )
        return list(await asyncio.gather(*asked))
