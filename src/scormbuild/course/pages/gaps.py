"""A text with gaps, which authors write as the words that belong there: `{hands|fingers}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.pages.accepted_texts import AcceptedTexts, parse_accepted
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes
from scormbuild.course.pages.markdown import render_html
from scormbuild.course.pages.marks import cut_at_marks, split_prompt
from scormbuild.course.plain_text import html_to_text

MOST_GAPS = 26
_GAP = re.compile(r"\{(?P<words>[^{}]*)\}")
_CONTEXT_WORDS = 4


@dataclass(frozen=True)
class GapText:
    """What is asked, the HTML around the gaps (one piece more than gaps), what belongs in each, and why."""

    prompt: str
    pieces: tuple[str, ...]
    gaps: tuple[AcceptedTexts, ...]
    explanation: str

    @property
    def text(self) -> str:
        """The text on one line, with an ellipsis for each gap."""
        return html_to_text("…".join(self.pieces))

    @property
    def contexts(self) -> tuple[str, ...]:
        """The words before each gap, by which an analyst knows it."""
        texts = (html_to_text("…".join(self.pieces[:number]), 10**6) for number in range(1, len(self.pieces)))
        return tuple(f"{' '.join(each.split()[-_CONTEXT_WORDS:]).lstrip('… ')} …".strip() for each in texts)


def parse_gap_text(directive: Directive, *, typos: bool = False) -> GapText:
    """A text with at least one gap; what stands above its first paragraph with a gap is the question."""
    name = directive.fence.name.text
    tokens, explanation = split_quotes(directive.tokens())
    prompt, text = split_prompt(tokens, _GAP)
    pieces, marks = cut_at_marks(text, _GAP)
    gaps = [parse_accepted(mark.found["words"], typos=typos) for mark in marks]
    for mark, gap in zip(marks, gaps, strict=True):
        if not gap.texts:
            directive.notes.add_problem(
                mark.place,
                _("this gap is empty"),
                _("write the words that belong there: {hands} or {hands|fingers}"),
            )
    if not 1 <= len(gaps) <= MOST_GAPS:
        directive.add_problem(
            _(
                "a %(name)s has 1 to %(most)s gaps, not %(number)s",
                name=name,
                most=MOST_GAPS,
                number=len(gaps),
            ),
            _("write a gap as {hands} or {hands|fingers}"),
        )
    return GapText(render_html(prompt), tuple(pieces), tuple(gaps), explanation)
