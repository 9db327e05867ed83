"""Reports for the pages: asked one at a time of the lake, and remembered for who asks the same again."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scormbuild.dashboard.display_names import DisplayNames, read_display_names
from scormbuild.dashboard.report_request import ReportRequest, run_report, shareable_request
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.analysis.lake.state import ExportState
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.table import ReportTable

T = TypeVar("T")
CacheKey = tuple[object, ...]
MAX_CACHED_BYTES = 128 << 20  # of all sheets that are remembered, by a rough count
NAMES_KEY = "names"
ENTRY_OVERHEAD = 16_384  # bytes that even a small sheet counts for
CELL_BYTES = 32  # of a cell beside its text: a place in a row, and a share of a number or the row
POLL_SECONDS = 2.0  # seconds from one look at the lake to the next
WARM_UP_DIVISOR = 20  # of so many parts of the time, one goes into making pages ready
IDLE_SECONDS = 3600.0  # seconds after which nobody seems to look any more
MAX_AGE_SECONDS = 300.0  # seconds after which whoever looks again doesn't get what was made ready for others


class ReportCache:
    """Asks the lake in one thread, so that a page never takes more than `memory` or `threads`.

    All pages show the same state of the lake, for `refresh_seconds` or until something is asked that isn't
    remembered. After `start_warm_up`, the first page that everybody sees is made of each new state before it
    is shown.
    """

    def __init__(
        self,
        lake: Path,
        *,
        memory: str = "512MB",
        threads: int | None = None,
        refresh_seconds: float = 15.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lake, self.memory, self.threads = Path(lake), memory, threads
        self.refresh_seconds, self.monotonic = refresh_seconds, monotonic
        self.lake_states: dict[int, tuple[float, ExportState | None]] = {}
        self.entries: OrderedDict[CacheKey, Any] = OrderedDict()
        self.sizes: dict[CacheKey, int] = {}
        # One thread: so at most one DuckDB with its memory, and the dicts here need no lock.
        self.executor = ThreadPoolExecutor(1, thread_name_prefix="figures")
        self.warm_up_thread: threading.Thread | None = None
        self.closing_event = threading.Event()
        # Nobody has looked yet: what is made ready in this process is taken from those who store statements.
        self.last_visit = -math.inf

    async def run_in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Call something slow in the thread of the figures."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, work, *arguments)

    async def read_report(self, requests: ReportRequest) -> ReportTable:
        """A report."""
        return (await self.read_reports([requests]))[0]

    async def read_reports(self, requests: Sequence[ReportRequest]) -> list[ReportTable]:
        """Reports on one organisation, all of the same state of the lake."""
        self.last_visit = self.monotonic()
        return await self.run_in_thread(self._read_reports, requests)

    async def display_names(self, organisation: int) -> DisplayNames:
        """What things are called."""
        return await self.run_in_thread(self._display_names, organisation)

    async def consistent_through(self, organisation: int) -> int | None:
        """Up to when the figures go, in microseconds since 1970; None before the first statement."""
        state = await self.run_in_thread(self.lake_state, organisation)
        return (state.through or None) if state else None

    def close(self) -> None:
        """Wait for what is being asked, and forget the rest."""
        self.closing_event.set()
        self.executor.shutdown(cancel_futures=True)
        if self.warm_up_thread:
            self.warm_up_thread.join()

    def start_warm_up(self, first: Callable[[int], Sequence[ReportRequest]]) -> None:
        """Make the first page of each organisation ready: once, and then while somebody looks at pages."""
        self.warm_up_thread = threading.Thread(
            target=self._warm_up_loop, args=(first,), name="first page", daemon=True
        )
        self.warm_up_thread.start()

    def _warm_up_loop(self, first: Callable[[int], Sequence[ReportRequest]]) -> None:
        due = 0.0
        while not self.closing_event.wait(POLL_SECONDS):
            begun = self.monotonic()
            if begun < due or (self.lake_states and begun - self.last_visit > IDLE_SECONDS):
                continue
            try:
                self.executor.submit(self._warm_up, first).result()
            except Exception:  # noqa: BLE001 -- the page itself tells what is wrong, when somebody asks for it
                due = begun + self.refresh_seconds
            else:
                due = begun + WARM_UP_DIVISOR * (self.monotonic() - begun)

    def _warm_up(self, first: Callable[[int], Sequence[ReportRequest]]) -> None:
        from scormbuild.analysis.lake import state

        for lake_state in state.read_states(self.lake):
            now = self.monotonic()
            self._reports_of_state(first(lake_state.organisation), lake_state)
            self._display_names_of_state(lake_state)
            # Shown only when its first page is ready: until then, everybody sees the state before.
            self.lake_states[lake_state.organisation] = now, lake_state

    def lake_state(self, organisation: int) -> ExportState | None:
        """How far the lake is, looked at once in a while; None where there is nothing yet."""
        now = self.monotonic()
        at, lake_state = self.lake_states.get(organisation, (now, None))
        oldest = MAX_AGE_SECONDS if self.warm_up_thread else self.refresh_seconds
        empty = lake_state is None or not lake_state.through  # what comes first is to be seen at once
        return self._read_lake_state(organisation) if empty or now - at >= oldest else lake_state

    def _read_lake_state(self, organisation: int) -> ExportState | None:
        from scormbuild.analysis.lake import state

        now = self.monotonic()
        try:
            lake_state = state.read_state(self.lake, organisation)
        except SettingsError:
            lake_state = None
        self.lake_states[organisation] = now, lake_state
        return lake_state

    def _find_lake_state(self, organisation: int, *requests: object) -> ExportState | None:
        """The state in which all of this is remembered; else the one of now, as no other can be asked."""
        lake_state = self.lake_state(organisation)
        if lake_state is None or all((state_key(lake_state), each) in self.entries for each in requests):
            return lake_state
        return self._read_lake_state(organisation)

    def _read_reports(self, requests: Sequence[ReportRequest]) -> list[ReportTable]:
        from scormbuild.analysis.model.table import ReportTable

        state = self._find_lake_state(requests[0].selection.organisation, *map(shareable_request, requests))
        return (
            self._reports_of_state(requests, state)
            if state
            else [ReportTable(each.report, ()) for each in requests]
        )

    def _reports_of_state(self, requests: Sequence[ReportRequest], state: ExportState) -> list[ReportTable]:
        with ExitStack() as stack:
            opened: list[Tables] = []

            def make(each: ReportRequest) -> ReportTable:
                if not opened:
                    opened.append(self._open_tables(stack, state.organisation))
                return run_report(each, opened[0])

            return [
                self._find_or_make((state_key(state), each), lambda each=each: make(each))  # type: ignore[misc]
                for each in map(shareable_request, requests)
            ]

    def _display_names(self, organisation: int) -> DisplayNames:
        state = self._find_lake_state(organisation, NAMES_KEY)
        return self._display_names_of_state(state) if state else DisplayNames()

    def _display_names_of_state(self, state: ExportState) -> DisplayNames:
        def ask() -> DisplayNames:
            with ExitStack() as stack:
                return read_display_names(self._open_tables(stack, state.organisation), state.organisation)

        return self._find_or_make((state_key(state), NAMES_KEY), ask)

    def _open_tables(self, stack: ExitStack, organisation: int) -> Tables:
        from scormbuild.analysis.engines import duckdb

        opening = duckdb.open_tables(
            self.lake, memory=self.memory, threads=self.threads, organisation=organisation
        )
        return stack.enter_context(opening)

    def _find_or_make(self, key: CacheKey, make: Callable[[], T]) -> T:
        if key in self.entries:
            self.entries.move_to_end(key)
            lake_state: T = self.entries[key]
            return lake_state
        value = make()
        # A sheet that fills half of the room would drive out all the others.
        if (size := entry_size(value)) <= MAX_CACHED_BYTES // 2:
            self.entries[key] = value
            self.sizes[key] = size
            while sum(self.sizes.values()) > MAX_CACHED_BYTES:
                oldest, _ = self.entries.popitem(last=False)
                del self.sizes[oldest]
        return value


def state_key(state: ExportState) -> CacheKey:
    """What changes whenever the lake does."""
    # Small tables too: a new title or team changes pages without a new statement.
    return (state.organisation, state.origin, state.through, state.amended, *sorted(state.small.items()))


def entry_size(kept: Any) -> int:
    """How many bytes something that is remembered takes, roughly: an answer in it may be a long one."""
    texts = (
        getattr(kept, name, {}) for name in ("courses", "titles", "course_by_activity", "person_by_alias")
    )
    rows = (*getattr(kept, "rows", ()), *(row for each in texts for row in each.items()))
    cells = (cell for row in rows for cell in row)
    return ENTRY_OVERHEAD + sum(CELL_BYTES + (len(cell) if isinstance(cell, str) else 0) for cell in cells)
