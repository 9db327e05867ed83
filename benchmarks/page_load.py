"""What a learner's browser fetches, and how long it shows nothing: the webcare course in Chromium.

Without brakes for requests and bytes; the first paint also at 1.6 Mbit/s, 150 ms and a CPU four times slower.
"""

from __future__ import annotations

import gzip
import http.server
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from support.chromium import launch_chromium  # noqa: E402 (the browser as the tests start it)

COURSE = ROOT / "content/webcare"
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) done(entry.startTime);
}).observe({ type: 'paint', buffered: true }))"""
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


UNREACHABLE_LRS = LrsEndpoint(
    "https://lrs.example.org/xapi", "sb_key", "secret"
)  # asked long after the first paint


def measure_opening(lrs: LrsEndpoint | None = None, runs: int = 5) -> dict[str, float]:
    """Requests, bytes (all, gzipped, script), and the median first contentful paint in ms, fast and slow."""
    files = build_course(COURSE, lrs).files
    with serve_files(files) as (address, log), launch_chromium() as browser:
        first_paint(browser, address, slow=False)
        asked = list(log)  # all of it, also what the package doesn't have
        return {
            "requests": len(asked),
            "bytes": sum(len(files.get(name, b"")) for name in asked),
            "gzip": sum(len(gzip.compress(files.get(name, b""), 9)) for name in asked),
            "script": sum(len(files[name]) for name in asked if name.endswith(".js")),
            "paint": statistics.median(first_paint(browser, address, slow=False) for _ in range(runs)),
            "slow paint": statistics.median(first_paint(browser, address, slow=True) for _ in range(runs)),
        }


def first_paint(browser: Browser, address: str, *, slow: bool) -> float:
    """Milliseconds from the start of navigation to the first contentful paint, with nothing in the cache."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    if slow:
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    time = page.evaluate(FIRST_PAINT)
    context.close()
    return float(time)


@contextmanager
def serve_files(files: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """The files on a free port, uncompressed, and the names that were asked for."""
    log: list[str] = []

    class Files(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            log.append(name)
            content = files.get(name, b"")
            self.send_response(200 if name in files else 404)
            self.send_header("Content-Type", TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal for each request."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html", log
    server.shutdown()


if __name__ == "__main__":
    for title, told in (("without an LRS", None), ("with an LRS", UNREACHABLE_LRS)):
        print(title)
        for name, figure in measure_opening(told).items():
            print(f"  {name:12} {figure:10,.0f}")
