"""What somebody who asks for a report may see."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 5  # persons: a smaller group could be told apart


@dataclass(frozen=True, slots=True)
class Rights:
    """By default an analyst's: figures and pseudonyms, no names, nobody's words."""

    names: bool = False  # may see who stands behind a pseudonym
    words: frozenset[str] | None = frozenset()  # courses whose open text may be read; None: all
    courses: frozenset[str] | None = None  # courses that may be seen at all; None: all
    administers: bool = False
    trail: bool = False  # the audit trail
    least: int = LEAST  # smaller groups are not shown in figures

    def reads(self, course: str) -> bool:
        """Whether the open text of a course may be read."""
        return self.sees(course) and (self.words is None or course in self.words)

    def sees(self, course: str) -> bool:
        """Whether a course may be seen at all."""
        return self.courses is None or course in self.courses
