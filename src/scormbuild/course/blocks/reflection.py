"""An open question."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, SIZE_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text

OPEN_PART = PlayerPart("open", "blocks/open", "startOpen")


@dataclass(frozen=True)
class Reflection(Question):
    """An open question. `minimum` is in words."""

    prompt: str
    hint: str
    minimum: int
    rows: int

    player_parts = (OPEN_PART,)
    style_parts = ("question",)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        prompt = html_to_text(self.prompt)
        return (Interaction(self.id, prompt, minimum=self.minimum, rows=self.rows),)


def parse_reflection(directive: Directive) -> Reflection:
    """An open question."""
    options = directive.options
    return Reflection(
        id=directive.identifier(),
        prompt=directive.html("the question"),
        hint=options.text("hint", ""),
        minimum=options.number("minimum", 1, 500, 1),
        rows=options.number("rows", 2, 20, 4),
        **question_fields(directive),
    )


REFLECTION = DirectiveType(
    parse_reflection,
    {"hint": mark(":hint: Think of your own work"), **SIZE_OPTIONS, **QUESTION_OPTIONS},
    group="ask",
    purpose="let people write",
    access="a text field with the question as its name",
)
