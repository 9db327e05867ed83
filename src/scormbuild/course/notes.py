"""What is noted while a course is read: faults, and the ids and links that can only be judged at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from scormbuild.course.typography import Marks
from scormbuild.errors import Problem

LinkKind = Literal["link", "image", "video", "captions", "audio", "file"]


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
    marks: Marks | None = field(default=None, kw_only=True)  # of the language of what learners read in it
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: list[tuple[Place, tuple[str, ...]]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    destination_places: dict[str, Place] = field(
        default_factory=dict
    )  # where a question says where its answer goes
    page_places: dict[str, Place] = field(default_factory=dict)  # of what a page says at its top, by key
    # Where Markdown keeps `[name]: address` lines, so that a directive can use those of its page.
    references: dict[str, Any] = field(default_factory=dict)
    # Of footnotes, by label: the place and tokens of the text, and in order how often it is referred to.
    footnote_texts: dict[str, tuple[Place, list[Any]]] = field(default_factory=dict)
    footnotes: dict[str, int] = field(default_factory=dict)
    style_parts: set[str] = field(default_factory=set)  # sheets that running text needs

    @property
    def page(self) -> str:
        """The id of the page that the file is."""
        return self.path.removeprefix("pages/").removesuffix(".md")

    def add_problem(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault at a place in this file."""
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))
