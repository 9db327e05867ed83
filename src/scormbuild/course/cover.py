"""What the cover of a course shows: a pattern of its own, how long it takes, and what there is to do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from markupsafe import Markup

from scormbuild.course.blocks.quiz import list_quizzes
from scormbuild.course.model import Block, Course, Page, Question, block_texts
from scormbuild.course.plain_text import html_to_text

COLUMNS, ROWS = 6, 2
# In a square of one by one: what begins at its top left, and what at its bottom right.
SHAPES = (
    "M{x} {y}h1a1 1 0 0 1-1 1z",  # a quarter of a circle around each corner
    "M{x} {y}h1v1a1 1 0 0 1-1-1z",
    "M{x} {y}v1h1a1 1 0 0 0-1-1z",
    "M{x} {y}a1 1 0 0 0 1 1v-1z",
    "M{x} {y}a1 1 0 0 1 1 1a1 1 0 0 1-1-1z",  # a leaf
    "M{x} {y}m0 .5a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0",
    "M{x} {y}h1v1h-1z",
    "",
)
TONES = (".2", ".5", "1")  # how much of the course's colour
WORDS_A_MINUTE = 150  # of somebody who reads to learn
OPEN_MINUTES, CHOICE_MINUTES = 1.5, 0.5
STEP = 5  # no estimate is better than this


class Counts(NamedTuple):
    """How many there are of each in a course."""

    pages: int
    questions: int
    films: int


def cover_pattern(identifier: str) -> Markup:
    """A drawing in the colour around it, made of the course's id: the same at each build."""
    paths = ["", "", ""]
    for place, number in enumerate(sha256(identifier.encode()).digest()[: COLUMNS * ROWS]):
        shape = SHAPES[number % len(SHAPES)]
        paths[number // len(SHAPES) % 3] += shape.format(x=place % COLUMNS, y=place // COLUMNS)
    drawn = "".join(
        f'<path opacity="{tone}" d="{path}"/>' for tone, path in zip(TONES, paths, strict=True) if path
    )
    size = f'viewBox="0 0 {COLUMNS} {ROWS}"'
    return Markup(f'<svg class="picture" {size} aria-hidden="true">{drawn}</svg>')  # noqa: S704 (numbers of our own)


def course_minutes(course: Course) -> int:
    """How long a course takes: what its author says, or an estimate in steps of five minutes."""
    if course.duration:
        return course.duration
    pages = pages_for_everyone(course)
    blocks = [block for page in pages for block in page.blocks]
    words = sum(len(html_to_text(text, 1_000_000).split()) for block in blocks for text in block_texts(block))
    every = (block for page in pages for block in page.all_blocks)
    minutes = words / WORDS_A_MINUTE + sum(map(block_minutes, every))
    minutes -= CHOICE_MINUTES * undrawn_questions(pages)
    return max(1, math.ceil(minutes / STEP - 0.5)) * STEP


def block_minutes(block: Block) -> float:
    """What a block takes beside reading it: each answer, and what is watched."""
    answers = block.interactions if isinstance(block, Question) else ()
    return block.minutes + sum(OPEN_MINUTES if each.rows else CHOICE_MINUTES for each in answers)


def cover_counts(course: Course) -> Counts:
    """What there is to do, as the line at the top counts it: what may be left open is no task."""
    pages = pages_for_everyone(course)
    blocks = [block for page in pages for block in page.all_blocks]
    asked = (question for page in pages for question in page.questions if not question.optional)
    answers = sum(len(question.interactions) for question in asked) - undrawn_questions(pages)
    quizzes = sum(not quiz.optional for quiz in list_quizzes(pages))  # each is to be handed in
    return Counts(len(pages), answers + quizzes, sum(block.is_film for block in blocks))


def pages_for_everyone(course: Course) -> list[Page]:
    """Those that count before somebody has chosen a role."""
    return [page for page in course.pages if not page.role]


def undrawn_questions(pages: Iterable[Page]) -> int:
    """How many questions of quizzes nobody gets, as fewer are drawn."""
    return sum(len(quiz.questions) - quiz.draw for quiz in list_quizzes(pages) if quiz.draw)
