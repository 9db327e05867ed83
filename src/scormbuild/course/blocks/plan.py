"""A plan: what somebody will do, when, and with whom."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.blocks.reflection import OPEN_PART
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text, shorten_text

_ROWS = 2


@dataclass(frozen=True)
class Plan(Question):
    """What it is about, and the labels of its three fields, which have ids of their own."""

    prompt: str
    what: str
    when: str
    who: str

    player_parts = (OPEN_PART, PlayerPart("plan", "blocks/plan", "startPlans"))
    style_parts = ("question", "fields")

    minimum = 1
    rows = _ROWS

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """Each field by itself."""
        prompt = html_to_text(self.prompt)
        sizes = (("what", self.what, _ROWS), ("when", self.when, 0), ("who", self.who, 1))
        return tuple(
            Interaction(
                f"{self.id}-{name}", shorten_text(f"{label} ({prompt})"), rows=rows, longest="2026-12-31"
            )
            for name, label, rows in sizes
        )


def parse_plan(directive: Directive) -> Plan:
    """What the plan is about."""
    return Plan(
        id=directive.identifier("-what", "-when", "-who"),
        prompt=directive.html("what the plan is about"),
        what=directive.option_or_default("what"),
        when=directive.option_or_default("when"),
        who=directive.option_or_default("who"),
        **question_fields(directive),
    )


PLAN = DirectiveType(
    parse_plan,
    {
        "what": mark(":what: What will you do?"),
        "when": ":when: When?",
        "who": mark(":who: With whom?"),
        **QUESTION_OPTIONS,
    },
    group="ask",
    purpose="let people make a plan with a date",
    access="two text fields and a date, each with its label",
)
