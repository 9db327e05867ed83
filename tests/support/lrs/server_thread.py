"""An LRS on a socket in a thread of the test's own process, and what is sent to it byte by byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from support.lrs.client import Key
from support.lrs.lrs_process import sqlite_database_url

from scormbuild.lrs.auth import credentials
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.server import Server, connection_bounds, open_listener
from scormbuild.lrs.settings import Settings

TIMEOUT_SECONDS = 20.0


class LrsThread:
    """An LRS on a socket in a thread of its own, and its first key."""

    def __init__(self, folder: Path, log: Path, bounds: dict[str, Any], **settings: Any) -> None:
        self.changed_bounds = bounds
        self.settings = Settings(
            database=sqlite_database_url(folder / "lrs.db"), log_format="json", port=0, **settings
        )
        self.log = log
        self.announcements: list[str] = []
        self.listening_event = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.listening_event.wait(TIMEOUT_SECONDS)

    def run(self) -> None:
        with self.log.open("w") as stream, open_listener("127.0.0.1", 0) as listener:
            lrs = Lrs.open(self.settings, stream=stream)
            with lrs.database.writing() as connection:
                made = credentials.create_first_credential(connection)
            assert made
            self.key = Key(*made)
            self.port = listener.getsockname()[1]
            self.bounds = replace(connection_bounds(lrs), **self.changed_bounds)
            self.server = Server(lrs, listener, self.announce, bounds=self.bounds)
            self.server.run(sockets=[listener])
            lrs.close()

    def announce(self, said: str) -> None:
        self.announcements.append(said)
        self.listening_event.set()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(TIMEOUT_SECONDS)
        assert not self.thread.is_alive()

    def connect(self) -> socket.socket:
        """A plain connection."""
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)

    def request_head(self, length: int) -> bytes:
        """The head of a POST of statements."""
        return (
            f"POST /xapi/statements HTTP/1.1\r\nHost: lrs\r\nAuthorization: {self.key.authorization}\r\n"
            f"X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()


@contextmanager
def run_lrs_thread(
    folder: Path, bounds: dict[str, Any] | None = None, **settings: Any
) -> Iterator[LrsThread]:
    """An LRS with these settings, and with other bounds where some are named; stopped afterwards."""
    started = LrsThread(folder, folder / "log", bounds or {}, **settings)
    try:
        yield started
    finally:
        started.stop()


def receive_bytes(connection: socket.socket, until: bytes = b"") -> bytes:
    """What the other side sends, up to its end or to these bytes."""
    data = b""
    while not (until and until in data):
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


def expect_within(seconds: float, condition: Callable[[], object]) -> None:
    """Wait until something is so; an AssertionError where it doesn't come to be."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:g} seconds"
        time.sleep(0.05)
