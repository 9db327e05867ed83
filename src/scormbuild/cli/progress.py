"""A bar, or a number that grows, on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(noun: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar for what has an end: call it with how many are done, of how many."""
    if not sys.stderr.isatty():
        yield lambda _done, _expected: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (BarColumn(), MofNCompleteColumn(), TextColumn(noun), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(noun, total=None)
        yield lambda done, expected: progress.update(task, completed=done, total=expected)


@contextmanager
def progress_counter(noun: str) -> Iterator[Callable[[int, int | None], None]]:
    """A number for what has no known end: call it as a bar, with how many there are so far, of None."""
    if not sys.stderr.isatty():
        yield lambda _done, _expected: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"0 {noun}") as status:
        yield lambda done, _expected: status.update(f"{done:,} {noun}")
