"""What all questions share: the options of their directives, and what these say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase
from typing import TypedDict

from scormbuild.course.model import Destination
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token

QUESTION_OPTIONS = {"optional": ":optional: true", "answers": ":answers: both"}
SIZE_OPTIONS = {"minimum": ":minimum: 10", "rows": ":rows: 6"}  # of open questions
# A choice response has one character for each option, with commas between: SCORM 1.2 has 0 to 9 and a to z.
OPTION_KEYS = ascii_lowercase  # by place, unless an author says otherwise; an LMS records them
_GIVEN_KEY = re.compile(r"\{#(?P<key>[^{}\s]*)\}(?:\s+|$)")


class QuestionFields(TypedDict):
    """What every question is built with, beside its id."""

    optional: bool
    answers: Destination


def question_fields(directive: Directive) -> QuestionFields:
    """Whether it may be left open, and where its answer goes."""
    return {"optional": directive.options.flag("optional"), "answers": directive.destination()}


def take_key(directive: Directive, item: Sequence[Token], place: Place) -> str:
    """The key that an author gives an option, `{#d}` before its words, which is taken out; "" for none."""
    first = item[1].children if len(item) > 1 and item[0].tag == "p" else None
    given = _GIVEN_KEY.match(first[0].content) if first and first[0].type == "text" else None
    if not first or not given:
        return ""
    first[0].content = first[0].content[given.end() :]
    if re.fullmatch("[a-z0-9]", given["key"]):
        return given["key"]
    directive.notes.add_problem(
        place,
        f"'{given['key']}' can't be the letter of an option",
        "write one of a to z and 0 to 9, as in {#d}: an LMS has room for one",
    )
    return ""


def option_keys(directive: Directive, given: Sequence[str]) -> list[str]:
    """The keys of all options: those given, and for the others the letters that are left, in order."""
    for key in sorted({key for key in given if key and given.count(key) > 1}):
        directive.add_problem(f"two options have the letter '{key}'", "give one of them another")
    return fill_keys(given)


def fill_keys(given: Sequence[str]) -> list[str]:
    """The keys, where "" stands for the first letter that nobody was given."""
    rest = (key for key in OPTION_KEYS if key not in given)
    return [key or next(rest, "") for key in given]
