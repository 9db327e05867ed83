"""Several statements with one scale."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, text_and_list
from scormbuild.course.plain_text import html_to_text

_MOST_ROWS = 20


@dataclass(frozen=True)
class OpinionMatrix(Question):
    """Statements, each answered by itself: its id ends in its suffix."""

    prompt: str
    rows: tuple[tuple[str, str], ...]  # suffix and HTML
    labels: tuple[str, ...]

    player_parts = (PlayerPart("opinion", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options", "opinion-matrix")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """One for each statement."""
        options = tuple((f"{number}", label) for number, label in enumerate(self.labels, 1))
        return tuple(
            Interaction(f"{self.id}-{suffix}", html_to_text(html), options, longest=f"{len(options)}")
            for suffix, html in self.rows
        )


def parse_opinion_matrix(directive: Directive) -> OpinionMatrix:
    """What is asked of all, and a list of statements."""
    text, items = text_and_list(directive)
    html = [item_html(item) for item in items]
    if not (2 <= len(html) <= _MOST_ROWS and all(html)):
        directive.add_problem(
            _(
                "an opinion-matrix has 2 to %(most)s statements, none empty; this one has %(number)s",
                most=_MOST_ROWS,
                number=len(html),
            ),
            _("write each as - words"),
        )
    suffixes = _suffixes(directive, len(html))
    return OpinionMatrix(
        id=directive.identifier(*(f"-{suffix}" for suffix in suffixes)),
        prompt=directive.html("what is asked", text),
        rows=tuple(zip(suffixes, html, strict=False)),
        labels=_labels(directive),
        **question_fields(directive),
    )


def _suffixes(directive: Directive, number: int) -> list[str]:
    """What the ids of the statements end in: their numbers, or what the author says."""
    usual = [f"{place}" for place in range(1, number + 1)]
    given = re.findall(r"[^,\s]+", directive.options.text("ids", ",".join(usual)))
    if len(set(given)) != number or not all(re.fullmatch("[a-z0-9]{1,20}", each) for each in given):
        directive.add_problem(
            _("'ids' names each of the %(number)s statements once, with a-z and 0-9", number=number),
            _("write %(example)s", example=_(directive.options.examples["ids"])),
        )
        return usual
    return given


def _labels(directive: Directive) -> tuple[str, ...]:
    usual = ", ".join(directive.defaults["opinion"])
    labels = tuple(each.strip() for each in directive.options.text("scale", usual).split(","))
    if not (2 <= len(labels) <= 9 and all(labels)):
        directive.add_problem(
            _("a scale has 2 to 9 labels, none empty; this one has %(number)s", number=len(labels)),
            _("write %(example)s", example=_(directive.options.examples["scale"])),
        )
    return labels


OPINION_MATRIX = DirectiveType(
    parse_opinion_matrix,
    {"scale": mark(":scale: never, sometimes, always"), "ids": mark(":ids: time, tools"), **QUESTION_OPTIONS},
    group="ask",
    purpose="ask how far people agree with several statements",
    access="a group for each statement, with its radio buttons",
)
