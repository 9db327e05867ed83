"""The kinds of questions: a row for each, which builder, player, LRS and reports read.

player/bundle.py writes what the player needs of it to player/src/question-kinds.js.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

# cmi.interactions.n.type (SCORM 1.2 RTE 3.4.4).
ScormType = Literal[
    "true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"
]
# What counts as an answer: enough words, something chosen, the box ticked, every box ticked, or that it was
# checked (or brought to its end), which the number of tries behind it says.
AnswerRule = Literal["words", "chosen", "ticked", "every", "checked"]
# How right is told from wrong: by the keys, by a range of numbers, or by the words of texts.
Judge = Literal["keys", "range", "text"]

# What these hold are keys of answers, numbers and yes or no; in any other response somebody may have written.
CLOSED_INTERACTIONS: Final = frozenset(
    {"true-false", "choice", "sequencing", "likert", "matching", "numeric"}
)
# Where a definition lists what can be chosen, and what that can be laid at (xAPI 1.0.3 Data 2.4.4.1).
OPTION_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
}


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """How a question is answered; `forms` are the directives that ask it."""

    forms: tuple[str, ...]
    scorm_type: ScormType
    answer_rule: AnswerRule
    labels: Mapping[str, str]  # in the fact sheet, by language
    scored: bool = False  # has right answers, which make the score
    judge: Judge = "keys"

    @property
    def interaction_type(self) -> str:
        """SCORM's type, but for text of any length, which has one of its own (xAPI 1.0.3 Data 2.4.4.1)."""
        return "long-fill-in" if self.answer_rule == "words" else self.scorm_type

    @property
    def option_lists(self) -> tuple[str, ...]:
        """The properties of a definition that list the options, and their targets; none where none are."""
        return OPTION_LISTS.get(self.interaction_type, ())

    @property
    def is_open_text(self) -> bool:
        """Whether the response is the learner's own words."""
        return self.interaction_type not in CLOSED_INTERACTIONS

    @property
    def is_scale(self) -> bool:
        """Whether one step of several is chosen, and none is right."""
        return self.scorm_type in ("likert", "numeric") and not self.scored

    @property
    def is_unjudged(self) -> bool:
        """Whether something is chosen that is neither right nor wrong, nor a step of a scale."""
        return not (self.scored or self.is_scale or self.is_open_text)

    @property
    def is_path(self) -> bool:
        """Whether each choice leads on to others, and none is right."""
        return self.scorm_type == "sequencing" and not self.scored

    @property
    def is_typed(self) -> bool:
        """Whether it is right or wrong what somebody typed, so that there are no options to count."""
        return self.scored and self.judge != "keys"

    @property
    def is_one_order(self) -> bool:
        """Whether all keys of a response are right or wrong together, by their order."""
        return self.scored and self.scorm_type == "sequencing"


QUESTION_KINDS: Final = {
    # SCORM 1.2 has no type for long text: Moodle answers 405 to long-fill-in. Its reports get 255 characters.
    "open": QuestionKind(
        ("reflection", "contrast", "plan"), "fill-in", "words", {"en": "open answer", "nl": "open antwoord"}
    ),
    "choice": QuestionKind(
        ("choice", "hotspot", "mark-words"), "choice", "chosen", {"en": "choice", "nl": "keuze"}, scored=True
    ),
    "opinion": QuestionKind(
        ("opinion", "opinion-matrix"),
        "likert",
        "chosen",
        {"en": "opinion on a scale", "nl": "mening op een schaal"},
    ),
    "acknowledge": QuestionKind(("acknowledge",), "true-false", "ticked", {"en": "tick", "nl": "vinkje"}),
    "checklist": QuestionKind(("checklist",), "choice", "every", {"en": "ticks", "nl": "vinkjes"}),
    "true-false": QuestionKind(
        ("true-false",),
        "true-false",
        "checked",
        {"en": "true or false", "nl": "waar of niet waar"},
        scored=True,
    ),
    "fill-in": QuestionKind(
        ("fill-in", "gaps"),
        "fill-in",
        "checked",
        {"en": "words to fill in", "nl": "in te vullen woorden"},
        scored=True,
        judge="text",
    ),
    "numeric": QuestionKind(
        ("numeric",), "numeric", "checked", {"en": "number", "nl": "getal"}, scored=True, judge="range"
    ),
    "matching": QuestionKind(
        ("matching", "pull-down-gaps", "sorting"),
        "matching",
        "checked",
        {"en": "matching", "nl": "bij elkaar zoeken"},
        scored=True,
    ),
    "sequencing": QuestionKind(
        ("ordering",), "sequencing", "checked", {"en": "ordering", "nl": "volgorde"}, scored=True
    ),
    "role": QuestionKind(("role",), "choice", "chosen", {"en": "role at work", "nl": "rol op het werk"}),
    "scale": QuestionKind(
        ("slider",), "numeric", "chosen", {"en": "place on a scale", "nl": "plek op een schaal"}
    ),
    "path": QuestionKind(
        ("scenario",), "sequencing", "checked", {"en": "path through a story", "nl": "weg door een verhaal"}
    ),
}

KINDS_BY_FORM: Final = {form: name for name, kind in QUESTION_KINDS.items() for form in kind.forms}
FORMS: Final = tuple(KINDS_BY_FORM)
OPEN_FORMS: Final = tuple(form for form in FORMS if QUESTION_KINDS[KINDS_BY_FORM[form]].is_open_text)
CLOSED_FORMS: Final = tuple(form for form in FORMS if form not in OPEN_FORMS)


def forms_where(condition: Callable[[QuestionKind], bool]) -> tuple[str, ...]:
    """The forms of the kinds of which something is true."""
    return tuple(form for kind in QUESTION_KINDS.values() if condition(kind) for form in kind.forms)


SCORED_FORMS: Final = forms_where(lambda kind: kind.scored)
SCALE_FORMS: Final = forms_where(lambda kind: kind.is_scale)
TYPED_FORMS: Final = forms_where(lambda kind: kind.is_typed)
UNJUDGED_FORMS: Final = forms_where(lambda kind: kind.is_unjudged)
PATH_FORMS: Final = forms_where(lambda kind: kind.is_path)
ORDER_FORMS: Final = forms_where(lambda kind: kind.is_one_order)
# An answer to these may still be unchecked: then it is no answer yet, and neither right nor wrong.
CHECKED_FORMS: Final = forms_where(lambda kind: kind.scored and kind.answer_rule == "checked")
