"""A course as values: frozen, in the author's order, all text that a reader sees already HTML."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import ClassVar, Literal, NamedTuple

from scormbuild.question_kinds import KINDS_BY_FORM

Requirement = Literal["all", "none"]
Finish = Literal["auto", "button"]
# Frappe LMS counts a course of SCORM 1.2 as done at `passed` only.
LessonStatus = Literal["completed", "passed"]
# Moodle's usual grading gives 0 to who finishes without a score; `completion` gives them 100.
Grade = Literal["score", "completion", "none"]
# Where many use one device, nothing may stay in its browser once the tab is closed.
Device = Literal["own", "shared"]
# Those that a theme chooses from; "" is what player/style/core.css has where no theme says it.
Font = Literal["", "system", "serif", "atkinson"]
Corner = Literal["", "none", "small", "round"]
Width = Literal["", "narrow", "normal", "wide"]
# What somebody is called in statements where no LMS says who it is.
Learner = Literal["ask", "anonymous"]
Destination = Literal["both", "lms", "receiver", "nowhere"]
# What authors write for each. Outlines, players and statements say "receiver" since the first version.
DESTINATION_WORDS: dict[str, Destination] = {
    "both": "both",
    "lms": "lms",
    "lrs": "receiver",
    "nowhere": "nowhere",
}
MOST_PAGES_WITHOUT_SEARCH = 10
OFF_LMS = ("receiver", "nowhere")  # the LMS learns only that such a question was answered


@dataclass(frozen=True)
class CompletionRule:
    """When a learner is done: pages seen, questions answered, and at least this score (percent).

    `finish` says whether that ends it or a button does; `report`, what an LMS is told without a score.
    """

    pages: Requirement = "all"
    questions: Requirement = "all"
    score: int | None = None
    finish: Finish = "auto"
    report: LessonStatus = "completed"


@dataclass(frozen=True)
class Credit:
    """Somebody who made the course possible: a role ("Auteur"), a name, optionally a web or mail address."""

    role: str
    name: str
    link: str = ""


@dataclass(frozen=True)
class Theme:
    """How a course looks: colours as #rrggbb for the light and the dark scheme, and what a house style says.

    `logo` and `cover` are paths in the package, `style` is the theme's own sheet; "" leaves it as it is.
    """

    accent: str = "#0b5f73"
    accent_dark: str = "#7cc9dd"
    paper: str = "#ffffff"
    paper_dark: str = "#14181a"
    ink: str = "#1b2427"
    ink_dark: str = "#e6ebed"
    font: Font = ""
    heading_font: Font = ""
    corner: Corner = ""
    width: Width = ""
    logo: str = ""
    organisation: str = ""  # whose logo it is: its alternative text
    cover: str = ""
    style: str = ""


@dataclass(frozen=True)
class Certificate:
    """A page to print for who is done: a sentence of the author's, and who signs."""

    text: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class LrsEndpoint:
    """Where statements go, and the key that everybody who takes the course can read in the package."""

    url: str
    key: str
    secret: str = field(repr=False)

    @property
    def origin(self) -> str:
        """What a page must be allowed to reach: scheme, host and port (RFC 6454)."""
        return "/".join(self.url.split("/", 3)[:3])


@dataclass(frozen=True)
class Privacy:
    """Who reads the answers and for how long they are kept, in plain words, and whom to ask about it."""

    readers: str
    keep: str
    contact: str = ""


class PlayerPart(NamedTuple):
    """A part of the player: its name in `startCourse`, its module, its function."""

    name: str
    module: str
    function: str


class Interaction(NamedTuple):
    """One thing that is answered, as SCORM and xAPI know it; texts as a reader sees them, without HTML."""

    id: str
    prompt: str
    options: tuple[tuple[str, str], ...] = ()  # key and text
    keys: tuple[str, ...] = ()  # of the right options, or of all that are to be ticked
    minimum: int = 1  # words of an open answer
    rows: int = 0  # of the box of an open answer
    longest: str = "t"  # the longest answer, but for an open one
    targets: tuple[tuple[str, str], ...] = ()  # what the options are laid at, key and text
    leads: tuple[tuple[str, str], ...] = ()  # of a path: key of an option, and the scene that it leads to


class Block:
    """What a page is made of; each has a module in course/blocks, and a template of its name."""

    player_parts: ClassVar[tuple[PlayerPart, ...]] = ()
    style_parts: ClassVar[tuple[str, ...]] = ()  # in player/style/blocks
    minutes: ClassVar[float] = 0  # that it takes beside reading it
    is_film: ClassVar[bool] = False
    # Of its fields those with running text, in which terms of the glossary are explained.
    explained: ClassVar[tuple[str, ...]] = ()

    @property
    def needs_player(self) -> bool:
        """Whether its parts of the player have something to do."""
        return True

    @property
    def children(self) -> tuple[Block, ...]:
        """The blocks that stand in it."""
        return ()

    @property
    def style_rules(self) -> tuple[str, ...]:
        """Rules that no other block needs, such as for the place of something in it."""
        return ()

    @property
    def frame_source(self) -> str:
        """The origin whose page it may show in a frame; "" when it shows none."""
        return ""

    def walk(self) -> Iterator[Block]:
        """Itself, and all that stands in it, in a reader's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def name(self) -> str:
        """The name of its directive and its template: DosDonts is "dos-donts"."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()


def block_texts(value: object) -> Iterator[str]:
    """All text of a block, of what it holds too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from block_texts(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from block_texts(getattr(value, each.name))


@dataclass(frozen=True)
class Text(Block):
    """Headings, lists, tables, images, paragraphs: Markdown as HTML."""

    html: str

    explained = ("html",)


@dataclass(frozen=True)
class Question(Block, ABC):
    """A block that is answered. Its name is its form; QUESTION_KINDS says which kind that is."""

    id: str
    optional: bool = field(kw_only=True)
    answers: Destination = field(default="both", kw_only=True)

    @property
    def kind(self) -> str:
        """The kind, which says how it is answered."""
        return KINDS_BY_FORM[self.name]

    @property
    @abstractmethod
    def interactions(self) -> tuple[Interaction, ...]:
        """What is answered: one thing, of most questions."""


@dataclass(frozen=True)
class Term:
    """An entry of the glossary: its forms, the first of which is its name, and what it means."""

    names: tuple[str, ...]
    html: str
    text: str  # the meaning without any marks


@dataclass(frozen=True)
class Page:
    """One step of the course. `path` is where it was written, for messages."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    path: str = ""
    style_parts: tuple[str, ...] = ()  # that its running text needs, whichever block it is in
    after: tuple[str, ...] = ()  # the pages that must be done before it opens
    role: str = ""  # the one role that it is for; "" is everyone

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """Its blocks, and those that stand in them."""
        return tuple(each for block in self.blocks for each in block.walk())

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked here, wherever it stands."""
        return tuple(block for block in self.all_blocks if isinstance(block, Question))


@dataclass(frozen=True)
class Course:
    """All of a course. `media` maps a path in the package to the file's bytes."""

    id: str
    title: str
    language: str
    version: str
    description: str
    completion: CompletionRule
    credits: tuple[Credit, ...]
    licence: str
    theme: Theme
    pages: tuple[Page, ...] = ()
    media: dict[str, bytes] = field(default_factory=dict)
    iri: str = ""
    lrs: LrsEndpoint | None = None
    privacy: Privacy | None = None
    grade: Grade = "score"
    device: Device = "own"
    learner: Learner = "anonymous"
    room: int = 0  # characters of the state that the LMS keeps; 0 until a target says so
    targets: tuple[str, ...] = ()
    certificate: Certificate | None = None
    search: bool | None = None  # None: by the number of pages
    cover: str | None = ""  # the path of its picture; "" for a pattern, None for no cover
    duration: int = 0  # minutes, as its author says; 0 for an estimate
    glossary: tuple[Term, ...] = ()

    @property
    def has_cover(self) -> bool:
        """Whether it opens with a cover, which of one page would only be in the way."""
        return self.cover is not None and len(self.pages) > 1

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which a learner meets them."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def has_search(self) -> bool:
        """Whether learners can search in it: what is short is found without."""
        return len(self.pages) > MOST_PAGES_WITHOUT_SEARCH if self.search is None else self.search

    @property
    def has_data_outside_lms(self) -> bool:
        """Whether the player must know a second destination: an LRS, or words that the LMS never sees."""
        return self.lrs is not None or any(question.answers in OFF_LMS for question in self.questions)

    @property
    def is_private(self) -> bool:
        """Whether no answer leaves the device."""
        return {self.destination(question) for question in self.questions} == {"nowhere"}

    def destination(self, question: Question) -> Destination:
        """Where an answer goes now: what is for an LRS stays on the device until there is one."""
        waits = question.answers == "receiver" and self.lrs is None
        return "nowhere" if waits else question.answers
