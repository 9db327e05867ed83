"""What all questions share: the options of their directives, and what these say."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TypedDict

from scormbuild.course.model import Destination
from scormbuild.course.pages.fence import Directive

QUESTION_OPTIONS = {"optional": ":optional: true", "answers": ":answers: both"}
SIZE_OPTIONS = {"minimum": ":minimum: 10", "rows": ":rows: 6"}  # of open questions
# A choice response has one character for each option, with commas between: SCORM 1.2 has 0 to 9 and a to z.
OPTION_KEYS = ascii_lowercase  # by place; an LMS records them


class QuestionFields(TypedDict):
    """What every question is built with, beside its id."""

    optional: bool
    answers: Destination


def question_fields(directive: Directive) -> QuestionFields:
    """Whether it may be left open, and where its answer goes."""
    return {"optional": directive.options.flag("optional"), "answers": directive.destination()}
