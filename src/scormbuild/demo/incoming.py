"""Statements as they are stored, asked of an LRS over HTTP as any analyst would."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

Json = dict[str, Any]
POLL_SECONDS = 0.3  # seconds between two questions


class IncomingStatements:
    """Calls `tell` with each statement once, in the order in which they were stored, as a context manager."""

    def __init__(
        self, endpoint: str, key: tuple[str, str], since: str, tell: Callable[[Json], object]
    ) -> None:
        self._endpoint, self._on_statement, self._since = endpoint, tell, since
        self._authorization = "Basic " + base64.b64encode(":".join(key).encode()).decode()
        self._closing = Event()
        self._thread = Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join()
        self._poll()  # for what came meanwhile

    def _follow(self) -> None:
        while not self._closing.wait(POLL_SECONDS):
            self._poll()

    def _poll(self) -> None:
        for statement in self._new_statements():
            self._since = statement["stored"]
            self._on_statement(statement)

    def _new_statements(self) -> Iterator[Json]:
        """All that was stored since, in that order (xAPI 1.0.3 Communication 2.1.3): the last one isn't."""
        params = {"ascending": "true", "since": self._since}
        more = f"{self._endpoint}/statements?{urlencode(params)}"
        while more:
            page = self._fetch_page(more)
            yield from page["statements"]
            # A relative IRL (xAPI 1.0.3 Data 2.5).
            more = urljoin(more, page["more"]) if page.get("more") else ""

    def _fetch_page(self, url: str) -> Json:
        headers = {"Authorization": self._authorization, "X-Experience-API-Version": "1.0.3"}
        with urlopen(Request(url, headers=headers)) as answer:  # noqa: S310 (our own LRS)
            page: Json = json.loads(answer.read())
        return page
