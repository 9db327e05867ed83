"""Small web sites: files from memory, on a port of their own, as any web server gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from scormbuild.preview.responses import CONTENT_TYPES


@contextmanager
def serve_files(files: Mapping[str, bytes]) -> Iterator[int]:
    """The port at which these files are; both 127.0.0.1 and localhost lead there, and are two origins."""

    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0].removeprefix("/") or "index.html"
            body = files.get(name)
            self.send_response(200 if body is not None else 404)
            self.send_header(
                "Content-Type", CONTENT_TYPES.get("." + name.rpartition(".")[2], CONTENT_TYPES[".txt"])
            )
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body or b"")

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()
