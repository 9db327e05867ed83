"""When a course is done, by its own rule: the player's completion.js, for the same outline and answers."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.lms.counting import choice_keys, counted_pages, counted_questions, is_quiz_done
from scormbuild.lms.judgement import is_right as is_right_response
from scormbuild.lms.suspend_data import AttemptState
from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]

STATUS_RANK = {"incomplete": 0, "failed": 1, "completed": 2, "passed": 3}
HIDDEN_ANSWERS = ("receiver", "nowhere")  # of these answers the LMS has no more than that there is one
# What separates words for a browser (ECMA-262, WhiteSpace and LineTerminator); Python's own idea differs.
WHITESPACE = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def normalise_status(status: str) -> str:
    """The status of a finished course; whatever else an LMS may say is incomplete."""
    name = status.strip().lower()
    return name if name in STATUS_RANK else "incomplete"


def lms_status(outline: Json, status: str) -> str:
    """The status that an LMS shows; without a score to reach, passed is its word for completed."""
    name = normalise_status(status)
    return "completed" if name == "passed" and outline["course"]["completion"]["score"] is None else name


def count_words(text: str) -> int:
    """How many words an open answer has."""
    return sum(1 for word in WHITESPACE.split(text) if word)


def is_answered(question: Json, answer: str) -> bool:
    """Whether this counts as an answer: enough words, a choice, every item ticked, or checked."""
    hidden = question["answers"] in HIDDEN_ANSWERS
    rule = "ticked" if hidden else QUESTION_KINDS[question["kind"]].answer_rule
    if rule == "ticked":
        return answer == "t"
    if rule == "words":
        return count_words(answer) >= max(1, int(question["minimum"]))
    if rule == "every":
        return bool(answer == ",".join(question["keys"]))
    if rule == "checked":
        return " " in answer
    return choice_keys(answer) != ""


def is_right(question: Json, answer: str) -> bool:
    """Whether it is the right answer; what is still to be checked isn't."""
    kind = QUESTION_KINDS[question["kind"]]
    if kind.answer_rule == "checked" and not is_answered(question, answer):
        return False
    return is_right_response(kind.judge, choice_keys(answer), question["keys"])


def is_scored(question: Json) -> bool:
    """Whether an answer is right or wrong for the LMS, which can't tell of an answer that it doesn't have."""
    return QUESTION_KINDS[question["kind"]].scored and question["answers"] not in HIDDEN_ANSWERS


def scored_questions(outline: Json, state: AttemptState) -> list[Json]:
    """The questions that make the score: not optional ones, nor those whose answers the LMS doesn't have."""
    return [each for each in required_questions(outline, state) if is_scored(each)]


def score(outline: Json, state: AttemptState) -> int | None:
    """The percentage of the choice questions that are right; None before the first is answered."""
    counted = scored_questions(outline, state)
    if not any(is_answered(each, state.answers.get(each["id"], "")) for each in counted):
        return None
    correct = sum(is_right(each, state.answers.get(each["id"], "")) for each in counted)
    # Not round(): that takes a half to the even side, where the player's Math.round goes up.
    return (200 * correct + len(counted)) // (2 * len(counted))


def status(outline: Json, state: AttemptState, before: str) -> str:
    """The status by the course's rule, never lower than it was: done stays done."""
    waits = outline["course"]["completion"].get("finish") == "button" and not state.finished
    now = result_status(outline, state) if is_done(outline, state) and not waits else "incomplete"
    return now if STATUS_RANK[now] > STATUS_RANK[before] else before


def is_done(outline: Json, state: AttemptState) -> bool:
    """Whether pages and questions are done, as the course asks; a button to finish may still wait."""
    completion = outline["course"]["completion"]
    read = completion["pages"] == "none" or all(each in state.seen for each in counted_pages(outline, state))
    return read and (completion["questions"] == "none" or all(required_answers(outline, state)))


def required_questions(outline: Json, state: AttemptState) -> list[Json]:
    """The questions that must be answered."""
    return [each for each in counted_questions(outline, state) if each["required"]]


def required_answers(outline: Json, state: AttemptState) -> list[bool]:
    """Whether each question that must be answered is, and each quiz handed in."""
    pages = counted_pages(outline, state)
    quizzes = [each for each in outline.get("quizzes", []) if each["required"] and each["page"] in pages]
    return [
        *(
            is_answered(each, state.answers.get(each["id"], ""))
            for each in required_questions(outline, state)
        ),
        *(is_quiz_done(each, state.answers.get(each["id"], "")) for each in quizzes),
    ]


def result_status(outline: Json, state: AttemptState) -> str:
    """How it ended; failed only when there is nothing left to answer."""
    wanted, counted = outline["course"]["completion"]["score"], scored_questions(outline, state)
    if wanted is None or not counted:
        return "completed"
    if (score(outline, state) or 0) >= wanted:
        return "passed"
    complete = all(is_answered(each, state.answers.get(each["id"], "")) for each in counted)
    return "failed" if complete else "incomplete"


def progress_percent(outline: Json, state: AttemptState) -> int:
    """How far a learner came, in tens: pages seen and required questions answered."""
    pages, answers = counted_pages(outline, state), required_answers(outline, state)
    whole = len(pages) + len(answers)
    part = sum(page in state.seen for page in pages) + sum(answers)
    return 10 * part // whole * 10 if whole else 0
