"""A question with options, of which some are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import (
    CHECK_OPTIONS,
    OPTION_KEYS,
    option_keys,
    question_fields,
    take_key,
)
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, item_place, split_quotes, text_and_list
from scormbuild.course.pages.markdown import Token
from scormbuild.course.plain_text import html_to_text

_BOX = re.compile(r"\[(?P<mark>[ xX])\](?:\s+|$)")
_PICTURE = re.compile(r'(?P<start><img src="[^"]*" )alt="(?P<alt>[^"]*)"(?P<end>[^>]*>)')


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
    pictures: bool = False  # shown as cards

    player_parts = (PlayerPart("choice", "blocks/choice", "startChoice"),)
    style_parts = ("question", "options", "check", "choice")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        prompt = html_to_text(self.prompt)
        return (
            choice_interaction(self.id, prompt, self.options, several=self.several, retries=self.retries),
        )


def choice_interaction(
    id: str, prompt: str, options: Sequence[Option], *, several: bool, retries: int
) -> Interaction:
    """What is answered by choosing among options."""
    every = [option.key for option in options]
    return Interaction(
        id,
        prompt,
        tuple((option.key, html_to_text(option.html)) for option in options),
        # Sorted, as the player lists what is ticked: the two are compared as text.
        tuple(sorted(option.key for option in options if option.correct)),
        # The state has the number of tries behind the keys, which nothing else is told.
        longest=f"{','.join(every if several else every[:1])} {retries + 1}",
    )


def parse_choice(directive: Directive) -> Choice:
    """A question and its options, of which at least one is right."""
    text, found = text_and_list(directive)
    options = parse_options(directive, found)
    pictures = directive.options.flag("pictures") or all(map(is_picture, options))
    return Choice(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        options=tuple(map(with_caption, options)) if pictures else options,
        several=sum(option.correct for option in options) > 1,
        retries=directive.options.number("retries", 0, 9, 1),
        pictures=pictures and bool(options),
        **question_fields(directive),
    )


def parse_options(directive: Directive, items: Sequence[Sequence[Token]]) -> tuple[Option, ...]:
    """The options of a list, each with its letter; at least one must be right."""
    name = directive.fence.name.text
    written = [_option(directive, item) for item in items]
    keys = option_keys(directive, [option.key for option in written])
    options = tuple(replace(option, key=key) for option, key in zip(written, keys, strict=True))
    if not 2 <= len(items) <= len(OPTION_KEYS):
        directive.add_problem(
            _(
                "a %(name)s has 2 to %(most)s options, not %(number)s",
                name=name,
                most=len(OPTION_KEYS),
                number=len(items),
            ),
            _("write each as - [ ] wrong, or - [x] right"),
        )
    elif not any(option.correct for option in options):
        directive.add_problem(
            _("this %(name)s has no right option", name=name), _("mark at least one with - [x]")
        )
    return options


def is_picture(option: Option) -> bool:
    """Whether a picture is all that there is of it."""
    return _PICTURE.fullmatch(option.html) is not None


def with_caption(option: Option) -> Option:
    """A picture alone gets its alternative text as words beneath it, which are then read out once."""
    found = _PICTURE.fullmatch(option.html)
    if not found:
        return option
    html = f'{found["start"]}alt=""{found["end"]}<span>{found["alt"]}</span>'
    return replace(option, html=html)


def _option(directive: Directive, item: Sequence[Token]) -> Option:
    """One option: `[x]` or `[ ]`, perhaps its letter, its words, and perhaps quotes that are its feedback."""
    place = item_place(item, directive)
    text, feedback = split_quotes(item)
    # markdown-it's tokens are flat: a paragraph is its opening, the token with its words, its closing.
    first = text[1].children if len(text) > 1 and text[0].tag == "p" else None
    box = _BOX.match(first[0].content) if first and first[0].type == "text" else None
    if first and box:
        first[0].content = first[0].content[box.end() :]
    key = take_key(directive, text, place)
    html = item_html(text)
    if not box:
        directive.notes.add_problem(
            place, _("an option starts with a box"), _("write - [x] when it is right, - [ ] when it is wrong")
        )
    elif not html:
        directive.notes.add_problem(place, _("this option is empty"), _("write its words after the box"))
    return Option(key, html, bool(box and box["mark"] != " "), feedback)


CHOICE = DirectiveType(
    parse_choice,
    {"pictures": ":pictures: true", **CHECK_OPTIONS},
    group="ask",
    purpose="ask a question with right answers",
    access="radio buttons or checkboxes in a group; what is right is said in words",
)
