"""Two open answers to one prompt, to be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, SIZE_OPTIONS, question_fields
from scormbuild.course.blocks.reflection import OPEN_PART
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html
from scormbuild.course.plain_text import html_to_text, shorten_text


@dataclass(frozen=True)
class Contrast(Question):
    """Two open answers to one prompt, a wrong one and a good one; afterwards `points` to compare them by.

    The answers have ids of their own: `<id>-wrong` and `<id>-good`.
    """

    prompt: str
    wrong: str
    good: str
    points: str
    minimum: int
    rows: int

    player_parts = (OPEN_PART, PlayerPart("contrast", "blocks/contrast", "startContrasts"))
    style_parts = ("question", "contrast")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The wrong answer and the good one."""
        prompt = html_to_text(self.prompt)
        return tuple(
            Interaction(
                f"{self.id}-{side}",
                shorten_text(f"{label}: {prompt}"),
                minimum=self.minimum,
                rows=self.rows,
            )
            for side, label in (("wrong", self.wrong), ("good", self.good))
        )


def parse_contrast(directive: Directive) -> Contrast:
    """Two open answers to one prompt; a line `---` parts the prompt from the points to look for."""
    options, lines = directive.options, directive.fence.body.split("\n")
    # Looked for before Markdown reads it: a line of hyphens below text would make a heading of that text.
    line = next((number for number, text in enumerate(lines) if re.fullmatch(r"-{3,}\s*", text)), None)
    if line is None:
        directive.add_problem(
            _("this contrast has no points to look for"), _("write them below the prompt, after a line ---")
        )
    cut = len(lines) if line is None else line
    prompt = directive.tokens("\n".join(lines[:cut]))
    points = directive.tokens("\n".join(lines[cut + 1 :]), directive.fence.first + cut + 1)
    return Contrast(
        id=directive.identifier("-wrong", "-good"),
        prompt=directive.html("the prompt", prompt),
        wrong=directive.option_or_default("wrong"),
        good=directive.option_or_default("good"),
        points=render_html(points) if line is None else directive.html("the part after ---", points),
        minimum=options.number("minimum", 1, 500, 1),
        rows=options.number("rows", 2, 20, 4),
        **question_fields(directive),
    )


CONTRAST = DirectiveType(
    parse_contrast,
    {
        "wrong": mark(":wrong: The worst answer"),
        "good": mark(":good: The best answer"),
        **SIZE_OPTIONS,
        **QUESTION_OPTIONS,
    },
    group="ask",
    purpose="let people write a bad answer and a good one",
    access="two text fields, each with its label, and a button that compares",
)
