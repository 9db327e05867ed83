"""A question that is answered with a word or a few."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import CHECK_OPTIONS, CheckedQuestion, check_fields
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.accepted_texts import AcceptedTexts, parse_accepted
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes, text_and_list
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.prose import tokens_to_text
from scormbuild.course.plain_text import html_to_text

FIELDS_PART = PlayerPart("fill-in", "blocks/fields", "startFields")
TEXT_OPTIONS = {"typos": ":typos: true", **CHECK_OPTIONS}
_BOX = re.compile(r"\[[xX]\]\s+(?P<words>.+)")


@dataclass(frozen=True)
class FillIn(CheckedQuestion):
    """A question and the words that answer it."""

    prompt: str
    accepted: AcceptedTexts

    player_parts = (FIELDS_PART,)
    style_parts = ("question", "check", "fields")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        longest = self.accepted.sample(self.id)
        return self.interaction(html_to_text(self.prompt), (self.accepted.key,), longest)


def parse_fill_in(directive: Directive) -> FillIn:
    """A question, and a list of what is right."""
    tokens, explanation = split_quotes(directive.tokens())
    text, items = text_and_list(directive, tokens)
    words = " | ".join(_words(directive, item) for item in items)
    accepted = parse_accepted(words, typos=directive.options.flag("typos"))
    if not accepted.texts:
        directive.add_problem(
            _("this fill-in has no right word"), _("write a list of them: - [x] word | other word")
        )
    return FillIn(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        accepted=accepted,
        **check_fields(directive, explanation),
    )


def _words(directive: Directive, item: Sequence[Token]) -> str:
    found = _BOX.fullmatch(tokens_to_text(item))
    if not found:
        directive.add_problem(
            _("what is right in a fill-in stands behind a box"), _("write - [x] word | other word")
        )
    return found["words"] if found else "-"


FILL_IN = DirectiveType(
    parse_fill_in,
    TEXT_OPTIONS,
    group="ask",
    purpose="let people fill in a word",
    access="a text field; what is right is said in words",
)
