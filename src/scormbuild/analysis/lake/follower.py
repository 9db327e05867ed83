"""A lake that follows a running receiver: every few seconds, where something is new."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import TracebackType

from scormbuild.analysis.lake.export import export
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.http.logs import Logs, told
from scormbuild.lrs.store import change_log

STOP = 30.0  # seconds for what is being written
LONGEST = 60.0  # seconds until teams, courses and the like are looked at where no statement is new


def pulse(database: Database) -> list[tuple[int, int, int]]:
    """What is another one once a statement is new or changed; a fraction of a millisecond."""
    with database.reading() as connection:
        return [
            (owner.id, change_log.newest(connection, owner.id), change_log.latest(connection, owner.id))
            for owner in organisations.rows(connection)
        ]


class Keeper:
    """A thread that exports from when it is entered until it is left.

    A failure is told in one line without words, and tried again; the same one isn't told twice in a row.
    """

    def __init__(self, database: Database, lake: Path, every: float = 5.0, logs: Logs | None = None) -> None:
        self.database, self.lake, self.every, self.logs = database, lake, every, logs
        self.stopping = threading.Event()
        self.fault = ""
        self.last: list[tuple[int, int, int]] = []
        self.until = 0.0
        self.thread = threading.Thread(target=self.run, name="lake", daemon=True)

    def __enter__(self) -> Keeper:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop; what an export under way didn't commit, the next one does."""
        self.stopping.set()
        self.thread.join(STOP)

    def run(self) -> None:
        """Export, and wait."""
        while not self.stopping.is_set():
            self.once()
            self.stopping.wait(self.every)

    def once(self) -> None:
        """Export what is new; the receiver goes on whatever the lake's folder or disk is like."""
        try:
            now = pulse(self.database)
            if now != self.last or time.monotonic() > self.until:
                export(self.database, self.lake, wait=0, stopping=self.stopping.is_set)
                self.last, self.until = now, time.monotonic() + LONGEST
        except Exception as error:  # noqa: BLE001 (a receiver without a lake still receives)
            self.tell(error)
        else:
            self.fault = ""

    def tell(self, error: Exception) -> None:
        """Where it failed: the places in the code, not the words of the error."""
        line = told(error)
        if self.logs is not None and str(line) != self.fault:
            self.logs.write("warning", {"lake": str(self.lake), **line})
        self.fault = str(line)
