"""A lake that follows a running LRS: every few seconds, where something is new."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from scormbuild.analysis.lake.background_thread import BackgroundThread
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.http import Logs, describe_error
from scormbuild.lrs.store import change_log

EXPORT_STOP_SECONDS = 30.0  # seconds for what is being written
MAX_IDLE_SECONDS = 60.0  # seconds until teams, courses and the like are looked at where no statement is new


def change_positions(database: Database) -> list[tuple[int, int, int]]:
    """What is another one once a statement is new or changed; a fraction of a millisecond."""
    with database.reading() as connection:
        return [
            (
                owner.id,
                change_log.newest_seq(connection, owner.id),
                change_log.latest_revision(connection, owner.id),
            )
            for owner in organisations.list_organisations(connection)
        ]


class LakeFollower(BackgroundThread):
    """Exports every few seconds, as a thread or by `run` alone.

    A failure is told in one line without words, and tried again; the same one isn't told twice in a row.
    """

    def __init__(self, database: Database, lake: Path, every: float = 5.0, logs: Logs | None = None) -> None:
        super().__init__("lake")
        self.database, self.lake, self.every, self.logs = database, lake, every, logs
        self.last_error = ""
        self.last_positions: list[tuple[int, int, int]] = []
        self.next_export = 0.0

    def close(self) -> None:
        """Stop; what an export under way didn't commit, the next one does."""
        self.stopping.set()
        self.thread.join(EXPORT_STOP_SECONDS)

    def run(self) -> None:
        """Export, and wait."""
        while not self.stopping.is_set():
            self.export_if_changed()
            self.stopping.wait(self.every)

    def export_if_changed(self) -> None:
        """Export what is new; the LRS goes on whatever the lake's folder or disk is like."""
        try:
            now = change_positions(self.database)
            if now != self.last_positions or time.monotonic() > self.next_export:
                # Doesn't wait for an export by hand: that one does the work.
                export_lake(self.database, self.lake, wait=0, stopping=self.stopping.is_set)
                # The positions from before the export: what came in while it ran makes the next one.
                self.last_positions, self.next_export = now, time.monotonic() + MAX_IDLE_SECONDS
        except Exception as error:  # noqa: BLE001 (an LRS without a lake still receives)
            self.log_error(error)
        else:
            self.last_error = ""

    def log_error(self, error: Exception) -> None:
        """Where it failed: the places in the code, not the words of the error."""
        line = describe_error(error)
        # A full disk would else be told of every five seconds.
        if self.logs is not None and str(line) != self.last_error:
            self.logs.write_line("warning", {"lake": str(self.lake), **line})
        self.last_error = str(line)


def follow_until_stopped(database: Database, lake: Path, every: float, logs: Logs) -> None:
    """Follow in this process, until Ctrl+C or SIGTERM; what is being written is finished first."""
    follower = LakeFollower(database, lake, every, logs)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: follower.stopping.set())
    follower.run()
