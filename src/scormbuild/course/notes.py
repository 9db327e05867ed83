"""What is noted while a course is read: faults, and the ids and links that can only be judged at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple

from scormbuild.errors import Problem

_MOST_NAMES = 24  # in one hint

LinkKind = Literal["link", "image", "video", "captions"]


class Place(NamedTuple):
    """Where something stands in a file; both count from 1."""

    line: int
    column: int


class Link(NamedTuple):
    """Something that leads out of the text, exactly as the author wrote it."""

    place: Place
    target: str
    kind: LinkKind


class Heading(NamedTuple):
    """A heading and its level: 2 for ##."""

    place: Place
    level: int


@dataclass
class Notes:
    """The notes on one file; reading goes on after a fault, so that all of them come at once."""

    path: str
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: list[tuple[Place, tuple[str, ...]]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    destination_places: dict[str, Place] = field(
        default_factory=dict
    )  # where a question says where its answer goes
    # Where Markdown keeps `[name]: address` lines, so that a directive can use those of its page.
    references: dict[str, Any] = field(default_factory=dict)

    def add_problem(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault at a place in this file."""
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))


def spelling_hint(word: str, known: Iterable[str], call_them: str = "known") -> str:
    """A hint for a misspelt word: the nearest known one, or else all of them."""
    names = list(known)
    near = get_close_matches(word.lower(), names, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    more = ["…"] if len(names) > _MOST_NAMES else []
    return f"{call_them}: {', '.join(names[:_MOST_NAMES] + more)}" if names else ""
