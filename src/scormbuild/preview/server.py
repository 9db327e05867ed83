"""The preview's way in: `serve_preview` for an author, `Preview` for a test. Only this machine is let in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from scormbuild.preview import responses, routes
from scormbuild.preview.builds import Build, Builds
from scormbuild.preview.events import HEARTBEAT, EventBroadcaster, format_event
from scormbuild.preview.learning_system import HOSTS, LearningSystem
from scormbuild.preview.responses import Response
from scormbuild.preview.standards import STANDARDS, Standard

ADDRESS = HOSTS[0]
POLL_SECONDS = 0.5  # seconds between two looks at the course folder
HEARTBEAT_SECONDS = 15.0  # seconds between two signs of life on a quiet event stream
LARGEST_BODY = 2**21


def serve_preview(
    build: Build,
    watch: Path,
    port: int,
    state_file: Path,
    announce: Callable[[str], None],
    behave_like: str | None = None,
    standard: str = "scorm12",
    room: int = 4096,
) -> None:
    """Show the course until the author presses Ctrl+C. OSError if the port is taken."""
    # All of it may be interrupted, also before the last line is said.
    with (
        suppress(KeyboardInterrupt),
        Preview(build, watch, state_file, port, standard=standard, room=room) as preview,
    ):
        if behave_like:
            preview.lms.set_switches({"behave-like": behave_like})
        announce(f"The course is at {preview.url} (stop with Ctrl+C)")
        for fault in preview.lms.builds.faults:
            announce(": ".join(filter(None, [fault["place"], fault["message"]])))
        Event().wait()
    announce("Stopped.")


class Preview:
    """A running preview, as a context manager: `with Preview(build, folder, file) as lms: lms.url`."""

    def __init__(
        self,
        build: Build,
        watch: Path,
        state_file: Path,
        port: int = 0,
        poll: float = POLL_SECONDS,
        *,
        standard: str = "scorm12",
        room: int = 4096,
    ) -> None:
        row = STANDARDS[standard]
        self.lms = row.open(Builds(build, watch), EventBroadcaster(), standard, room, state_file)
        self._server = PreviewServer(port, row, self.lms)
        self._poll = poll
        self._closing = Event()
        self._threads = [
            Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
            Thread(target=self._watch, daemon=True),
        ]

    @property
    def url(self) -> str:
        """Where the LMS page is; ends in a slash."""
        return f"http://{ADDRESS}:{self._server.server_port}/"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        # First, so that pages which listen see the stream end: nobody waits for the threads that write it.
        self.lms.events.close()
        self._server.shutdown()
        for thread in self._threads:
            thread.join()
        self._server.server_close()

    def _watch(self) -> None:
        while not self._closing.wait(self._poll):
            if self.lms.builds.rebuild_if_changed():
                self.lms.events.send_event("build", self.lms.builds.build_info())


class PreviewServer(ThreadingHTTPServer):
    """One thread for each request; none of them outlives the preview."""

    daemon_threads = True

    def __init__(self, port: int, standard: Standard, lms: LearningSystem) -> None:
        self.standard, self.lms = standard, lms
        super().__init__((ADDRESS, port), Connection)
        self.hosts = {f"{name}:{self.server_port}" for name in HOSTS}
        lms.port = self.server_port


class Connection(BaseHTTPRequestHandler):
    """One request, one connection: one that is dropped on purpose takes nothing else with it."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "scormbuild", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer all methods alike."""
        self.close_connection = True
        refusal = self._error_response()
        if refusal:
            self._send(refusal)
        elif self.path == "/events":
            self._stream_events()
        else:
            self._respond()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_GET  # noqa: N815

    def _error_response(self) -> Response | None:
        """Another site may reach this port by a name of its own (DNS rebinding): its Host gives it away."""
        if self.headers.get("Host") not in self.server.hosts:
            return responses.text_response(421, "This address is not the preview's.")
        origin = self.headers.get("Origin")
        if origin and urlsplit(origin).netloc not in self.server.hosts:
            return responses.text_response(403, "This page is not the preview's.")
        # A picture or link elsewhere sends no Origin (Fetch Metadata). To open the LMS's page is no harm.
        foreign = not origin and self.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if foreign and self.path != "/":
            return responses.text_response(403, "Another page asked for this: type the address instead.")
        return None

    def _respond(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return self._send(responses.text_response(413, "That is too much."))
        address = urlsplit(self.path)
        request = routes.Request(
            method=self.command.replace("HEAD", "GET"),
            path=unquote(address.path),
            query=dict(parse_qsl(address.query, keep_blank_values=True)),
            body=self.rfile.read(int(length)),
            target=self.path,
            host=self.headers.get("Host", ""),
            authorization=self.headers.get("Authorization", ""),
        )
        answer = routes.route_request(self.server.lms, self.server.standard.routes, request)
        if answer and answer.status == 200 and "Range" in self.headers:
            answer = responses.range_response(answer, self.headers["Range"])
        return self._send(answer) if answer else None

    def _send(self, answer: Response) -> None:
        self._send_head(
            answer.status, (*answer.headers, ("Content-Length", str(len(answer.body)))), answer.type
        )
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _send_head(self, status: int, headers: tuple[tuple[str, str], ...], kind: str) -> None:
        self.send_response(status)
        same = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Connection", "close"))
        for name, value in (("Content-Type", kind), *headers, *same):
            self.send_header(name, value)
        self.end_headers()

    def _stream_events(self) -> None:
        """News until the page or the preview goes away, beginning with how things stand."""
        lms = self.server.lms
        self._send_head(200, (), "text/event-stream")
        with lms.events.subscribe() as queue:
            now = format_event("build", lms.builds.build_info()) + format_event(
                "switches", lms.switches.as_dict()
            )
            message: bytes | None = now
            try:
                while message is not None:
                    self.wfile.write(message)
                    try:
                        message = queue.get(timeout=HEARTBEAT_SECONDS)
                    except Empty:
                        message = HEARTBEAT
            except OSError:
                return  # the page has gone

    def handle(self) -> None:
        """A page that goes away in mid-answer is no fault."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the panel shows what happens."""
