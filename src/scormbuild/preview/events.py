"""News for the open pages: server-sent events (HTML Standard 9.2) to everybody who listens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Lock

HEARTBEAT = b": still here\n\n"  # a comment, so that a page that has gone is noticed


class EventBroadcaster:
    """Whoever listens gets each event as bytes, and None when there is no more."""

    def __init__(self) -> None:
        self._listeners: set[SimpleQueue[bytes | None]] = set()
        self._lock = Lock()
        self._closed = False

    def send_event(self, name: str, news: object) -> None:
        """Send an event to all who listen now."""
        self._send_to_all(format_event(name, news))

    def close(self) -> None:
        """Let every listener go."""
        with self._lock:
            self._closed = True
        self._send_to_all(None)

    @contextmanager
    def subscribe(self) -> Iterator[SimpleQueue[bytes | None]]:
        """A queue of events, for as long as somebody reads it."""
        queue: SimpleQueue[bytes | None] = SimpleQueue()
        with self._lock:
            self._listeners.add(queue)
            if self._closed:
                queue.put(None)
        try:
            yield queue
        finally:
            with self._lock:
                self._listeners.discard(queue)

    def _send_to_all(self, message: bytes | None) -> None:
        with self._lock:
            for queue in self._listeners:
                queue.put(message)


def format_event(name: str, news: object) -> bytes:
    """One event as it goes over the wire; JSON has no raw line ends, so one data line holds it."""
    return f"event: {name}\ndata: {json.dumps(news)}\n\n".encode()
