"""A statement, and how far a learner agrees."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import text_and_list
from scormbuild.course.pages.prose import tokens_to_text
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Opinion(Question):
    """A statement and a scale of 2 to 9 labels, from least to most."""

    prompt: str
    labels: tuple[str, ...]

    player_parts = (PlayerPart("opinion", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        # A likert response is one character in SCORM 1.2: the steps are numbered, and nine at most.
        options = tuple((str(number), label) for number, label in enumerate(self.labels, 1))
        return (Interaction(self.id, html_to_text(self.prompt), options, longest=str(len(options))),)


def parse_opinion(directive: Directive) -> Opinion:
    """A statement, and the labels of its scale from least to most."""
    text, found = text_and_list(directive)
    labels = tuple(tokens_to_text(item) for item in found)
    if found and not (2 <= len(labels) <= 9 and all(labels)):
        directive.add_problem(
            _("a scale has 2 to 9 labels, none empty; this one has %(number)s", number=len(labels)),
            _("leave the list out for the usual five"),
        )
    usual = directive.defaults["opinion"]
    return Opinion(
        id=directive.identifier(),
        prompt=directive.html("the statement", text),
        labels=labels or tuple(usual),
        **question_fields(directive),
    )


OPINION = DirectiveType(
    parse_opinion,
    QUESTION_OPTIONS,
    group="ask",
    purpose="ask how far people agree",
    access="radio buttons in a group with the question as its name",
)
