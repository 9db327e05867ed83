"""A lake's follower in a process of its own: those who store statements don't wait for who copies them.

An LRS starts it, watches over it, and stops it; it ends by itself where the LRS is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnProcess
from pathlib import Path

from scormbuild.analysis.lake.background_thread import BackgroundThread
from scormbuild.lrs.database import Database, now_microseconds
from scormbuild.lrs.http import Logs, describe_error

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
STEADY_SECONDS = 60.0  # who ran so long was well: the next pause is the first again
STOP_SECONDS = 30.0  # for what is being written
NICENESS = 10  # where processors are short, whoever stores goes first


@dataclass(frozen=True)
class FollowerOptions:
    """What the process is told; by a pipe, not by a command line that others can see."""

    url: str = field(repr=False)
    lake: Path
    every: float
    log_level: str
    log_format: str


def follow_lrs(options: FollowerOptions) -> None:
    """What the process does: export, until it is told to stop, or whoever started it is gone."""
    # Ctrl+C reaches all processes of a terminal. The LRS says when to stop, once it has answered everybody.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    logs = Logs(sys.stderr, now_microseconds, options.log_level, options.log_format)
    try:
        # Here, so that the LRS, which imports this module too, doesn't hold what is only needed to export.
        from scormbuild.analysis.lake.follower import LakeFollower

        with closing(Database.open(options.url, create=False)) as database:
            follower = LakeFollower(database, options.lake, options.every, logs)
            signal.signal(signal.SIGTERM, lambda *_: follower.stopping.set())
            threading.Thread(target=stop_with_parent, args=[follower.stopping], daemon=True).start()
            follower.run()
    except Exception as error:  # noqa: BLE001 (Python would print its words, which may name somebody)
        logs.write_line("error", {"lake": str(options.lake), **describe_error(error)})
        sys.exit(1)


def stop_with_parent(stopping: threading.Event) -> None:
    """Stop when the starting process ends; one that is killed sends no signal, but its pipe closes."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        stopping.set()
        time.sleep(STOP_SECONDS)
        # Not sys.exit, which would end this thread only.
        os._exit(1)


class FollowerProcess(BackgroundThread):
    """Runs `work` in a process; one that ends is started anew.

    Each time after a longer pause: what fails at once must not keep the machine busy.
    """

    def __init__(
        self,
        options: FollowerOptions,
        logs: Logs,
        work: Callable[[FollowerOptions], None] = follow_lrs,
        first_pause: float = FIRST_PAUSE_SECONDS,
    ) -> None:
        super().__init__("follower")
        self.options, self.logs, self.work, self.first_pause = options, logs, work, first_pause
        self.lock = threading.Lock()  # no process is started once the stop is under way
        self.process: SpawnProcess | None = None

    def close(self) -> None:
        """Stop it; what an export under way didn't commit, the next one does."""
        self.stopping.set()
        with self.lock:
            process = self.process
        if process is not None:
            process.terminate()
            process.join(STOP_SECONDS)
            process.kill()  # nothing, where it has ended
        self.thread.join()

    def run(self) -> None:
        """Start it, wait for its end, and pause."""
        pause = self.first_pause
        while not self.stopping.is_set():
            began = time.monotonic()
            status = self.run_process()
            if self.stopping.is_set():
                return
            if time.monotonic() - began > STEADY_SECONDS:
                pause = self.first_pause
            self.logs.write_line("warning", {"follower": "ended", "status": status, "pause": pause})
            self.stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def run_process(self) -> int | str | None:
        """One process from its start to its end; its exit status, or why it couldn't be started."""
        # Spawned, as an LRS has threads and connections that a fork would copy.
        process = multiprocessing.get_context("spawn").Process(target=self.work, args=(self.options,))
        with self.lock:
            if self.stopping.is_set():
                return None
            try:
                process.start()
            except OSError as error:  # no memory, no more processes: that may pass
                return type(error).__name__
            self.process = process
        process.join()
        return process.exitcode
