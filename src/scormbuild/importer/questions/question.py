"""A question as other systems have it: a kind, a prompt, answers with their share of the points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from lxml import html

Kind = Literal[
    "choice",
    "true-false",
    "fill-in",
    "numeric",
    "matching",
    "ordering",
    "gaps",
    "pull-down-gaps",
    "reflection",
    "text",  # asks nothing
]


@dataclass(slots=True)
class Answer:
    """One answer. Of a pair `match` is what belongs to it; of a number it is how far off one may be."""

    text: html.HtmlElement
    share: float = 0.0  # of the points: 1 is wholly right
    feedback: html.HtmlElement | None = None
    match: str = ""


@dataclass(slots=True)
class Question:
    """One question; a gap stands in its prompt as words between braces."""

    kind: Kind
    prompt: html.HtmlElement
    answers: list[Answer] = field(default_factory=list)
    name: str = ""
    several: bool = False  # whether more than one answer can be chosen
    explanation: html.HtmlElement | None = None
    more: list[str] = field(default_factory=list)  # wrong words to choose from
    place: str = ""
    told: list[str] = field(default_factory=list)  # what a reader had to guess


class QuestionError(Exception):
    """That no directive asks this, and why; its words are kept."""


def gap_words(words: Iterable[str]) -> str:
    """A gap as it stands in a prompt, with what is right there."""
    plain = (" ".join(re.sub(r"[{}|*]", " ", each).split()) for each in words)
    return f"{{{'|'.join(dict.fromkeys(each for each in plain if each))}}}"
