"""What a response can hold, as it is written there (xAPI 1.0.3 Data 2.4.4.1): what reports count."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]

SEPARATOR, PAIR_SEPARATOR = "[,]", "[.]"
_MOST_PAIRS: Final = 100  # beyond these a table of all pairs tells nobody anything
RIGHT, WRONG = "true", "false"  # what stands for words that somebody typed


class ResponseOption(NamedTuple):
    """A part of a response, its text, and whether it is right."""

    key: str
    text: str | None
    correct: bool


def response_options(question: Json) -> list[ResponseOption]:
    """The options of a question of an outline."""
    kind = QUESTION_KINDS.get(question.get("kind", ""))
    keys = list(question.get("keys", ()))
    if kind and kind.is_one_order:
        return [_right_order(question, keys)]
    if kind and kind.scorm_type == "matching":
        return _pairs(question, set(keys))
    if kind and kind.scored and kind.scorm_type == "true-false":
        keys = [RIGHT if "t" in keys else WRONG]
    return [
        ResponseOption(each["key"], each.get("text"), each["key"] in keys)
        for each in question.get("options", ())
    ]


def report_options(question: Json) -> list[ResponseOption]:
    """The same; of what is typed, no more than whether it is right."""
    kind = QUESTION_KINDS.get(question.get("kind", ""))
    if not (kind and kind.is_typed):
        return response_options(question)
    best = (unquote(key.removeprefix("~").split("|")[0]) for key in question.get("keys", ()))
    right = ", ".join(best) if kind.judge == "text" else ", ".join(best).replace(":", " \N{EN DASH} ")
    return [ResponseOption(RIGHT, right, correct=True), ResponseOption(WRONG, "…", correct=False)]


def _right_order(question: Json, keys: list[str]) -> ResponseOption:
    texts = {each["key"]: each.get("text") or each["key"] for each in question.get("options", ())}
    return ResponseOption(SEPARATOR.join(keys), " → ".join(texts.get(key, key) for key in keys), correct=True)


def _pairs(question: Json, keys: set[str]) -> list[ResponseOption]:
    """Each option with each target, the right ones first of each; of very many the right ones only."""
    pairs = [
        ResponseOption(
            f"{option['key']}{PAIR_SEPARATOR}{target['key']}",
            f"{option.get('text')} → {target.get('text')}",
            correct=f"{option['key']}.{target['key']}" in keys,
        )
        for option in question.get("options", ())
        for target in question.get("targets", ())
    ]
    return [each for each in pairs if each.correct or len(pairs) <= _MOST_PAIRS]
