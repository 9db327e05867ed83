"""The last good build of a course folder, and the faults of a newer one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scormbuild.errors import Problem, ScormbuildError, SourceError

Build = Callable[[], Mapping[str, bytes]]
Fault = dict[str, str]
Fingerprint = dict[str, tuple[int, int]]


class Builds:
    """Built at the start, and again by `rebuild_if_changed` when a file of the folder has changed."""

    def __init__(self, build: Build, folder: Path) -> None:
        self._build, self._folder = build, folder
        self._seen: Fingerprint | None = None
        self.files: Mapping[str, bytes] = {}
        self.faults: list[Fault] = []
        self.revision = 0
        self.rebuild_if_changed()

    def rebuild_if_changed(self) -> bool:
        """Build if the folder changed since the last time; whether there is anything new to tell."""
        seen = fingerprint(self._folder)
        if seen == self._seen:
            return False
        self._seen = seen
        before = (self.files, self.faults)
        try:
            self.files, self.faults = self._build(), []
        except (ScormbuildError, OSError) as error:
            self.faults = list_faults(error)
        self.revision += self.files != before[0]
        return before != (self.files, self.faults)

    def build_info(self) -> dict[str, Any]:
        """Which build is shown, and what keeps a newer one from being shown."""
        return {"revision": self.revision, "faults": self.faults}


def list_faults(error: Exception) -> list[Fault]:
    """Each fault with its place and its way out; an error without places as one fault."""
    if isinstance(error, SourceError):
        return [
            format_fault(format_place(problem), problem.message, problem.hint) for problem in error.problems
        ]
    return [format_fault("", str(error), "")]


def format_fault(place: str, message: str, hint: str) -> Fault:
    """A fault as the panel shows it."""
    return {"place": place, "message": message, "hint": hint}


def format_place(problem: Problem) -> str:
    """Where a problem is: `path:line:column`, or only the path."""
    return f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path


def fingerprint(folder: Path) -> Fingerprint:
    """Time and size of every file; one that vanishes meanwhile is left out."""
    found: Fingerprint = {}
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue
        if path.is_file():
            found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found
