"""A text with gaps, for each of which a word is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.matching import PAIRS_PART, check_targets, parse_more
from scormbuild.course.blocks.question import (
    CHECK_OPTIONS,
    OPTION_KEYS,
    TARGET_KEYS,
    CheckedQuestion,
    Pairs,
    check_fields,
    shuffle,
)
from scormbuild.course.model import Interaction
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.gaps import GapText, parse_gap_text


@dataclass(frozen=True)
class PullDownGaps(CheckedQuestion):
    """A text with gaps, and the words to choose from: the right ones, and others."""

    text: GapText
    targets: Pairs  # key and word

    player_parts = (PAIRS_PART,)
    style_parts = ("question", "check", "fields")

    @property
    def keys(self) -> tuple[str, ...]:
        """Each gap with the word that belongs there."""
        keys = {word: key for key, word in self.targets}
        return tuple(
            f"{key}.{keys[gap.texts[0]]}"
            for key, gap in zip(OPTION_KEYS, self.text.gaps, strict=False)
            if gap.texts
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The words in an order that tells nothing."""
        return shuffle(self.targets, self.id)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """All gaps together are one answer."""
        options = tuple(zip(OPTION_KEYS, self.text.contexts, strict=False))
        return self.interaction(self.text.text, self.keys, ",".join(self.keys), options, self.targets)


def parse_pull_down_gaps(directive: Directive) -> PullDownGaps:
    """A text with the right words in braces, and perhaps wrong words to choose from."""
    text = parse_gap_text(directive)
    if any(len(gap.texts) > 1 for gap in text.gaps):
        directive.add_problem(
            _("a gap of pull-down-gaps has one right word"), _("write {hands}, and the wrong words in :more:")
        )
    right = [gap.texts[0] for gap in text.gaps if gap.texts]
    words = list(dict.fromkeys([*right, *parse_more(directive)]))
    check_targets(directive, words)
    return PullDownGaps(
        id=directive.identifier(),
        text=text,
        targets=tuple(zip(TARGET_KEYS, words, strict=False)),
        **check_fields(directive, text.explanation),
    )


PULL_DOWN_GAPS = DirectiveType(
    parse_pull_down_gaps,
    {"more": mark(":more: water, sand"), **CHECK_OPTIONS},
    group="ask",
    purpose="let people choose words for the gaps of a text",
    access="lists to choose from within the text, each named by its number",
)
