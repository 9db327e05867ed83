"""A question with options, of which some are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scormbuild.course.blocks.question import (
    OPTION_KEYS,
    QUESTION_OPTIONS,
    option_keys,
    question_fields,
    take_key,
)
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, item_place, text_and_list
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.course.plain_text import html_to_text

_BOX = re.compile(r"\[(?P<mark>[ xX])\](?:\s+|$)")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. Its key (a, b, c …) is what an LMS records."""

    key: str
    html: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Choice(Question):
    """A question with one or several right options, and how often a learner may try again."""

    prompt: str
    options: tuple[Option, ...]
    several: bool
    retries: int

    player_parts = (PlayerPart("choice", "blocks/choice", "startChoice"),)
    style_parts = ("question", "options", "check", "choice")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        keys = [option.key for option in self.options if option.correct]
        options = tuple((option.key, html_to_text(option.html)) for option in self.options)
        return (
            Interaction(
                self.id,
                html_to_text(self.prompt),
                options,
                # In the order of the boxes, as the player lists what is ticked: the two are compared as text.
                tuple(sorted(keys)),
                # The state has the number of tries behind the keys, which nothing else is told.
                longest=f"{','.join(keys)} {self.retries + 1}",
            ),
        )


def parse_choice(directive: Directive) -> Choice:
    """A question and its options, of which at least one is right."""
    text, found = text_and_list(directive)
    written = [_option(directive, item) for item in found]
    keys = option_keys(directive, [option.key for option in written])
    options = tuple(replace(option, key=key) for option, key in zip(written, keys, strict=True))
    right = sum(option.correct for option in options)
    if not 2 <= len(found) <= len(OPTION_KEYS):
        directive.add_problem(
            f"a choice has 2 to {len(OPTION_KEYS)} options, not {len(found)}",
            "write each as - [ ] wrong, or - [x] right",
        )
    elif not right:
        directive.add_problem("this choice has no right option", "mark at least one with - [x]")
    return Choice(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        options=options,
        several=right > 1,
        retries=directive.options.number("retries", 0, 9, 1),
        **question_fields(directive),
    )


def _option(directive: Directive, item: Sequence[Token]) -> Option:
    """One option: `[x]` or `[ ]`, perhaps its letter, its words, and perhaps quotes that are its feedback."""
    blocks = list(split_blocks(item))
    place = item_place(item, directive)
    feedback = [token for block in blocks if block[0].type == "blockquote_open" for token in block[1:-1]]
    text = [token for block in blocks if block[0].type != "blockquote_open" for token in block]
    # markdown-it's tokens are flat: a paragraph is its opening, the token with its words, its closing.
    first = text[1].children if len(text) > 1 and text[0].tag == "p" else None
    box = _BOX.match(first[0].content) if first and first[0].type == "text" else None
    if first and box:
        first[0].content = first[0].content[box.end() :]
    key = take_key(directive, text, place)
    html = item_html(text)
    if not box:
        directive.notes.add_problem(
            place, "an option starts with a box", "write - [x] when it is right, - [ ] when it is wrong"
        )
    elif not html:
        directive.notes.add_problem(place, "this option is empty", "write its words after the box")
    return Option(key, html, bool(box and box["mark"] != " "), render_html(feedback))


CHOICE = DirectiveType(
    parse_choice,
    {"retries": ":retries: 1", **QUESTION_OPTIONS},
    group="ask",
    purpose="ask a question with right answers",
)
