"""The lake's locks: one export at a time, and no file merged away while a reader may still open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scormbuild.analysis.lake.layout import STATE_FOLDER
from scormbuild.errors import SettingsError
from scormbuild.file_lock import lock_file

EXPORT_LOCK, READING_LOCK = "export.lock", "reading.lock"
READING_WAIT_SECONDS = 2.0  # seconds in which files are surely merged, or read


@contextmanager
def exclusive_lock(lake: Path, name: str, wait: float = 0) -> Iterator[bool]:
    """A lock for one; False where somebody else still has it after so many seconds."""
    with lock_file(lake / STATE_FOLDER / name, wait=wait) as alone:
        yield alone


@contextmanager
def shared_lock(lake: Path, name: str, wait: float = 0) -> Iterator[bool]:
    """A lock for many; False also where there is none, as in a copy that nobody exports into."""
    with ExitStack() as stack:
        try:
            held = stack.enter_context(lock_file(lake / STATE_FOLDER / name, shared=True, wait=wait))
        except SettingsError:
            # A copy on a disk that can only be read has no file to lock, and nobody who merges in it.
            held = False
        yield held
