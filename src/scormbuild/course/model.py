"""A course as values: frozen, in the author's order, all text that a reader sees already HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Requirement = Literal["all", "none"]
Finish = Literal["auto", "button"]
LessonStatus = Literal["completed", "passed"]
Grade = Literal["score", "completion", "none"]
Device = Literal["own", "shared"]
Destination = Literal["both", "lms", "receiver", "nowhere"]
OFF_LMS = ("receiver", "nowhere")  # the LMS learns only that such a question was answered
SUSPEND_DATA_LIMIT = (
    4096  # characters that every LMS keeps (SCORM 1.2 Run-Time Environment, cmi.suspend_data: CMIString4096)
)


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
    """Colours as #rrggbb: the accent on white, and the accent on the dark scheme's near-black."""

    accent: str = "#0b5f73"
    accent_dark: str = "#7cc9dd"


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


@dataclass(frozen=True)
class Text:
    """Headings, lists, tables, images, paragraphs: Markdown as HTML."""

    html: str


@dataclass(frozen=True)
class Callout:
    """A box that stands out."""

    kind: Literal["note", "tip", "warning", "example"]
    title: str
    html: str


@dataclass(frozen=True)
class Post:
    """A message on social media, as a reader would see it."""

    author: str
    network: str
    when: str
    html: str


@dataclass(frozen=True)
class Video:
    """A film: on YouTube (an 11-character id), or a local mp4 with captions and a transcript."""

    id: str
    title: str
    youtube: str
    file: str
    captions: str
    transcript: str


@dataclass(frozen=True)
class DosDonts:
    """Two lists side by side, each with a heading; the items are HTML."""

    dos_title: str
    donts_title: str
    dos: tuple[str, ...]
    donts: tuple[str, ...]


@dataclass(frozen=True)
class Reflection:
    """An open question. `minimum` is in words."""

    id: str
    prompt: str
    hint: str
    minimum: int
    rows: int
    optional: bool
    answers: Destination = "both"


@dataclass(frozen=True)
class Contrast:
    """Two open answers to one prompt, a wrong one and a good one; afterwards `points` to compare them by.

    The answers have ids of their own: `<id>-wrong` and `<id>-good`.
    """

    id: str
    prompt: str
    wrong: str
    good: str
    points: str
    minimum: int
    rows: int
    optional: bool
    answers: Destination = "both"


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. Its key (a, b, c …) is what an LMS records."""

    key: str
    html: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Choice:
    """A question with one or several right options, and how often a learner may try again."""

    id: str
    prompt: str
    options: tuple[Option, ...]
    several: bool
    retries: int
    optional: bool
    answers: Destination = "both"


@dataclass(frozen=True)
class Opinion:
    """A statement and a scale of 2 to 9 labels, from least to most."""

    id: str
    prompt: str
    labels: tuple[str, ...]
    optional: bool
    answers: Destination = "both"


@dataclass(frozen=True)
class Acknowledge:
    """ "I have read it": what was read, and the words beside the box to tick."""

    id: str
    what: str
    label: str
    optional: bool
    answers: Destination = "both"


@dataclass(frozen=True)
class Checklist:
    """Things to tick off; at most 26, keyed a to z."""

    id: str
    prompt: str
    items: tuple[str, ...]
    optional: bool
    answers: Destination = "both"


Question = Reflection | Contrast | Choice | Opinion | Acknowledge | Checklist
Block = Text | Callout | Post | Video | DosDonts | Question


@dataclass(frozen=True)
class Page:
    """One step of the course. `path` is where it was written, for messages."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    path: str = ""


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
    pages: tuple[Page, ...]
    media: dict[str, bytes] = field(default_factory=dict)
    iri: str = ""
    lrs: LrsEndpoint | None = None
    privacy: Privacy | None = None
    grade: Grade = "score"
    device: Device = "own"
    room: int = SUSPEND_DATA_LIMIT

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which a learner meets them."""
        return tuple(block for page in self.pages for block in page.blocks if isinstance(block, Question))

    @property
    def has_data_outside_lms(self) -> bool:
        """Whether the player must know more than one road: a receiver, or words that the LMS never sees."""
        return self.lrs is not None or any(question.answers in OFF_LMS for question in self.questions)

    @property
    def is_private(self) -> bool:
        """Whether no answer leaves the device."""
        return {self.destination(question) for question in self.questions} == {"nowhere"}

    def destination(self, question: Question) -> Destination:
        """Where an answer goes now: what is for a receiver stays on the device until there is one."""
        waits = question.answers == "receiver" and self.lrs is None
        return "nowhere" if waits else question.answers
