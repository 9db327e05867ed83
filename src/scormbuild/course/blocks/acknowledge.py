"""Something that a learner says to have read or done."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Acknowledge(Question):
    """ "I have read it": what was read, and the words beside the box to tick."""

    what: str
    label: str

    player_parts = (PlayerPart("acknowledge", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        return (Interaction(self.id, html_to_text(self.what)),)


def parse_acknowledge(directive: Directive) -> Acknowledge:
    """What is to be read or done, and the words beside the box."""
    return Acknowledge(
        id=directive.identifier(),
        what=directive.html("what is to be read or done"),
        label=directive.options.text("label", str(directive.defaults["acknowledge"])),
        **question_fields(directive),
    )


ACKNOWLEDGE = DirectiveType(
    parse_acknowledge,
    {"label": mark(":label: I have read this"), **QUESTION_OPTIONS},
    group="ask",
    purpose="let people say that they have read something",
    access="a checkbox",
)
