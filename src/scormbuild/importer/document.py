"""What a file holds, whatever its form was: HTML, media, and what is to be told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import html

# What somebody is told: what was made of what, what was only guessed, what didn't come along.
Outcome = Literal["made", "guessed", "left"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("made", "guessed", "left")
# The element that stands for a directive of ours; its options are its attributes, with a `data-` in front.
DIRECTIVE: Final = "directive"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the import did or didn't do, with the place in the file that somebody gave."""

    outcome: Outcome
    place: str  # such as "line 12", or "“What stands out…”"
    text: str


@dataclass(slots=True)
class Document:
    """A file as HTML: `body` holds blocks, one after another."""

    body: html.HtmlElement
    title: str = ""
    description: str = ""
    language: str = ""
    credits: list[tuple[str, str]] = field(default_factory=list)  # role and name
    media: dict[str, bytes] = field(default_factory=dict)  # by name in the folder media/
    findings: list[Finding] = field(default_factory=list)

    def tell(self, outcome: Outcome, element: html.HtmlElement, text: str) -> None:
        """Note what was done with a block."""
        self.findings.append(Finding(outcome, place_of(element), text))


def parse_body(text: str) -> html.HtmlElement:
    """Blocks from HTML; never a whole page."""
    return html.fragment_fromstring(text, create_parent="body")


def text_of(element: html.HtmlElement) -> str:
    """What somebody reads in a block, blanks joined."""
    return " ".join("".join(element.itertext()).split())


def place_of(element: html.HtmlElement) -> str:
    """A line where the form has lines; else the first words of the block."""
    for each in (element, *element.iterdescendants()):
        if line := each.get("data-line"):
            return f"line {line}"
    words = text_of(element)
    return f"“{words[:40].rstrip()}{'…' if len(words) > 40 else ''}”"


def make_directive(name: str, *body: html.HtmlElement, **options: str) -> html.HtmlElement:
    """A directive with these options, its body from these blocks."""
    made = html.Element(
        DIRECTIVE, {"data-name": name, **{f"data-option-{key}": value for key, value in options.items()}}
    )
    made.extend(body)
    return made


def directive_options(element: html.HtmlElement) -> Mapping[str, str]:
    """The options of a directive, in the order in which they were given."""
    start = "data-option-"
    return {key.removeprefix(start): value for key, value in element.attrib.items() if key.startswith(start)}
