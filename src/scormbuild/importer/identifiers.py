"""Ids made from words: readable, the same at the next import, no two alike in a course."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from scormbuild.course.identifier import suggest_identifier

LONGEST_MADE = 40  # such as somebody can read in a table


@dataclass(slots=True)
class Identifiers:
    """Those that are taken."""

    taken: set[str] = field(default_factory=set)
    # Where the next search begins, so that ten thousand of one name take no time.
    numbers: dict[str, int] = field(default_factory=dict)

    def make(self, words: str) -> str:
        """An id from these words, cut behind a whole one; with a number where it is taken."""
        slug = suggest_identifier(words)
        if len(slug) > LONGEST_MADE:
            slug = slug[: LONGEST_MADE + 1].rpartition("-")[0] or slug[:LONGEST_MADE]
        for number in count(self.numbers.get(slug, 1)):
            made = slug if number == 1 else f"{slug}-{number}"
            if made not in self.taken:
                break
        self.numbers[slug] = number + 1
        self.taken.add(made)
        return made
