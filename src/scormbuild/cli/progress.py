"""A bar, or a number that grows, on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(noun: str, *, after: float = 0) -> Iterator[Callable[[int, int | None], None]]:
    """A bar for what has an end: call it with how many are done, of how many.

    What is over within `after` seconds shows none.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _expected: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (BarColumn(), MofNCompleteColumn(), TextColumn(noun), TimeRemainingColumn())
    progress = Progress(*shown, console=Console(stderr=True), transient=True)
    task, begin = progress.add_task(noun, total=None), time.monotonic() + after

    def advance(done: int, expected: int | None) -> None:
        if time.monotonic() >= begin:
            progress.start()  # again does nothing
        progress.update(task, completed=done, total=expected)

    if not after:
        progress.start()
    try:
        yield advance
    finally:
        progress.stop()


@contextmanager
def progress_counter(noun: str) -> Iterator[Callable[[int, int | None], None]]:
    """A number for what has no known end: call it as a bar, with how many there are so far, of None."""
    if not sys.stderr.isatty():
        yield lambda _done, _expected: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"0 {noun}") as status:
        yield lambda done, _expected: status.update(f"{done:,} {noun}")
