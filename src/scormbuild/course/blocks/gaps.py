"""A text with gaps to fill in."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.blocks.fill_in import FIELDS_PART, TEXT_OPTIONS
from scormbuild.course.blocks.question import CheckedQuestion, check_fields
from scormbuild.course.model import Interaction
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.gaps import GapText, parse_gap_text


@dataclass(frozen=True)
class Gaps(CheckedQuestion):
    """A text with gaps, each with the words that are right there."""

    text: GapText

    player_parts = (FIELDS_PART,)
    style_parts = ("question", "check", "fields")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """All gaps together are one answer."""
        gaps = self.text.gaps
        longest = ",".join(gap.sample(f"{self.id} {number}") for number, gap in enumerate(gaps))
        return self.interaction(self.text.text, [gap.key for gap in gaps], longest)


def parse_gaps(directive: Directive) -> Gaps:
    """A text with the right words in braces."""
    text = parse_gap_text(directive, typos=directive.options.flag("typos"))
    return Gaps(id=directive.identifier(), text=text, **check_fields(directive, text.explanation))


GAPS = DirectiveType(
    parse_gaps,
    TEXT_OPTIONS,
    group="ask",
    purpose="let people fill in the gaps of a text",
    access="text fields within the text, each named by its number",
)
