"""Requests to an LMS or another LRS: polite, bounded, and tried again where that can help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from scormbuild.errors import LmsError, SettingsError

PAUSES = (1, 2, 4, 8, 16, 32)  # seconds before each new try
LONGEST_PAUSE = 120
RETRY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
TIMEOUT_SECONDS = 60
MAX_BODY_BYTES = 64 << 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Response:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; raises ValueError where it is none."""
        return json.loads(self.body)


def validate_url(url: str, *, insecure: bool = False) -> str:
    """The address without a slash at its end; raises SettingsError where others could read along."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"{url!r} is no address\n  hint: give it as https://lms.example.org")
    if parts.username or parts.password:
        raise SettingsError("the address holds a password\n  hint: leave it out; keys are read from a file")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not insecure:
        raise SettingsError(
            f"{url}: without https anybody on the way reads the key and the answers\n"
            "  hint: use https, or --insecure-http on a network of your own"
        )
    return url.rstrip("/")


class HttpClient:
    """One client: at most `rate` requests a second, growing pauses where the other side is in trouble."""

    def __init__(
        self,
        rate: float = 5,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        # It follows no redirect: the token would go wherever that leads.
        self.client = httpx.Client(timeout=timeout, headers={"User-Agent": "scormbuild"})
        self.interval = 1 / rate
        self.pause = pause
        self.clock = clock
        self.next_request = 0.0
        self.requests = 0

    def close(self) -> None:
        """Let go of connections."""
        self.client.close()

    def send(self, method: str, url: str, **options: Any) -> Response:
        """The answer to a request; raises LmsError where none comes after all tries."""
        trouble = ""
        for wait in (*PAUSES, None):
            asked: float | None = None
            try:
                answer = self.send_once(method, url, options)
            except httpx.TransportError as error:
                trouble = error_reason(error)
            else:
                if answer.status not in RETRY_STATUSES:
                    return answer
                trouble, asked = (
                    f"HTTP status {answer.status}",
                    parse_retry_after(answer.headers.get("retry-after")),
                )
            if wait is not None:
                # Retry-After counts, but not for hours: the next run comes by itself.
                self.pause(min(max(wait, asked or 0), LONGEST_PAUSE))
        raise LmsError(
            f"{url_without_query(url)}: no answer after {len(PAUSES) + 1} tries ({trouble})\n"
            "  hint: run this again later; it goes on where it was"
        )

    def send_once(self, method: str, url: str, options: Mapping[str, Any]) -> Response:
        """One try, in its turn."""
        now = self.clock()
        if now < self.next_request:
            self.pause(self.next_request - now)
        self.next_request = max(now, self.next_request) + self.interval
        self.requests += 1
        with self.client.stream(method, url, **options) as response:
            return Response(response.status_code, response.headers, read_body(response, url))


def read_body(response: httpx.Response, url: str) -> bytes:
    """The body, as long as it isn't larger than any honest answer."""
    body = bytearray()
    for part in response.iter_bytes():
        # Counted once it is unpacked: few bytes on the wire may become many.
        body += part
        if len(body) > MAX_BODY_BYTES:
            most = f"{MAX_BODY_BYTES >> 20} MiB"
            raise LmsError(
                f"{url_without_query(url)}: an answer of more than {most}\n  hint: is this the LMS?"
            )
    return bytes(body)


def url_without_query(url: str) -> str:
    """An address as it may stand in a message: without its query, where others put keys."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def error_reason(error: httpx.TransportError) -> str:
    """Why nothing came, in words."""
    if isinstance(error, httpx.TimeoutException):
        return "it takes too long"
    if isinstance(error, httpx.ConnectError):
        return "it can't be reached"
    return "the connection broke"


def parse_retry_after(retry_after: str | None) -> float | None:
    """Retry-After in seconds (RFC 9110 10.2.3); its other form, a date, is left to the growing pauses."""
    return float(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else None
