"""Questions as interactions (xAPI 1.0.3 Data 2.4.4.1), and SCORM 1.2's answers in their form."""

from __future__ import annotations

from typing import Any

from scormbuild.lms.completion import choice_keys
from scormbuild.vocabulary import INTERACTION

Json = dict[str, Any]

SEPARATOR = "[,]"
INTERACTION_TYPES = {
    "open": "long-fill-in",
    "choice": "choice",
    "checklist": "choice",
    "opinion": "likert",
    "acknowledge": "true-false",
}
SCORM_TYPES = {"choice": "choice", "likert": "likert", "true-false": "true-false"}
OPTION_LISTS = {"choice": "choices", "checklist": "choices", "opinion": "scale"}


def definition_of(question: Json, language: str) -> Json:
    """What a question asks, its options, and which are right."""
    kind = question["kind"]
    definition: Json = {
        "type": INTERACTION,
        "interactionType": INTERACTION_TYPES[kind],
        "description": {language: question["prompt"]},
    }
    if kind in OPTION_LISTS:
        definition[OPTION_LISTS[kind]] = [
            {"id": option["key"], "description": {language: option["text"]}} for option in question["options"]
        ]
    if kind == "choice":
        definition["correctResponsesPattern"] = [SEPARATOR.join(question["keys"])]
    return definition


def unknown_definition(scorm_type: str) -> Json:
    """A question that the course has no more: all that is left is the type that the LMS was told."""
    return {"type": INTERACTION, "interactionType": SCORM_TYPES.get(scorm_type, "long-fill-in")}


def response_of(kind: str, answer: str) -> str:
    """An answer as a response; keys are separated by [,] (xAPI 1.0.3 Data 2.4.4.1)."""
    if kind == "choice":
        return SEPARATOR.join(choice_keys(answer).split(","))
    if kind == "checklist":
        return SEPARATOR.join(answer.split(","))
    return answer
