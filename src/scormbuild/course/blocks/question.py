"""What all questions share: the options of their directives, and what these say."""

from __future__ import annotations

import re
from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from string import ascii_lowercase
from typing import TypedDict, TypeVar

from scormbuild.catalogue import _
from scormbuild.course.model import Destination, Interaction, Question
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token

QUESTION_OPTIONS = {"optional": ":optional: true", "answers": ":answers: both"}
SIZE_OPTIONS = {"minimum": ":minimum: 10", "rows": ":rows: 6"}  # of open questions
CHECK_OPTIONS = {"retries": ":retries: 1", **QUESTION_OPTIONS}  # of those that are right or wrong
# A choice response has one character for each option, with commas between: SCORM 1.2 has 0 to 9 and a to z.
OPTION_KEYS = ascii_lowercase  # by place, unless an author says otherwise; an LMS records them
TARGET_KEYS = f"123456789{ascii_lowercase}"  # of what options are laid at
_GIVEN_KEY = re.compile(r"\{#(?P<key>[^{}\s]*)\}(?:\s+|$)")
Item = TypeVar("Item")
Pairs = tuple[tuple[str, str], ...]


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
        _("'%(key)s' can't be the letter of an option", key=given["key"]),
        _("write one of a to z and 0 to 9, as in {#d}: an LMS has room for one"),
    )
    return ""


def option_keys(directive: Directive, given: Sequence[str]) -> list[str]:
    """The keys of all options: those given, and for the others the letters that are left, in order."""
    for key in sorted({key for key in given if key and given.count(key) > 1}):
        directive.add_problem(
            _("two options have the letter '%(key)s'", key=key), _("give one of them another")
        )
    return fill_keys(given)


def fill_keys(given: Sequence[str]) -> list[str]:
    """The keys, where "" stands for the first letter that nobody was given."""
    rest = (key for key in OPTION_KEYS if key not in given)
    return [key or next(rest, "") for key in given]


@dataclass(frozen=True)
class CheckedQuestion(Question, ABC):
    """A question with a button to check it; the explanation is shown once it is over."""

    retries: int = field(kw_only=True)
    explanation: str = field(default="", kw_only=True)

    def interaction(
        self, prompt: str, keys: Sequence[str], response: str, options: Pairs = (), targets: Pairs = ()
    ) -> tuple[Interaction]:
        """The one thing that is answered, with a response that is as long as one can be."""
        # What is under way for the last try stands behind what was checked before it.
        longest = f"{response} {self.retries} {response}" if self.retries else f"{response} 1"
        return (Interaction(self.id, prompt, options, tuple(keys), longest=longest, targets=targets),)


class CheckFields(QuestionFields):
    """What every question that is checked is built with, beside its id."""

    retries: int
    explanation: str


def check_fields(directive: Directive, explanation: str = "", retries: int = 1) -> CheckFields:
    """How often it may be tried again, and what is said at the end."""
    return {
        "retries": directive.options.number("retries", 0, 9, retries),
        "explanation": explanation,
        **question_fields(directive),
    }


def shuffle(items: Sequence[Item], seed: str) -> list[Item]:
    """In an order that the seed makes, the same at each build, and never the given one."""
    order = sorted(range(len(items)), key=lambda place: sha256(f"{seed} {place}".encode()).digest())
    if order == sorted(order):
        order = [*order[1:], *order[:1]]
    return [items[place] for place in order]
