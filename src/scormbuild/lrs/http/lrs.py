"""All parts of a running LRS, wired together once."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TextIO, TypeVar

from scormbuild.lrs.auth import credentials
from scormbuild.lrs.auth.access import CredentialCache
from scormbuild.lrs.auth.credentials import Credential
from scormbuild.lrs.auth.origins import KnownOrigins, list_origins
from scormbuild.lrs.auth.rate import RateLimiter
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.clock import StoredClock, now_microseconds
from scormbuild.lrs.http.logs import Logs
from scormbuild.lrs.http.messages import RequestLog
from scormbuild.lrs.http.metrics import Metrics, create_metrics
from scormbuild.lrs.http.readiness import Readiness
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.store import probe
from scormbuild.lrs.store.committer import Committer
from scormbuild.lrs.store.find import Finder

T = TypeVar("T")
NO_ORGANISATION = 0  # no organisation has this number
# As many as the readers' pool has connections (engines.POOL_SIZE, and as many in overflow).
READERS = 8  # threads that read at once; more than that wait their turn


@dataclass(frozen=True, slots=True)
class Lrs:
    """What a request can use. Clock, ids and timer come from outside, so that a test can set them."""

    settings: Settings
    database: Database
    committer: Committer
    finder: Finder
    credential_cache: CredentialCache
    known_origins: KnownOrigins
    rate_limiter: RateLimiter
    logs: Logs
    metrics: Metrics
    readers: ThreadPoolExecutor
    readiness: Readiness
    clock: Callable[[], int]  # microseconds since 1970
    monotonic: Callable[[], float]  # seconds of a clock that never runs back
    new_id: Callable[[], str]

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        stream: TextIO | None = None,
        clock: Callable[[], int] = now_microseconds,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        stored_clock: StoredClock | None = None,
    ) -> Lrs:
        """An LRS on the settings' database; `stream` takes the request log. Raises SettingsError."""
        database = Database.open(settings.database, stored_clock)
        try:
            return cls.from_database(database, settings, stream, clock, new_id)
        except BaseException:
            database.close()
            raise

    @classmethod
    def from_database(
        cls,
        database: Database,
        settings: Settings,
        stream: TextIO | None,
        clock: Callable[[], int],
        new_id: Callable[[], str],
    ) -> Lrs:
        """The parts on top of an open database."""
        timer = time.monotonic
        counters = create_metrics(settings.metrics)
        logs = Logs(stream, clock, settings.log_level, settings.log_format)
        database.dialect.clock.warn = logs.log_warning
        readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

        async def find(key: str) -> Credential | None:
            return await read_in_thread(readers, database, credentials.find_credential, key)

        async def find_origins() -> frozenset[str]:
            return await read_in_thread(readers, database, list_origins)

        committer = Committer(database, counters.count_transaction)

        async def probe_database() -> None:
            await read_in_thread(readers, database, probe.probe_read)
            # By the queue of all writes: so a writer that hangs is found as well as a disk that is full.
            await committer.run_job(NO_ORGANISATION, probe.probe_write)

        lrs = cls(
            settings=settings,
            database=database,
            committer=committer,
            finder=Finder(database),
            known_origins=KnownOrigins(find_origins, timer),
            credential_cache=CredentialCache(find, monotonic=timer, now=time.time),
            rate_limiter=RateLimiter(timer),
            logs=logs,
            metrics=counters,
            readers=readers,
            readiness=Readiness(
                probe_database, lambda: committer.last_failure, timer, settings.request_timeout
            ),
            clock=clock,
            monotonic=timer,
            new_id=new_id,
        )
        counters.watch_queue(lrs.committer.queue.qsize)
        return lrs

    async def run_in_thread(self, read: Callable[..., T], *arguments: object) -> T:
        """Call what reads the database in a thread of its own, so that others are served meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self.readers, read, *arguments)

    async def read_database(self, read: Callable[..., T], *arguments: object) -> T:
        """Call a function of a reading connection and the arguments, in a reader's thread."""
        return await read_in_thread(self.readers, self.database, read, *arguments)

    def record_request(self, request_log: RequestLog) -> None:
        """Put an answered request into the log and the figures."""
        seconds = self.monotonic() - request_log.start
        self.logs.log_request(request_log, seconds)
        self.metrics.count_request(request_log, seconds)

    def close(self) -> None:
        """Finish the writes that were accepted, then let the database go."""
        # The writers first, as callers still wait for their answers; the database last, as both need it.
        self.committer.close()
        self.readers.shutdown()
        self.database.close()


async def read_in_thread(
    readers: ThreadPoolExecutor, database: Database, read: Callable[..., T], *arguments: object
) -> T:
    """What `read` gives for a connection and the arguments."""

    def with_connection() -> T:
        with database.reading() as connection:
            return read(connection, *arguments)

    return await asyncio.get_running_loop().run_in_executor(readers, with_connection)
