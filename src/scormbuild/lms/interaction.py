"""Questions as interactions (xAPI 1.0.3 Data 2.4.4.1), and SCORM 1.2's answers in their form."""

from __future__ import annotations

from typing import Any

from scormbuild.lms.counting import choice_keys
from scormbuild.lms.judgement import decode_part, text_parts
from scormbuild.question_kinds import QUESTION_KINDS, QuestionKind
from scormbuild.response_options import PAIR_SEPARATOR, SEPARATOR
from scormbuild.vocabulary import INTERACTION

Json = dict[str, Any]

RANGE_SEPARATOR = "[:]"
# Of two kinds with one type the first: a fill-in was an open question as long as there was no other.
INTERACTION_TYPES: dict[str, str] = {
    kind.scorm_type: kind.interaction_type for kind in reversed(QUESTION_KINDS.values())
}
# Whose answers are keys, perhaps with a number of tries behind them.
KEY_TYPES = ("choice", "sequencing", "matching", "numeric")


def definition_of(question: Json, language: str) -> Json:
    """What a question asks, its options, and which are right."""
    kind = QUESTION_KINDS[question["kind"]]
    definition: Json = {
        "type": INTERACTION,
        "interactionType": kind.interaction_type,
        "description": {language: question["prompt"]},
    }
    for name, options in zip(
        kind.option_lists, (question["options"], question.get("targets", [])), strict=False
    ):
        definition[name] = [{"id": each["key"], "description": {language: each["text"]}} for each in options]
    if kind.scored:
        definition["correctResponsesPattern"] = correct_responses(kind, question["keys"])
    return definition


def correct_responses(kind: QuestionKind, keys: list[str]) -> list[str]:
    """What is right, in xAPI's patterns."""
    if kind.judge == "range":
        return [keys[0].replace(":", RANGE_SEPARATOR)]
    if kind.judge == "text":
        accepted = [key.removeprefix("~").split("|") for key in keys]
        # Not each with each: of six gaps with three words each that would be 729.
        rows = range(max(map(len, accepted)))
        texts = ([decode_part(each[min(row, len(each) - 1)]) for each in accepted] for row in rows)
        return ["{case_matters=false}" + SEPARATOR.join(each) for each in texts]
    return [delimit_keys(kind.scorm_type, ",".join(keys))]


def unknown_definition(scorm_type: str) -> Json:
    """A question that the course has no more: all that is left is the type that the LMS was told."""
    return {"type": INTERACTION, "interactionType": INTERACTION_TYPES.get(scorm_type, "long-fill-in")}


def response_of(kind: QuestionKind, answer: str) -> str:
    """An answer as a response."""
    if kind.judge == "text":
        return SEPARATOR.join(text_parts(choice_keys(answer)))
    has_tries = kind.scored or kind.answer_rule == "checked"
    return delimit_keys(kind.scorm_type, choice_keys(answer) if has_tries else answer)


def former_response(scorm_type: str, answer: str) -> str:
    """The same of a question that the course has no more; keys may have a number of tries behind them."""
    return delimit_keys(scorm_type, choice_keys(answer)) if scorm_type in KEY_TYPES else answer


def delimit_keys(scorm_type: str, keys: str) -> str:
    """Keys in the notation that xAPI shares with SCORM 2004: `a[,]c`, `a[.]1[,]b[.]2`, `true`."""
    if scorm_type == "true-false" and keys:
        return "true" if keys == "t" else "false"
    if scorm_type in ("choice", "sequencing", "matching"):
        keys = keys.replace(",", SEPARATOR)
    return keys.replace(".", PAIR_SEPARATOR) if scorm_type == "matching" else keys
