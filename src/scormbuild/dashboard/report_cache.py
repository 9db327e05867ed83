"""Reports for the pages: asked one at a time of the lake, and remembered for who asks the same again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scormbuild.dashboard.names import Named, names
from scormbuild.dashboard.report_request import Question, made, modest
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.analysis.lake.state import State
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.table import Sheet

T = TypeVar("T")
Key = tuple[object, ...]
ROOM = 400_000  # rows of all sheets that are remembered
NAMES = "names"
EACH = 50  # rows that even a small sheet counts for
STEP = 2.0  # seconds from one look at the lake to the next
PART = 20  # of so many parts of the time, one goes into making pages ready
ABSENT = 3600.0  # seconds after which nobody seems to look any more
OLDEST = 300.0  # seconds after which whoever looks again doesn't get what was made ready for others


class Figures:
    """Asks the lake in one thread, so that a page never takes more than `memory` or `threads`.

    All pages show the same state of the lake, for `patience` seconds or until something is asked that isn't
    remembered. With `watch`, the first page that everybody sees is made of each new state before it is shown.
    """

    def __init__(
        self,
        lake: Path,
        *,
        memory: str = "512MB",
        threads: int | None = None,
        patience: float = 15.0,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lake, self.memory, self.threads = Path(lake), memory, threads
        self.patience, self.timer = patience, timer
        self.looked: dict[int, tuple[float, State | None]] = {}
        self.kept: OrderedDict[Key, Any] = OrderedDict()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="figures")
        self.watching: threading.Thread | None = None
        self.closing = threading.Event()
        self.visited = timer()

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Call something slow in the thread of the figures."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, *arguments)

    async def sheet(self, asked: Question) -> Sheet:
        """A report."""
        return (await self.sheets([asked]))[0]

    async def sheets(self, asked: Sequence[Question]) -> list[Sheet]:
        """Reports on one organisation, all of the same state of the lake."""
        self.visited = self.timer()
        return await self.run(self._sheets, asked)

    async def named(self, organisation: int) -> Named:
        """What things are called."""
        return await self.run(self._named, organisation)

    async def through(self, organisation: int) -> int | None:
        """Up to when the figures go, in microseconds since 1970; None before the first statement."""
        state = await self.run(self.state, organisation)
        return (state.through or None) if state else None

    def close(self) -> None:
        """Wait for what is being asked, and forget the rest."""
        self.closing.set()
        self.thread.shutdown(cancel_futures=True)
        if self.watching:
            self.watching.join()

    def watch(self, first: Callable[[int], Sequence[Question]]) -> None:
        """Make the first page of each organisation ready whenever the lake has grown."""
        self.watching = threading.Thread(target=self._watch, args=(first,), name="first page", daemon=True)
        self.watching.start()

    def _watch(self, first: Callable[[int], Sequence[Question]]) -> None:
        due = 0.0
        while not self.closing.wait(STEP):
            begun = self.timer()
            if begun < due or (self.looked and begun - self.visited > ABSENT):
                continue
            try:
                self.thread.submit(self._advance, first).result()
            except Exception:  # noqa: BLE001 -- the page itself tells what is wrong, when somebody asks for it
                due = begun + self.patience
            else:
                due = begun + PART * (self.timer() - begun)

    def _advance(self, first: Callable[[int], Sequence[Question]]) -> None:
        from scormbuild.analysis.lake import state

        for found in state.states(self.lake):
            now = self.timer()
            self._asked(first(found.organisation), found)
            self._names(found)
            self.looked[found.organisation] = now, found

    def state(self, organisation: int) -> State | None:
        """How far the lake is, looked at once in a while; None where there is nothing yet."""
        now = self.timer()
        at, found = self.looked.get(organisation, (now, None))
        oldest = OLDEST if self.watching else self.patience
        empty = found is None or not found.through  # what comes first is to be seen at once
        return self._look(organisation) if empty or now - at >= oldest else found

    def _look(self, organisation: int) -> State | None:
        from scormbuild.analysis.lake import state

        now = self.timer()
        try:
            found = state.read(self.lake, organisation)
        except SettingsError:
            found = None
        self.looked[organisation] = now, found
        return found

    def _knowing(self, organisation: int, *asked: object) -> State | None:
        """The state in which all of this is remembered; else the one of now, as no other can be asked."""
        found = self.state(organisation)
        if found is None or all((version(found), each) in self.kept for each in asked):
            return found
        return self._look(organisation)

    def _sheets(self, asked: Sequence[Question]) -> list[Sheet]:
        from scormbuild.analysis.model.table import Sheet

        state = self._knowing(asked[0].selection.organisation, *map(modest, asked))
        return self._asked(asked, state) if state else [Sheet(each.report, ()) for each in asked]

    def _asked(self, asked: Sequence[Question], state: State) -> list[Sheet]:
        with ExitStack() as stack:
            opened: list[Tables] = []

            def make(each: Question) -> Sheet:
                if not opened:
                    opened.append(self._open(stack, state.organisation))
                return made(each, opened[0])

            return [
                self._remembered((version(state), each), lambda each=each: make(each))  # type: ignore[misc]
                for each in map(modest, asked)
            ]

    def _named(self, organisation: int) -> Named:
        state = self._knowing(organisation, NAMES)
        return self._names(state) if state else Named()

    def _names(self, state: State) -> Named:
        def ask() -> Named:
            with ExitStack() as stack:
                return names(self._open(stack, state.organisation), state.organisation)

        return self._remembered((version(state), NAMES), ask)

    def _open(self, stack: ExitStack, organisation: int) -> Tables:
        from scormbuild.analysis.engines import duckdb

        opening = duckdb.opened(
            self.lake, memory=self.memory, threads=self.threads, organisation=organisation
        )
        return stack.enter_context(opening)

    def _remembered(self, key: Key, make: Callable[[], T]) -> T:
        if key in self.kept:
            self.kept.move_to_end(key)
            found: T = self.kept[key]
            return found
        made = make()
        if size(made) <= ROOM // 2:
            self.kept[key] = made
            while sum(map(size, self.kept.values())) > ROOM:
                self.kept.popitem(last=False)
        return made


def version(state: State) -> Key:
    """What changes whenever the lake does."""
    return (state.organisation, state.origin, state.through, state.amended, *sorted(state.small.items()))


def size(kept: Any) -> int:
    """How many rows something that is remembered counts for."""
    return EACH + len(getattr(kept, "rows", ()))
