"""HTTP/1.1 as uvicorn speaks it, with an end to the patience for a head that is endless, or never comes."""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# uvicorn's parser knows no bound of its own. 431: RFC 6585 5.
LONGEST_HEAD = 65_536
HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class HttpProtocol(HttpToolsProtocol):
    """One connection. A body has a limit of its own, and so does the time between two requests."""

    # Half a head costs its sender nothing, and us one of the files that a process may open: tried with
    # 1,100 of them, nobody else was served any more.
    head_timeout = 30.0  # seconds
    in_head = False
    head_size = 0
    head_timer: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)  # type: ignore[arg-type] # uvicorn narrows the class that asyncio names
        # uvicorn's own time-out runs between two requests, not before the first.
        self.head_timer = self.loop.call_later(self.head_timeout, transport.close)

    def on_message_begin(self) -> None:
        """A head begins."""
        self.in_head, self.head_size = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self.in_head = False
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Hand bytes to the parser; if a head is still open after them, its size and its time count."""
        began = self.in_head
        super().data_received(data)
        if not self.in_head:
            return
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(self.head_timeout, self.transport.close)
        # Where it began within these bytes, most of them may belong to the body before it.
        self.head_size += len(data) if began else 0
        if self.head_size > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(HEAD_TOO_LARGE)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self.head_timer is not None:
            self.head_timer.cancel()
        super().connection_lost(exc)
