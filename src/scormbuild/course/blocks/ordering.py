"""Steps to put in order."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import (
    CHECK_OPTIONS,
    OPTION_KEYS,
    CheckedQuestion,
    Pairs,
    check_fields,
    shuffle,
)
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, split_quotes, text_and_list
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Ordering(CheckedQuestion):
    """Steps in the right order, by key and HTML."""

    prompt: str
    steps: Pairs

    player_parts = (PlayerPart("sequencing", "blocks/ordering", "startOrdering"),)
    style_parts = ("question", "check", "ordering")

    @property
    def keys(self) -> tuple[str, ...]:
        """The right order."""
        return tuple(key for key, _ in self.steps)

    @property
    def shuffled_steps(self) -> list[tuple[str, str]]:
        """As a learner finds them."""
        return shuffle(self.steps, self.id)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple((key, html_to_text(html)) for key, html in self.steps)
        return self.interaction(html_to_text(self.prompt), self.keys, ",".join(self.keys), options)


def parse_ordering(directive: Directive) -> Ordering:
    """A question, and a list in the right order."""
    tokens, explanation = split_quotes(directive.tokens())
    text, items = text_and_list(directive, tokens)
    html = [item_html(item) for item in items]
    if not (2 <= len(html) <= len(OPTION_KEYS) and all(html)):
        directive.add_problem(
            _(
                "an ordering has 2 to %(most)s steps, none empty; this one has %(number)s",
                most=len(OPTION_KEYS),
                number=len(html),
            ),
            _("write them in the right order, each as 1. words"),
        )
    return Ordering(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        steps=tuple(zip(OPTION_KEYS, html, strict=False)),
        **check_fields(directive, explanation),
    )


ORDERING = DirectiveType(
    parse_ordering,
    CHECK_OPTIONS,
    group="ask",
    purpose="let people put steps in order",
    access="a button up and a button down at each step; where it went is said",
)
