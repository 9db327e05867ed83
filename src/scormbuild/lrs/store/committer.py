"""Group commit: all writes that wait go into one transaction, and are answered once it is durable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from time import sleep
from typing import Any, TypeVar

from sqlalchemy import Connection

from scormbuild.errors import ReceiverError, Unavailable
from scormbuild.lrs.database import Database
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, Group
from scormbuild.lrs.xapi.statement.prepare import Prepared

T = TypeVar("T")
Observer = Callable[[int, int], None]  # hears of each transaction: how many callers, how many statements
LARGEST = 2_000  # statements of one transaction: more make all of its callers wait for the slowest
PAUSE = 0.001  # seconds: a commit costs as much for one as for twenty, so a crowd is worth waiting for
STOPPING = "the receiver is stopping: nothing was stored, try again in a moment"


@dataclass(slots=True, eq=False)
class Write:
    """One caller's wish, and where the answer goes."""

    organisation: int
    batch: Batch | None
    job: Callable[[Connection], object] | None
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    @property
    def size(self) -> int:
        """Its weight in a transaction, in statements."""
        return len(self.batch.statements) if self.batch else 1


def unobserved(writes: int, statements: int) -> None:
    """For those who don't measure."""


class Committer:
    """One thread that writes for everybody."""

    def __init__(self, database: Database, observer: Observer = unobserved) -> None:
        self.database = database
        self.observer = observer
        self.definitions = Definitions(database.dialect)
        self.waiting: SimpleQueue[Write | None] = SimpleQueue()
        self.open = True
        self.crowded = False
        self.thread = Thread(target=self.work, name="committer")
        self.thread.start()

    async def insert(
        self,
        organisation: int,
        statements: Sequence[Prepared],
        attachments: Mapping[str, bytes] | None = None,
    ) -> int:
        """Store all of the statements or none; returns once that is durable; raises Conflict, Unavailable.

        Gives the moment, in microseconds since 1970, up to which all that is stored can be read by now.
        """
        through: int = await self.submit(organisation, Batch(statements, attachments or {}), None)
        return through

    async def run(self, organisation: int, job: Callable[[Connection], T]) -> T:
        """Any other write of an organisation, under its lock; a job raises before it writes, or never."""
        answer: T = await self.submit(organisation, None, job)
        return answer

    async def submit(
        self, organisation: int, batch: Batch | None, job: Callable[[Connection], object] | None
    ) -> Any:
        """Queue a write and wait for its answer."""
        if not self.open:
            raise Unavailable(STOPPING, {"Retry-After": "5"})
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self.waiting.put(Write(organisation, batch, job, answer, loop))
        return await answer

    def close(self) -> None:
        """Finish what was accepted, take nothing more."""
        self.open = False
        self.waiting.put(None)
        self.thread.join()

    def work(self) -> None:
        """Commit one group after another, until told to stop."""
        open_ = True
        while open_:
            writes, open_ = self.gather()
            if writes:
                settle(writes, self.commit(writes))

    def gather(self) -> tuple[list[Write], bool]:
        """All writes that wait, at least one; and whether more may come."""
        writes: list[Write] = []
        size = 0
        while size < LARGEST and not (writes and self.waiting.empty()):
            write = self.waiting.get()
            if write is None:
                return writes, False
            if self.crowded and not writes:
                sleep(PAUSE)  # the callers of the last group are about to send their next
            writes.append(write)
            size += write.size
        self.crowded = len(writes) > 1
        return writes, True

    def commit(self, writes: Sequence[Write]) -> list[object]:
        """Each write's answer: a value, or the error to raise."""
        try:
            answers = self.attempt(writes)
        except Unavailable as error:
            return [error] * len(writes)
        except Exception as error:  # noqa: BLE001 -- one caller's fault must not fail the others, nor end the thread
            return [error] if len(writes) == 1 else [self.commit([write])[0] for write in writes]
        self.observer(len(writes), sum(write.size for write in writes if write.batch))
        return answers

    def attempt(self, writes: Sequence[Write]) -> list[object]:
        """One transaction for all; durable when this returns."""
        answers: dict[int, object] = {}
        marks: list[object] = []
        with self.database.writing() as connection:
            for organisation in sorted({write.organisation for write in writes}):  # sorted: no dead-lock
                ours = {n: write for n, write in enumerate(writes) if write.organisation == organisation}
                self.database.dialect.lock(connection, organisation)
                answers |= self.insert_all(connection, organisation, ours, marks)
                answers |= {n: ran(write.job, connection) for n, write in ours.items() if write.job}
        self.definitions.remember(marks)
        return [answers[number] for number in range(len(writes))]

    def insert_all(
        self, connection: Connection, organisation: int, writes: Mapping[int, Write], marks: list[object]
    ) -> dict[int, object]:
        """The answers to those writes that are statements."""
        batches = {number: write.batch for number, write in writes.items() if write.batch}
        if not batches:
            return {}
        group = Group(connection, self.database.dialect, organisation, self.definitions)
        answers = group.insert(list(batches.values()))
        marks += group.marks
        return dict(zip(batches, answers, strict=True))


def ran(job: Callable[[Connection], object], connection: Connection) -> object:
    """A job's answer, or the refusal that it raised before it wrote."""
    try:
        return job(connection)
    except ReceiverError as error:
        return error


def settle(writes: Sequence[Write], answers: Sequence[object]) -> None:
    """Wake the callers: one call for each loop, as waking is dear."""
    pairs = list(zip(writes, answers, strict=True))
    for loop in {write.loop for write in writes}:
        try:
            loop.call_soon_threadsafe(wake, [pair for pair in pairs if pair[0].loop is loop])
        except RuntimeError:  # the loop has ended, and its callers with it
            continue


def wake(pairs: Sequence[tuple[Write, object]]) -> None:
    """Give each caller its answer, unless it has gone."""
    for write, answer in pairs:
        if write.answer.done():
            continue
        if isinstance(answer, Exception):
            write.answer.set_exception(answer)
        else:
            write.answer.set_result(answer)
