"""The request log: a line for each answered request, without anything that a learner or a caller wrote.

A line never holds a query string, a body, a header, an agent or a secret; of a key its first characters only.
"""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from scormbuild.lrs.http.messages import RequestLog
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.patterns import format_timestamp

# Enough to find it in the list of keys, and of no use to who reads the log.
KEY_PREFIX_LENGTH = 8
SILENCE = 60_000_000  # microseconds: who is refused a thousand times a second must not fill the disk
HTTP_METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"})
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Logs:
    """Where the lines go, as JSON objects or as text; `stream` None keeps silent."""

    def __init__(
        self,
        stream: TextIO | None,
        clock: Callable[[], int],
        level: str = "info",
        line_format: str = "json",
    ) -> None:
        self.stream = stream
        self.clock = clock
        self.level = LEVELS[level]
        self.line_format = line_format
        self.refusals: Counter[str] = Counter()  # since the last line of that kind
        self.silent_until: dict[str, int] = {}

    def log_request(self, request_log: RequestLog, seconds: float) -> None:
        """One line for one answered request."""
        level = "error" if request_log.status >= 500 else "info"
        if self.stream is None or LEVELS[level] < self.level:
            return
        line: dict[str, object] = {
            "request": request_log.id,
            "method": method_label(request_log),
            "resource": request_log.resource,
            "status": request_log.status,
            "ms": round(seconds * 1000, 2),
            "received": request_log.request_bytes,
            "sent": request_log.response_bytes,
        }
        if request_log.access:
            line["key"] = request_log.access.key[:KEY_PREFIX_LENGTH]
            line["organisation"] = request_log.access.organisation_name
        self.write_line(level, line)

    def log_refusal(self, kind: str) -> None:
        """What was refused before there was a request: a line a minute for each kind, with a count.

        `kind` is one of our own words: nothing that came from outside.
        """
        self.refusals[kind] += 1
        now = self.clock()
        if now < self.silent_until.get(kind, now):
            return
        self.silent_until[kind] = now + SILENCE
        self.write_line("warning", {"refused": kind, "times": self.refusals.pop(kind)})

    def log_failure(self, request: str, error: BaseException) -> None:
        """Where a fault of our own came from: places in the code, no values, as those can be personal."""
        self.write_line("error", {"request": request, **describe_error(error)})

    def log_warning(self, message: str) -> None:
        """Something that an administrator should look at, in words of our own."""
        self.write_line("warning", {"said": message})

    def write_line(self, level: str, line: dict[str, object]) -> None:
        """One line at once, so that lines of threads never mix."""
        if self.stream is None or LEVELS[level] < self.level:
            return
        fields = {"time": format_timestamp(self.clock()), "level": level, **line}
        if self.line_format == "json":
            text = encode_json(fields).decode()
        else:
            text = " ".join(
                [*(str(fields.pop(name)) for name in ("time", "level")), *map(format_pair, fields.items())]
            )
        with suppress(OSError, ValueError):  # a log that nobody takes any more must not stop the LRS
            self.stream.write(f"{text}\n")
            self.stream.flush()


class UvicornLogs(logging.Handler):
    """What the web server under the LRS has to say, in lines of the same form."""

    def __init__(self, logs: Logs) -> None:
        # Its warnings are about what strangers send; that is told by `log_refusal`.
        super().__init__(logging.ERROR)
        self.logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a message on; of an exception its kind and its place."""
        error = record.exc_info[1] if record.exc_info else None
        self.logs.write_line(
            "error" if error else "warning",
            # The message without its arguments: those can be a caller's address, or bytes that it sent.
            {"said": str(record.msg), **(describe_error(error) if error else {})},
        )


def describe_error(error: BaseException) -> dict[str, object]:
    """An exception without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "traceback": places}


def format_pair(item: tuple[str, object]) -> str:
    """A name and its value in a line of text."""
    return f"{item[0]}={item[1]}"


def method_label(request_log: RequestLog) -> str:
    """The method, if it is one of HTTP's: a caller may not put words of its own into log or figures."""
    return request_log.method if request_log.method in HTTP_METHODS else "OTHER"
