"""Gaps in a text as Moodle writes them: docs.moodle.org, "Embedded Answers (Cloze) question type"."""

from __future__ import annotations

import re
from typing import Final

from scormbuild.importer.questions.question import Question, gap_words

_GAP: Final = re.compile(r"\{\d*:(?P<type>[A-Z_]+):(?P<answers>(?:\\.|[^\\}])*)\}")
_ANSWER: Final = re.compile(
    r"(?P<right>=|%(?P<percent>-?\d+)%)?(?P<words>(?:\\.|[^\\~#])*)(?:#(?:\\.|[^\\~])*)?(?:~|$)"
)
_NUMBERS: Final = ("NUMERICAL", "NM")
_TYPED: Final = ("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", *_NUMBERS)


def fill_cloze(question: Question, text: str) -> str:
    """The text with gaps of ours; all are chosen from a list where each of them is."""
    types = {found["type"] for found in _GAP.finditer(text)}
    chosen = bool(types) and not types & set(_TYPED)
    pieces, at = [], 0
    for found in _GAP.finditer(text):
        rights, wrongs = cloze_words(found)
        if chosen:
            question.kind = "pull-down-gaps"
            question.more += [*rights[1:], *wrongs]
        elif found["type"] not in _TYPED:
            wrong = ", ".join(wrongs)
            question.told.append(
                f"a gap “{'|'.join(rights)}” was chosen from a list, and now is typed; wrong: {wrong}"
            )
        pieces += [without_braces(text[at : found.start()]), gap_words(rights[:1] if chosen else rights)]
        at = found.end()
    return "".join([*pieces, without_braces(text[at:])])


def cloze_words(found: re.Match[str]) -> tuple[list[str], list[str]]:
    """What is right in a gap, and what isn't; of a number its tolerance is cut off."""
    rights: list[str] = []
    wrongs: list[str] = []
    for answer in _ANSWER.finditer(found["answers"]):
        words = re.sub(r"\\(.)", r"\1", answer["words"]).strip()
        if found["type"] in _NUMBERS:
            words = words.partition(":")[0]
        if words and words != "*":
            right = answer["right"] == "=" or int(answer["percent"] or 0) > 0
            (rights if right else wrongs).append(words)
    return rights, wrongs


def without_braces(text: str) -> str:
    """A brace of the text would be a gap."""
    return text.replace("{", "|").replace("}", "|")
