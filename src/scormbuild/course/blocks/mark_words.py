"""A text in which words are to be marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from scormbuild.catalogue import _
from scormbuild.course.blocks.choice import Option, choice_interaction
from scormbuild.course.blocks.question import CHECK_OPTIONS, OPTION_KEYS, CheckedQuestion, check_fields
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes
from scormbuild.course.pages.marks import cut_at_marks, split_prompt
from scormbuild.course.plain_text import html_to_text

_WORD = re.compile(r"\[(?P<right>[xX]\s+)?(?P<words>[^\[\]]*)\]")


@dataclass(frozen=True)
class MarkWords(CheckedQuestion):
    """A text with words that can be marked: these, and the HTML around them, one piece more than words."""

    prompt: str
    pieces: tuple[str, ...]
    options: tuple[Option, ...]

    player_parts = (PlayerPart("choice", "blocks/choice", "startChoice"),)
    style_parts = ("question", "check", "mark-words")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        prompt = html_to_text(self.prompt)
        return (choice_interaction(self.id, prompt, self.options, several=True, retries=self.retries),)


def parse_mark_words(directive: Directive) -> MarkWords:
    """What to mark, and below it a text with the words that can be, in brackets."""
    tokens, explanation = split_quotes(directive.tokens())
    prompt, text = split_prompt(tokens, _WORD)
    pieces, marks = cut_at_marks(text, _WORD)
    options = tuple(
        Option(key, escape(mark.found["words"].strip()), correct=bool(mark.found["right"]), feedback="")
        for key, mark in zip(OPTION_KEYS, marks, strict=False)
    )
    if not 2 <= len(marks) <= len(OPTION_KEYS):
        directive.add_problem(
            _(
                "a mark-words has 2 to %(most)s words that can be marked, not %(number)s",
                most=len(OPTION_KEYS),
                number=len(marks),
            ),
            _("write [x right] or [wrong] around them"),
        )
    elif not any(option.correct for option in options) or not all(option.html for option in options):
        directive.add_problem(_("this mark-words has no right word, or an empty one"), _("write [x right]"))
    return MarkWords(
        id=directive.identifier(),
        prompt=directive.html("what is to be marked", prompt),
        pieces=tuple(pieces),
        options=options,
        **check_fields(directive, explanation),
    )


MARK_WORDS = DirectiveType(
    parse_mark_words,
    CHECK_OPTIONS,
    group="ask",
    purpose="let people mark words in a text",
    access="checkboxes within the text",
)
