"""A gate before an LRS: it passes on what browsers send, notes it, and misbehaves as it is told."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

FORWARDED_HEADERS = ("Authorization", "Content-Type", "Origin", "X-Experience-API-Version", "Accept")
PREFLIGHT_HEADERS = ("Access-Control-Request-Method", "Access-Control-Request-Headers")
# These are of one connection (RFC 9110 7.6.1), and the proxy's is another one.
DROPPED_HEADERS = {"connection", "transfer-encoding", "content-length", "server"}


@dataclass
class ProxyRequest:
    """A request that arrived at the gate, and what became of it: a status, 0 while there is none."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    received_at: float = field(default_factory=time.time)
    status: int = 0

    @property
    def statements(self) -> list[dict[str, Any]]:
        """The statements in its body; [] where it has none."""
        try:
            sent = json.loads(self.body)
        except ValueError:
            return []
        return sent if isinstance(sent, list) else [sent]


@dataclass(frozen=True)
class ProxyResponse:
    """An answer that the LRS didn't give; without `readable` no page of another origin may read it."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    readable: bool = True


Behaviour = Callable[[ProxyRequest], ProxyResponse | None]  # None: let it through


class LrsProxy:
    """On one port for as long as it lives, open or shut."""

    def __init__(self, upstream: int) -> None:
        self.lrs_port = upstream
        self.requests: list[ProxyRequest] = []
        self.behaviour: Behaviour | None = None
        self.release_event = Event()  # whoever hangs is let go
        self._lock = Lock()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.listen()

    @property
    def endpoint(self) -> str:
        """The xAPI endpoint as the package knows it."""
        return f"http://127.0.0.1:{self.port}/xapi"

    def listen(self) -> None:
        """Take connections, at the same port as before."""
        if self._server:
            return
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), connection_class(self))
        self._server.daemon_threads = True
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def refuse_connections(self) -> None:
        """Refuse connections, as a machine does on which nothing listens."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        """Shut for good."""
        self.release_event.set()
        self.refuse_connections()

    def write_requests(self) -> list[ProxyRequest]:
        """What asked to store something."""
        with self._lock:
            return [each for each in self.requests if each.method in ("POST", "PUT")]

    def record_request(self, asked: ProxyRequest) -> None:
        """Remember a request."""
        with self._lock:
            self.requests.append(asked)

    def respond(self, asked: ProxyRequest) -> ProxyResponse:
        """What the mood says, or else the LRS."""
        reply = self.behaviour(asked) if self.behaviour and asked.method != "OPTIONS" else None
        reply = reply or self.forward(asked)
        asked.status = reply.status
        return reply

    def forward(self, asked: ProxyRequest) -> ProxyResponse:
        """The LRS's own answer."""
        upstream = http.client.HTTPConnection("127.0.0.1", self.lrs_port, timeout=30)
        try:
            upstream.request(asked.method, asked.path, asked.body or None, asked.headers)
            answer = upstream.getresponse()
            headers = tuple(
                (name, value) for name, value in answer.getheaders() if name.lower() not in DROPPED_HEADERS
            )
            # With the LRS's own CORS headers among these: ours would double them.
            return ProxyResponse(answer.status, answer.read(), headers, readable=False)
        finally:
            upstream.close()

    def hold_response(self, seconds: float) -> None:
        """Keep a request waiting."""
        self.release_event.wait(seconds)


def connection_class(gate: LrsProxy) -> type[BaseHTTPRequestHandler]:
    """What serves one connection of a gate: one request, then it is closed."""

    class Connection(BaseHTTPRequestHandler):
        timeout = 60

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            names = (*FORWARDED_HEADERS, *PREFLIGHT_HEADERS)
            headers = {name: self.headers[name] for name in names if name in self.headers}
            asked = ProxyRequest(self.command, self.path, headers, self.rfile.read(length))
            gate.record_request(asked)
            reply = gate.respond(asked)
            if reply.status == 0:  # nothing that an HTTP client could read
                self.wfile.write(reply.body)
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(reply.status)
            # A page of another origin can't read Retry-After unless it is named here.
            allowed = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "Retry-After"))
            for name, value in (*reply.headers, *(allowed if reply.readable else ())):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_PUT = do_OPTIONS = do_HEAD = do_POST  # noqa: N815

        def handle(self) -> None:
            """A page that goes away in mid-answer is no fault."""
            try:
                super().handle()
            except (ConnectionError, TimeoutError, OSError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Connection
