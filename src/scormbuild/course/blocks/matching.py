"""Things that belong together, to be brought together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.question import (
    CHECK_OPTIONS,
    OPTION_KEYS,
    TARGET_KEYS,
    CheckedQuestion,
    Pairs,
    check_fields,
    shuffle,
)
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes, text_and_list
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.marks import cut_at_marks
from scormbuild.course.plain_text import html_to_text

PAIRS_PART = PlayerPart("matching", "blocks/pairs", "startPairs")
_EQUALS = re.compile(r"\s=\s")


@dataclass(frozen=True)
class PairedQuestion(CheckedQuestion):
    """A question that lays each of some things at one of some others; `keys` are the right pairs."""

    prompt: str
    rows: Pairs  # key and HTML of what is laid
    targets: Pairs  # key and text of what it is laid at
    keys: tuple[str, ...]

    player_parts = (PAIRS_PART,)
    style_parts = ("question", "check", "fields", "pairs")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The targets in an order that tells nothing."""
        return shuffle(self.targets, self.id)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The pairs together are one answer."""
        options = tuple((key, html_to_text(html)) for key, html in self.rows)
        prompt, longest = html_to_text(self.prompt), ",".join(self.keys)
        return self.interaction(prompt, self.keys, longest, options, self.targets)


class Matching(PairedQuestion):
    """Pairs: what stands left, and what belongs to it."""


def parse_matching(directive: Directive) -> Matching:
    """A question, and a list of pairs."""
    tokens, explanation = split_quotes(directive.tokens())
    text, items = text_and_list(directive, tokens)
    pairs = [_pair(directive, item) for item in items]
    if not 2 <= len(pairs) <= len(OPTION_KEYS):
        directive.add_problem(
            _(
                "a matching has 2 to %(most)s pairs, not %(number)s",
                most=len(OPTION_KEYS),
                number=len(pairs),
            ),
            _("write each as - left = right"),
        )
    # Of two that are alike, neither may be the wrong one.
    words = list(dict.fromkeys([*(right for _, right in pairs), *parse_more(directive)]))
    check_targets(directive, words)
    targets = tuple(zip(TARGET_KEYS, words, strict=False))
    places = {word: key for key, word in targets}
    return Matching(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        rows=tuple((key, left) for key, (left, _) in zip(OPTION_KEYS, pairs, strict=False)),
        targets=targets,
        keys=tuple(
            f"{key}.{places.get(right, '')}" for key, (_, right) in zip(OPTION_KEYS, pairs, strict=False)
        ),
        **check_fields(directive, explanation),
    )


def _pair(directive: Directive, item: Sequence[Token]) -> tuple[str, str]:
    """What stands left, as HTML, and what stands right, as text."""
    pieces, _marks = cut_at_marks([token for token in item if token.type == "inline"], _EQUALS, most=1)
    left, right = (pieces[0].strip(), html_to_text(pieces[1])) if len(pieces) == 2 else ("", "")
    if not (left and right):
        place = Place(item[0].map[0], 1) if item and item[0].map else directive.fence.place
        directive.notes.add_problem(
            place, _("this is no pair"), _("write - left = right, with a blank on both sides of the =")
        )
    return left, right


def parse_more(directive: Directive) -> list[str]:
    """Wrong words to choose from, beside the right ones."""
    return [word for each in directive.options.text("more", "").split(",") if (word := each.strip())]


def check_targets(directive: Directive, words: Sequence[str]) -> None:
    """Note too few or too many things to choose from."""
    if not 2 <= len(words) <= len(TARGET_KEYS):
        directive.add_problem(
            _(
                "there are 2 to %(most)s things to choose from, not %(number)s",
                most=len(TARGET_KEYS),
                number=len(words),
            ),
            _("write more of them, or wrong ones in :more: one, another"),
        )


MATCHING = DirectiveType(
    parse_matching,
    {"more": mark(":more: one, another"), **CHECK_OPTIONS},
    group="ask",
    purpose="let people match what belongs together",
    access="a list to choose from at each thing, named by it",
)
