"""Every error that scormbuild raises, as one tree:

ScormbuildError
    SourceError       the course as written has faults; carries all of them
    PackageError      a file that was given as a package can't be read as one
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is (line and column from 1, 0 for the file as a whole), what, and the way out."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    code: str = ""

    def __str__(self) -> str:
        """`path:line:column: message`, and the hint on a line of its own."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


class ScormbuildError(Exception):
    """The root: catch this to catch all that scormbuild raises on purpose."""


class SourceError(ScormbuildError):
    """The course as written has faults, and nothing was built."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PackageError(ScormbuildError):
    """The file can't be read as a package: no zip, damaged, or larger than is safe to unpack."""
