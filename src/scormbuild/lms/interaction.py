"""Questions as interactions (xAPI 1.0.3 Data 2.4.4.1), and SCORM 1.2's answers in their form."""

from __future__ import annotations

from typing import Any

from scormbuild.lms.completion import choice_keys
from scormbuild.question_kinds import QUESTION_KINDS, QuestionKind
from scormbuild.vocabulary import INTERACTION

Json = dict[str, Any]

SEPARATOR = "[,]"
INTERACTION_TYPES: dict[str, str] = {
    kind.scorm_type: kind.interaction_type for kind in QUESTION_KINDS.values()
}


def definition_of(question: Json, language: str) -> Json:
    """What a question asks, its options, and which are right."""
    kind = QUESTION_KINDS[question["kind"]]
    definition: Json = {
        "type": INTERACTION,
        "interactionType": kind.interaction_type,
        "description": {language: question["prompt"]},
    }
    if kind.option_list:
        definition[kind.option_list] = [
            {"id": option["key"], "description": {language: option["text"]}} for option in question["options"]
        ]
    if kind.scored:
        definition["correctResponsesPattern"] = [SEPARATOR.join(question["keys"])]
    return definition


def unknown_definition(scorm_type: str) -> Json:
    """A question that the course has no more: all that is left is the type that the LMS was told."""
    return {"type": INTERACTION, "interactionType": INTERACTION_TYPES.get(scorm_type, "long-fill-in")}


def response_of(kind: QuestionKind, answer: str) -> str:
    """An answer as a response; keys are separated by [,] (xAPI 1.0.3 Data 2.4.4.1)."""
    text = choice_keys(answer) if kind.scored else answer
    return text.replace(",", SEPARATOR) if kind.interaction_type == "choice" else text


def former_response(scorm_type: str, answer: str) -> str:
    """The same of a question that the course has no more; keys of a choice may have a number of tries."""
    return choice_keys(answer).replace(",", SEPARATOR) if scorm_type == "choice" else answer
