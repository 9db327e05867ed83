"""The room that the LMS has for what learners write, and how much of it long answers take."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scormbuild.catalogue import _
from scormbuild.course.blocks.quiz import list_quizzes
from scormbuild.course.model import OFF_LMS, Course, Interaction, Question
from scormbuild.course.source.sample import course_words, sample_text
from scormbuild.errors import Problem
from scormbuild.vocabulary import short_key

# What a line of the widest box holds: 633 px of Dutch prose at 18 px. On a phone, and in one of two boxes
# side by side, it holds half of that; but whoever writes there has as much to say.
_ROW = 70
# The player's own deflate makes up to 0.4 % more than zlib of short states, 0.8 % of long ones.
_MARGIN = 1.01
_CHANCE = 2  # bytes that the random marks of another learner take more than those below
_MOST_QUESTIONS_IN_HINT = 3

# What differs from learner to learner, as long and as random as the player makes it.
_LEARNER_STATE = {"count": 123, "by": "k3x9q2", "key": "q7ZtR1xWcU4mVb0hKd9s2A"}
_REPORTER_STATE = {"registration": "5f0c7a9e-31d8-4b62-9c7e-0a84d2f6b153", "sessions": 3}


def suspend_data_size(course: Course, answers: Mapping[str, str]) -> int:
    """The characters of cmi.suspend_data: its version, then raw deflate in base64url without padding."""
    text = json.dumps(_state(course, answers), separators=(",", ":"), ensure_ascii=False)
    # Raw deflate, as the player's: a negative size of window leaves zlib's head and checksum out.
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    size = len(compressor.compress(text.encode()) + compressor.flush())
    return 1 + math.ceil((size + _CHANCE) * _MARGIN * 4 / 3)


def longest_first(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of questions, the one with the longest answer first."""
    return tuple(sorted(answers, key=lambda id: -len(answers[id])))


def check_suspend_data_size(size: int, room: int, longest: Sequence[str]) -> list[Problem]:
    """A warning when a learner who writes at length may find the LMS's room full."""
    if size <= room:
        return []
    most = ", ".join(longest[:_MOST_QUESTIONS_IN_HINT])
    message = _(
        "long answers to all questions take %(size)s characters, and the LMS keeps %(room)s",
        size=size,
        room=room,
    )
    hint = _(
        "most goes to %(most)s: give them fewer rows, ask fewer open questions, "
        "or write room: 64000 if your LMS keeps more, as Moodle does",
        most=most,
    )
    return [Problem("course.yaml", 1, 1, message, hint)]


def longest_answers(course: Course, language: Mapping[str, Any]) -> dict[str, str]:
    """A long answer to each question, as the LMS gets it: each open one fills its box once."""
    words = course_words(course, language)
    answers = {id: answer for question in course.questions for id, answer in _answers(question, words)}
    return {**answers, **{quiz.id: quiz.longest_answer for quiz in list_quizzes(course.pages)}}


def _answers(question: Question, words: list[str]) -> Iterator[tuple[str, str]]:
    for each in question.interactions:
        yield each.id, "t" if question.answers in OFF_LMS else _answer(each, words)


def _answer(asked: Interaction, words: list[str]) -> str:
    return sample_text(words, asked.rows * _ROW, asked.minimum, asked.id) if asked.rows else asked.longest


def _state(course: Course, answers: Mapping[str, str]) -> dict[str, Any]:
    """What the player keeps of a learner who did everything: player/src/state.js writes it."""
    keys = {short_key(id): answer for id, answer in answers.items()}
    pages = [short_key(page.id) for page in course.pages]
    reported = {**_REPORTER_STATE, "revisions": dict.fromkeys(keys, 2)} if course.lrs else {}
    finished = {"finished": True} if course.completion.finish == "button" else {}
    done = {"done": "2026-12-01"} if course.certificate else {}
    # In the player's order: what deflate makes of it depends on that.
    about = {**reported, **done, **_LEARNER_STATE, "version": course.version, "page": pages[-1]}
    return {**about, "seen": pages, "answers": keys, "behind": [], **finished}
