"""Group commit: all writes that wait go into one transaction, and are answered once it is durable."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import Connection

from scormbuild.errors import LrsError, Unavailable
from scormbuild.lrs.database import Database
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, StatementWriter
from scormbuild.lrs.store.prepare import PreparedStatement

T = TypeVar("T")
Observer = Callable[[int, int], None]  # hears of each transaction: how many callers, how many statements
LARGEST_TRANSACTION = (
    2_000  # statements of one transaction: more make all of its callers wait for the slowest
)
PAUSE = 0.001  # seconds: a commit costs as much for one as for twenty, so a crowd is worth waiting for
IDLE_SECONDS = 5.0  # without a write, until there is time for the log
TRIM_SECONDS = 5.0  # between two tries, as each may hold up the writers
STOPPING = "the LRS is stopping: nothing was stored, try again in a moment"


@dataclass(slots=True, eq=False)
class QueuedWrite:
    """One caller's wish, and where the answer goes."""

    organisation: int
    batch: Batch | None
    job: Callable[[Connection], object] | None
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    @property
    def size(self) -> int:
        """Its weight in a transaction, in statements."""
        return len(self.batch.statements) if self.batch else 1


def ignore_commit(writes: int, statements: int) -> None:
    """For those who don't measure."""


class Committer:
    """One thread that writes for everybody."""

    def __init__(self, database: Database, observer: Observer = ignore_commit) -> None:
        self.database = database
        self.observer = observer
        self.definitions = Definitions(database.dialect)
        self.queue: SimpleQueue[QueuedWrite | None] = SimpleQueue()
        self.open = True
        self.concurrent = False
        self.last_failure = -math.inf  # when a batch met a database that couldn't be written (monotonic)
        self.next_trim = 0.0
        self.thread = Thread(target=self.commit_until_closed, name="committer")
        self.thread.start()

    async def insert_statements(
        self,
        organisation: int,
        statements: Sequence[PreparedStatement],
        attachments: Mapping[str, bytes] | None = None,
    ) -> int:
        """Store all of the statements or none; returns once that is durable; raises Conflict, Unavailable.

        Gives the moment, in microseconds since 1970, up to which all that is stored can be read by now.
        """
        through: int = await self.submit(organisation, Batch(statements, attachments or {}), None)
        return through

    async def run_job(self, organisation: int, job: Callable[[Connection], T]) -> T:
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
        self.queue.put(QueuedWrite(organisation, batch, job, answer, loop))
        return await answer

    def close(self) -> None:
        """Finish what was accepted, take nothing more."""
        self.open = False
        # Behind all that was accepted, so that is written before the thread ends.
        self.queue.put(None)
        self.thread.join()

    def commit_until_closed(self) -> None:
        """Commit one group after another, until told to stop."""
        open_ = True
        while open_:
            writes, open_ = self.gather_writes()
            if writes:
                wake_callers(writes, self.commit_writes(writes))
                self.trim_log()

    def gather_writes(self) -> tuple[list[QueuedWrite], bool]:
        """All writes that wait, at least one; and whether more may come."""
        writes: list[QueuedWrite] = []
        size = 0
        while size < LARGEST_TRANSACTION and not (writes and self.queue.empty()):
            write = self.next_write()
            if write is None:
                return writes, False
            if self.concurrent and not writes:
                sleep(PAUSE)  # the callers of the last group are about to send their next
            writes.append(write)
            size += write.size
        self.concurrent = len(writes) > 1
        return writes, True

    def next_write(self) -> QueuedWrite | None:
        """Who has waited longest; the log is folded in while nobody comes."""
        while True:
            try:
                return self.queue.get(timeout=IDLE_SECONDS)
            except Empty:
                self.database.dialect.trim_log(idle=True)

    def trim_log(self) -> None:
        """Now and then, see to a log that grew too large under readers that overlap."""
        if monotonic() > self.next_trim:
            self.next_trim = monotonic() + TRIM_SECONDS
            self.database.dialect.trim_log(idle=False)

    def commit_writes(self, writes: Sequence[QueuedWrite]) -> list[object]:
        """Each write's answer: a value, or the error to raise."""
        try:
            results = self.write_transaction(writes)
        # The database is away for all of them: one by one they would wait for the same time-out one after
        # another.
        except Unavailable as error:
            if any(write.batch for write in writes):
                self.last_failure = monotonic()
            return [error] * len(writes)
        except Exception as error:  # noqa: BLE001 -- one caller's fault must not fail the others, nor end the thread
            return [error] if len(writes) == 1 else [self.commit_writes([write])[0] for write in writes]
        if any(write.batch for write in writes):
            self.last_failure = -math.inf
        self.observer(len(writes), sum(write.size for write in writes if write.batch))
        return results

    def write_transaction(self, writes: Sequence[QueuedWrite]) -> list[object]:
        """One transaction for all; durable when this returns."""
        results: dict[int, object] = {}
        cache_keys: list[object] = []
        with self.database.writing() as connection:
            for organisation in sorted({write.organisation for write in writes}):  # sorted: no dead-lock
                ours = {n: write for n, write in enumerate(writes) if write.organisation == organisation}
                # Before anything is looked at: what is there, and the clock that `seq` comes from, are read
                # under it.
                self.database.dialect.lock_organisation(connection, organisation)
                results |= self.insert_batches(connection, organisation, ours, cache_keys)
                results |= {n: job_result(write.job, connection) for n, write in ours.items() if write.job}
        # The transaction is durable here, and not a line sooner.
        self.definitions.remember(cache_keys)
        return [results[number] for number in range(len(writes))]

    def insert_batches(
        self,
        connection: Connection,
        organisation: int,
        writes: Mapping[int, QueuedWrite],
        cache_keys: list[object],
    ) -> dict[int, object]:
        """The answers to those writes that are statements."""
        batches = {number: write.batch for number, write in writes.items() if write.batch}
        if not batches:
            return {}
        group = StatementWriter(connection, self.database.dialect, organisation, self.definitions)
        results = group.insert_batches(list(batches.values()))
        cache_keys += group.cache_keys
        return dict(zip(batches, results, strict=True))


def job_result(job: Callable[[Connection], object], connection: Connection) -> object:
    """A job's answer, or the refusal that it raised before it wrote."""
    try:
        return job(connection)
    except LrsError as error:
        return error


def wake_callers(writes: Sequence[QueuedWrite], results: Sequence[object]) -> None:
    """Wake the callers: one call for each loop, as waking is dear."""
    pairs = list(zip(writes, results, strict=True))
    for loop in {write.loop for write in writes}:
        try:
            loop.call_soon_threadsafe(set_results, [pair for pair in pairs if pair[0].loop is loop])
        except RuntimeError:  # the loop has ended, and its callers with it
            continue


def set_results(pairs: Sequence[tuple[QueuedWrite, object]]) -> None:
    """Give each caller its answer, unless it has gone."""
    for write, answer in pairs:
        if write.future.done():
            continue
        if isinstance(answer, Exception):
            write.future.set_exception(answer)
        else:
            write.future.set_result(answer)
