"""A very cheap HTTP client on one kept connection: what loads and trials speak to an LRS with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

HEAD_END = b"\r\n\r\n"


class ConnectionLostError(ConnectionError):
    """The connection went away before the whole answer was there: nobody knows what became of the request."""


class Response:
    """Status, the header lines as they came, and the body."""

    __slots__ = ("body", "head", "status")

    def __init__(self, head: bytes, body: bytes) -> None:
        # Behind `HTTP/1.1 `.
        self.status = int(head[9:12])
        self.head = head
        self.body = body

    def header(self, name: str) -> str:
        """The value of a header, '' where there is none."""
        for line in self.head.split(b"\r\n")[1:]:
            field, _, value = line.partition(b":")
            if field.decode("latin-1").lower() == name.lower():
                return value.strip().decode("latin-1")
        return ""


class Connection(asyncio.Protocol):
    """One request at a time; bytes in, a Response out."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.pending_response: asyncio.Future[Response] | None = None
        self.transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connects to an LRS on this machine."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """Called by the event loop: whoever still waits for an answer won't get one."""
        self.transport = None
        if self.pending_response and not self.pending_response.done():
            self.pending_response.set_exception(ConnectionLostError(str(error or "closed")))

    def data_received(self, data: bytes) -> None:
        """Called by the event loop; answers have a Content-Length, 204 and 304 have no body."""
        self.buffer += data
        end = self.buffer.find(HEAD_END)
        if end < 0 or self.pending_response is None:
            return
        head = bytes(self.buffer[:end])
        stop = end + len(HEAD_END) + content_length(head)
        if len(self.buffer) >= stop:
            body = bytes(self.buffer[end + len(HEAD_END) : stop])
            del self.buffer[:stop]
            if not self.pending_response.done():
                self.pending_response.set_result(Response(head, body))

    async def send_request(self, request: bytes) -> Response:
        """Sends a whole request and waits for the whole answer; ConnectionLostError where it is lost."""
        if self.transport is None:
            raise ConnectionLostError("closed before the request")
        self.pending_response = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.pending_response

    def close(self) -> None:
        """Ends the connection from this side."""
        if self.transport:
            self.transport.close()


def content_length(head: bytes) -> int:
    """The length of the body that follows this head."""
    lowered = head.lower()
    start = lowered.find(b"\r\ncontent-length:")
    if start < 0:
        assert b"\r\ntransfer-encoding:" not in lowered, "an answer in chunks: not read by this client"
        return 0
    return int(lowered[start + 17 :].split(b"\r\n", 1)[0])


class RequestBuilder:
    """Builds requests to one LRS, with one key, in one version."""

    def __init__(self, port: int, authorization: str, version: str = "1.0.3") -> None:
        self.port = port
        self.fixed_headers = f"Host: 127.0.0.1:{port}\r\nAuthorization: {authorization}\r\n"
        self.fixed_headers += f"X-Experience-API-Version: {version}\r\n"

    def get(self, path: str, **params: str) -> bytes:
        """GET on a path below the endpoint, or on a whole path such as a `more` link."""
        return self.request("GET", path, params)

    def post(self, body: bytes, path: str = "statements", **params: str) -> bytes:
        """POST of JSON."""
        return self.request("POST", path, params, body)

    def put(self, body: bytes, path: str = "statements", **params: str) -> bytes:
        """PUT of JSON."""
        return self.request("PUT", path, params, body)

    def request(self, method: str, path: str, params: dict[str, str], body: bytes | None = None) -> bytes:
        """The bytes of any request."""
        target = path if path.startswith("/") else f"/xapi/{path}"
        query = f"?{urlencode(params)}" if params else ""
        content = (
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body is not None else ""
        )
        return f"{method} {target}{query} HTTP/1.1\r\n{self.fixed_headers}{content}\r\n".encode() + (
            body or b""
        )

    async def open_connections(self, count: int) -> list[Connection]:
        """So many connections."""
        return [await Connection.open(self.port) for _ in range(count)]


@contextmanager
def close_afterwards(connections: Iterable[Connection]) -> Iterator[None]:
    """Closes connections at the end, whatever happened in between."""
    try:
        yield
    finally:
        for connection in connections:
            connection.close()
