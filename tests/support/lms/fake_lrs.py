"""Another LRS for tests: answers what it was given, also what no LRS should hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class FakeLrs:
    """All that it holds, on one page. Tests change it."""

    url: str = ""
    statements: list[Any] = field(default_factory=list)


@contextmanager
def run_fake_lrs() -> Iterator[FakeLrs]:
    """One on a port of its own."""
    lrs = FakeLrs()

    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            about = self.path.endswith("/about")
            answer = {"version": ["1.0.3"]} if about else {"statements": lrs.statements, "more": ""}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        lrs.url = f"http://127.0.0.1:{server.server_port}/xapi"
        yield lrs
        server.shutdown()
