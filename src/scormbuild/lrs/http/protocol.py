"""HTTP/1.1 as uvicorn speaks it, with bounds: of a message by what came of it, of a connection by time.

All of it is work for strangers: nobody is known before a head is whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from scormbuild.errors import BadRequest, HeadTooLarge, LrsError, TooLarge, TooManyRequests
from scormbuild.lrs.http.connections import Connections, counted_address
from scormbuild.lrs.http.error_response import error_bytes

LONGEST_HEAD = 65_536  # bytes of the first line and all headers
MAX_HEADERS = 100
# A line has more than its name and its value: a colon, a space and its end.
LINE_OVERHEAD = 4
# Sent before the answers to those before them; browsers and xAPI clients send none, and each is kept.
MAX_PIPELINED = 16
LINGER = 1 << 20  # bytes that are still read, and thrown away, behind a refusal
# The application has a time-out of its own for a body, with an answer; this one comes after it.
GRACE = 1.0


@dataclass(frozen=True)
class Bounds:
    """What one connection may take: seconds for a head and for a body, bytes of a body, and so on."""

    timeout: float
    max_body: int
    connections: Connections
    trusted_proxies: tuple[str, ...]
    refused: Callable[[str], object]  # hears what was refused
    max_requests: int = 10_000  # on one connection; then it is closed in good order
    # Bytes a second: whoever takes an answer more slowly holds it in our memory for nothing.
    slowest_reader: int = 50_000


class HttpProtocol(HttpToolsProtocol):
    """One connection; nearly all that it overrides is asyncio's and httptools', and public."""

    def __init__(self, *arguments: Any, bounds: Bounds, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bounds = bounds
        self.address: str | None = None
        self.requests = 0  # whose heads have begun
        self.in_head = self.in_message = False
        self.head_size = 0
        self.received = 0  # bytes of a message that is not whole yet
        self.refusal: LrsError | None = None
        self.refused = False
        self.read_timer: asyncio.TimerHandle | None = None
        self.write_timer: asyncio.TimerHandle | None = None

    # A connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(cast(asyncio.Transport, transport))
        # uvicorn's own time-out runs between two requests, not before the first.
        self.read_timer = self.loop.call_later(self.bounds.timeout, self.expire, "heads that never came")
        self.address = counted_address(self.client[0] if self.client else None, self.bounds.trusted_proxies)
        self.bounds.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self.bounds.connections.remove(self)
        self.stop_read_timer()
        self.resume_writing()
        super().connection_lost(exc)

    def give_way(self) -> None:
        """End at once, as there are too many connections."""
        self.transport.abort()

    def expire(self, kind: str) -> None:
        """End at once; closing would wait for ever for what the other side doesn't take."""
        self.bounds.refused(kind)
        self.transport.abort()

    def timeout_keep_alive_handler(self) -> None:
        """Close, as no next request has come; the last answer may still be on its way."""
        super().timeout_keep_alive_handler()
        self.watch_writing()

    # A message

    def data_received(self, data: bytes) -> None:
        """Hand bytes to the parser; of a message that is still open after them, size and time count."""
        if self.refused:
            self.received += len(data)
            if self.received > LINGER:
                self.transport.abort()
            return
        was_open, requests = self.in_message, self.requests
        super().data_received(data)
        if self.refused or not self.in_message or self.transport.is_closing():
            return
        if self.read_timer is None:
            kind = "heads that never came" if self.in_head else "bodies that never came"
            seconds = self.bounds.timeout + (0 if self.in_head else GRACE)
            self.read_timer = self.loop.call_later(seconds, self.expire, kind)
        # Chunk sizes, their extensions and trailers count as well, as nobody else counts them. Where another
        # message ended within these bytes, most of them may belong to that.
        if self.requests - requests == (0 if was_open else 1):
            self.received += len(data)
        if self.received > (LONGEST_HEAD if self.in_head else LONGEST_HEAD + self.bounds.max_body):
            self.refuse(head_too_large() if self.in_head else TooLarge("the body is larger than is taken"))

    def on_message_begin(self) -> None:
        """A head begins."""
        self.requests += 1
        self.in_head = self.in_message = True
        self.head_size = self.received = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the first line."""
        super().on_url(url)
        self.count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or after a body in chunks a trailer, which nobody would read."""
        if not self.in_head:
            self.fail(BadRequest("trailers are not read here: send headers"))
        super().on_header(name, value)
        self.count_head(len(name) + len(value) + LINE_OVERHEAD)

    def count_head(self, size: int) -> None:
        """Count what is whole of a head; it may all have come in one piece."""
        self.head_size += size
        if self.head_size > LONGEST_HEAD or len(self.headers) > MAX_HEADERS:
            self.fail(head_too_large())

    def on_headers_complete(self) -> None:
        """A head is whole."""
        if len(self.pipeline) >= MAX_PIPELINED:
            self.fail(TooManyRequests(f"more than {MAX_PIPELINED} requests wait on this connection"))
        super().on_headers_complete()
        self.in_head = False
        self.stop_read_timer()
        self.bounds.connections.set_busy(self)
        if self.requests >= self.bounds.max_requests:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """A message is whole."""
        self.in_message = False
        self.stop_read_timer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer is given, if perhaps not taken yet."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.watch_writing()
        elif not self.pipeline:
            self.bounds.connections.set_idle(self)

    def stop_read_timer(self) -> None:
        """What was waited for has come."""
        if self.read_timer is not None:
            self.read_timer.cancel()
            self.read_timer = None

    # What the other side doesn't take

    def pause_writing(self) -> None:
        """The other side takes an answer more slowly than it comes."""
        super().pause_writing()
        self.watch_writing()

    def watch_writing(self) -> None:
        """Wait for what is written to be taken, but not for ever."""
        waiting = self.transport.get_write_buffer_size()
        if waiting and self.write_timer is None:
            seconds = self.bounds.timeout + waiting / self.bounds.slowest_reader
            self.write_timer = self.loop.call_later(seconds, self.expire, "answers that nobody took")

    def resume_writing(self) -> None:
        """It has taken most of it."""
        if self.write_timer is not None:
            self.write_timer.cancel()
            self.write_timer = None
        super().resume_writing()

    # Refusals

    def fail(self, error: LrsError) -> None:
        """Stop the parser: what it raises here comes out of it as an error of its own."""
        self.refusal = error
        raise error

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls where the parser stopped: because of what it read, or of what is above."""
        del msg
        self.refuse(self.refusal or BadRequest("this is no HTTP"))

    def refuse(self, error: LrsError) -> None:
        """Answer, if nobody else is about to, and end the connection a moment later."""
        self.bounds.refused(error.message)
        # Of a body's message the cycle is its own, of a head's that before it.
        in_body = self.in_message and not self.in_head
        busy = self.cycle is not None and (
            self.cycle.response_started if in_body else not self.cycle.response_complete
        )
        if busy or self.pipeline:
            self.transport.abort()
            return
        if self.cycle is not None:
            # As if the caller had hung up: whoever works on it has nobody to answer any more.
            self.cycle.disconnected = True
            self.cycle.waiting_for_100_continue = False
            self.cycle.message_event.set()
        origin = dict(self.headers or ()).get(b"origin")
        self.transport.write(error_bytes(error, origin, self.server_state.default_headers))
        # Closing at once would take the answer back from who is still sending (RFC 9112 9.6): so what still
        # comes is read for a moment, and thrown away.
        self.refused, self.received = True, 0
        self.stop_read_timer()
        self.read_timer = self.loop.call_later(GRACE, self.transport.abort)
        if self.transport.can_write_eof():
            self.transport.write_eof()


def head_too_large() -> HeadTooLarge:
    """The refusal of a head; it says how much is taken."""
    return HeadTooLarge(f"the head is larger than {LONGEST_HEAD} bytes or {MAX_HEADERS} headers")
