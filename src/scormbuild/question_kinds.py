"""The kinds of questions: a row for each, which builder, player, LRS and reports read.

player/bundle.py writes what the player needs of it to player/src/question-kinds.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# cmi.interactions.n.type (SCORM 1.2 RTE 3.4.4).
ScormType = Literal[
    "true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"
]
# What counts as an answer: enough words, something chosen, the box ticked, or every box ticked.
AnswerRule = Literal["words", "chosen", "ticked", "every"]

# What these hold are keys of answers, numbers and yes or no; in any other response somebody may have written.
CLOSED_INTERACTIONS: Final = frozenset(
    {"true-false", "choice", "sequencing", "likert", "matching", "numeric"}
)
# Where a definition lists its options (xAPI 1.0.3 Data 2.4.4.1); the others have none, or lists of pairs.
OPTION_LISTS: Final = {"choice": "choices", "sequencing": "choices", "likert": "scale"}


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """How a question is answered; `forms` are the directives that ask it."""

    forms: tuple[str, ...]
    scorm_type: ScormType
    answer_rule: AnswerRule
    labels: Mapping[str, str]  # in the fact sheet, by language
    scored: bool = False  # has right answers, which make the score

    @property
    def interaction_type(self) -> str:
        """SCORM's type, but for text of any length, which has one of its own (xAPI 1.0.3 Data 2.4.4.1)."""
        return "long-fill-in" if self.answer_rule == "words" else self.scorm_type

    @property
    def option_list(self) -> str:
        """The property of a definition that lists the options; "" where there are none to list."""
        return OPTION_LISTS.get(self.interaction_type, "")

    @property
    def is_open_text(self) -> bool:
        """Whether the response is the learner's own words."""
        return self.interaction_type not in CLOSED_INTERACTIONS


QUESTION_KINDS: Final = {
    # SCORM 1.2 has no type for long text: Moodle answers 405 to long-fill-in. Its reports get 255 characters.
    "open": QuestionKind(
        ("reflection", "contrast"), "fill-in", "words", {"en": "open answer", "nl": "open antwoord"}
    ),
    "choice": QuestionKind(("choice",), "choice", "chosen", {"en": "choice", "nl": "keuze"}, scored=True),
    "opinion": QuestionKind(
        ("opinion",), "likert", "chosen", {"en": "opinion on a scale", "nl": "mening op een schaal"}
    ),
    "acknowledge": QuestionKind(("acknowledge",), "true-false", "ticked", {"en": "tick", "nl": "vinkje"}),
    "checklist": QuestionKind(("checklist",), "choice", "every", {"en": "ticks", "nl": "vinkjes"}),
}

KINDS_BY_FORM: Final = {form: name for name, kind in QUESTION_KINDS.items() for form in kind.forms}
FORMS: Final = tuple(KINDS_BY_FORM)
OPEN_FORMS: Final = tuple(form for form in FORMS if QUESTION_KINDS[KINDS_BY_FORM[form]].is_open_text)
CLOSED_FORMS: Final = tuple(form for form in FORMS if form not in OPEN_FORMS)
