"""A question that is answered with a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import CHECK_OPTIONS, CheckedQuestion, check_fields
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes
from scormbuild.course.plain_text import html_to_text

_NUMBER = r"-?\d{1,9}(?:[.,]\d{1,6})?"
_RANGE = rf"({_NUMBER})\s*(?:\N{{EN DASH}}|\.\.|-)\s*({_NUMBER})"
ROOM = 12  # characters that the field takes


@dataclass(frozen=True)
class Numeric(CheckedQuestion):
    """A question, the least and the most that is right, and how that is said at the end."""

    prompt: str
    least: Decimal
    most: Decimal
    unit: str
    solution: str

    player_parts = (PlayerPart("numeric", "blocks/numeric", "startNumeric"),)
    style_parts = ("question", "check", "fields")

    @property
    def keys(self) -> tuple[str, ...]:
        """The range, as judgement.py reads it."""
        return (f"{self.least:f}:{self.most:f}",)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        return self.interaction(html_to_text(self.prompt), self.keys, "3.1415926535"[:ROOM])


def parse_numeric(directive: Directive) -> Numeric:
    """A question, and the number that is right, with a tolerance, or from one number to another."""
    options = directive.options
    text, explanation = split_quotes(directive.tokens())
    unit = options.text("unit", "")
    least, most, solution = _range(directive)
    if least > most:
        directive.add_problem(
            _("this range has its most before its least"),
            _("write %(example)s", example=_(options.examples["range"])),
        )
    return Numeric(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        least=least,
        most=most,
        unit=unit,
        solution=f"{solution} {unit}".strip(),
        **check_fields(directive, explanation),
    )


def _range(directive: Directive) -> tuple[Decimal, Decimal, str]:
    """The least and the most that is right, and how the author says it."""
    options = directive.options
    if ("answer" in options.values) == ("range" in options.values):
        directive.add_problem(
            _("a numeric has either an answer or a range"),
            _(
                "write %(example)s or %(other_example)s",
                example=_(options.examples["answer"]),
                other_example=_(options.examples["range"]),
            ),
        )
        return Decimal(0), Decimal(0), ""
    if "range" in options.values:
        written = options.match("range", _RANGE, _("two numbers with a dash between them"), "0-0")
        found = re.fullmatch(_RANGE, written, re.ASCII)
        least, most = (_decimal(each) for each in found.groups()) if found else (Decimal(0), Decimal(0))
        return least, most, written
    answer = options.match("answer", _NUMBER, _("a number"), "0")
    tolerance = _decimal(options.match("tolerance", _NUMBER, _("a number"), "0"))
    return _decimal(answer) - tolerance, _decimal(answer) + tolerance, answer


def _decimal(written: str) -> Decimal:
    found = re.fullmatch(_NUMBER, written, re.ASCII)
    return Decimal(written.replace(",", ".")) if found else Decimal(0)


NUMERIC = DirectiveType(
    parse_numeric,
    {
        "answer": ":answer: 20",
        "tolerance": ":tolerance: 5",
        "range": ":range: 20-30",
        "unit": ":unit: seconds",
        **CHECK_OPTIONS,
    },
    group="ask",
    purpose="ask for a number",
    access="a text field with its unit; a phone shows digits",
)
