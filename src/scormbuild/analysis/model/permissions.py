"""What somebody who asks for a report may see."""

from __future__ import annotations

from dataclasses import dataclass

MIN_COHORT_SIZE = 5  # persons: of fewer, somebody could be told apart


@dataclass(frozen=True, slots=True)
class Permissions:
    """By default an analyst's: figures and pseudonyms, no names, nobody's words."""

    names: bool = False  # may see who stands behind a pseudonym
    open_text_courses: frozenset[str] | None = frozenset()  # courses whose open text may be read; None: all
    courses: frozenset[str] | None = None  # courses that may be seen at all; None: all
    administers: bool = False
    audit_log: bool = False  # the audit log
    min_cohort_size: int = MIN_COHORT_SIZE  # figures are rounded to it; 1: they are exact

    def may_read_open_text(self, course: str) -> bool:
        """Whether the open text of a course may be read."""
        return self.may_see_course(course) and (
            self.open_text_courses is None or course in self.open_text_courses
        )

    def may_see_course(self, course: str) -> bool:
        """Whether a course may be seen at all."""
        return self.courses is None or course in self.courses
