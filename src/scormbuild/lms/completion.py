"""When a course is done, by its own rule: the player's completion.js, for the same outline and answers."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.lms.suspend_data import State

Json = dict[str, Any]

RANK = {"incomplete": 0, "failed": 1, "completed": 2, "passed": 3}
HIDDEN = ("receiver", "nowhere")  # of these answers the LMS has no more than that there is one
# What separates words for a browser (ECMA-262, WhiteSpace and LineTerminator); Python's own idea differs.
SPACE = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def finished(status: str) -> str:
    """The status of a finished course; whatever else an LMS may say is incomplete."""
    name = status.strip().lower()
    return name if name in RANK else "incomplete"


def accepted(outline: Json, status: str) -> str:
    """The status that an LMS shows; without a score to reach, passed is its word for completed."""
    name = finished(status)
    return "completed" if name == "passed" and outline["course"]["completion"]["score"] is None else name


def words(text: str) -> int:
    """How many words an open answer has."""
    return sum(1 for word in SPACE.split(text) if word)


def answered(question: Json, answer: str) -> bool:
    """Whether this counts as an answer: enough words, a choice, every item ticked."""
    if question["answers"] in HIDDEN or question["kind"] == "acknowledge":
        return answer == "t"
    if question["kind"] == "open":
        return words(answer) >= max(1, int(question["minimum"]))
    if question["kind"] == "checklist":
        return bool(answer == ",".join(question["keys"]))
    return keys(answer) != ""


def keys(answer: str) -> str:
    """The keys of a choice, without the number of tries."""
    return answer.split(" ")[0]


def right(question: Json, answer: str) -> bool:
    """Whether the right options were chosen."""
    return keys(answer) == ",".join(question["keys"])


def scored(outline: Json) -> list[Json]:
    """The questions that make the score: not optional ones, nor those whose answers the LMS doesn't have."""
    return [
        each
        for each in outline["questions"]
        if each["kind"] == "choice" and each["required"] and each["answers"] not in HIDDEN
    ]


def score(outline: Json, state: State) -> int | None:
    """The percentage of the choice questions that are right; None before the first is answered."""
    counted = scored(outline)
    if not any(answered(each, state.answers.get(each["id"], "")) for each in counted):
        return None
    correct = sum(right(each, state.answers.get(each["id"], "")) for each in counted)
    return (200 * correct + len(counted)) // (2 * len(counted))  # rounded, a half upwards


def status(outline: Json, state: State, before: str) -> str:
    """The status by the course's rule, never lower than it was: done stays done."""
    waits = outline["course"]["completion"].get("finish") == "button" and not state.finished
    now = result(outline, state) if done(outline, state) and not waits else "incomplete"
    return now if RANK[now] > RANK[before] else before


def done(outline: Json, state: State) -> bool:
    """Whether pages and questions are done, as the course asks; a button to finish may still wait."""
    completion = outline["course"]["completion"]
    read = completion["pages"] == "none" or all(page["id"] in state.seen for page in outline["pages"])
    return read and (
        completion["questions"] == "none"
        or all(answered(each, state.answers.get(each["id"], "")) for each in required(outline))
    )


def required(outline: Json) -> list[Json]:
    """The questions that must be answered."""
    return [each for each in outline["questions"] if each["required"]]


def result(outline: Json, state: State) -> str:
    """How it ended; failed only when there is nothing left to answer."""
    wanted, counted = outline["course"]["completion"]["score"], scored(outline)
    if wanted is None or not counted:
        return "completed"
    if (score(outline, state) or 0) >= wanted:
        return "passed"
    complete = all(answered(each, state.answers.get(each["id"], "")) for each in counted)
    return "failed" if complete else "incomplete"


def percent(outline: Json, state: State) -> int:
    """How far a learner came, in tens: pages seen and required questions answered."""
    questions = required(outline)
    whole = len(outline["pages"]) + len(questions)
    part = sum(page["id"] in state.seen for page in outline["pages"])
    part += sum(answered(each, state.answers.get(each["id"], "")) for each in questions)
    return 10 * part // whole * 10 if whole else 0
