"""The request log: a line for each answered request, without anything that a learner or a caller wrote.

A line never holds a query string, a body, a header, an agent or a secret; of a key its first characters only.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from scormbuild.lrs.http.messages import Exchange
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.patterns import timestamp_text

KEY_SHOWN = 8
METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"})
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Logs:
    """Where the lines go, as JSON objects or as text; `stream` None keeps silent."""

    def __init__(
        self,
        stream: TextIO | None,
        clock: Callable[[], int],
        level: str = "info",
        form: str = "json",
    ) -> None:
        self.stream = stream
        self.clock = clock
        self.level = LEVELS[level]
        self.form = form

    def request(self, exchange: Exchange, seconds: float) -> None:
        """One line for one answered request."""
        level = "error" if exchange.status >= 500 else "info"
        if self.stream is None or LEVELS[level] < self.level:
            return
        line: dict[str, object] = {
            "request": exchange.id,
            "method": method(exchange),
            "resource": exchange.resource,
            "status": exchange.status,
            "ms": round(seconds * 1000, 2),
            "received": exchange.received,
            "sent": exchange.sent,
        }
        if exchange.access:
            line["key"] = exchange.access.key[:KEY_SHOWN]
            line["organisation"] = exchange.access.organisation_name
        self.write(level, line)

    def failure(self, request: str, error: BaseException) -> None:
        """Where a fault of our own came from: places in the code, no values, as those can be personal."""
        self.write("error", {"request": request, **told(error)})

    def write(self, level: str, line: dict[str, object]) -> None:
        """One line at once, so that lines of threads never mix."""
        if self.stream is None or LEVELS[level] < self.level:
            return
        whole = {"time": timestamp_text(self.clock()), "level": level, **line}
        if self.form == "json":
            text = encode(whole).decode()
        else:
            text = " ".join(
                [*(str(whole.pop(name)) for name in ("time", "level")), *map(pair, whole.items())]
            )
        with suppress(OSError, ValueError):  # a log that nobody takes any more must not stop the receiver
            self.stream.write(f"{text}\n")
            self.stream.flush()


class Forwarding(logging.Handler):
    """What the web server under the receiver has to say, in lines of the same form."""

    def __init__(self, logs: Logs) -> None:
        super().__init__(logging.WARNING)
        self.logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a message on; of an exception its kind and its place."""
        error = record.exc_info[1] if record.exc_info else None
        self.logs.write(
            "error" if error else "warning", {"said": str(record.msg), **(told(error) if error else {})}
        )


def told(error: BaseException) -> dict[str, object]:
    """An exception without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "traceback": places}


def pair(item: tuple[str, object]) -> str:
    """A name and its value in a line of text."""
    return f"{item[0]}={item[1]}"


def method(exchange: Exchange) -> str:
    """The method, if it is one of HTTP's: a caller may not put words of its own into log or figures."""
    return exchange.method if exchange.method in METHODS else "OTHER"
