"""The outline of a course: all that is needed to tell what a learner did, for the player and the LRS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from scormbuild.course.blocks.quiz import Quiz, list_quizzes
from scormbuild.course.blocks.video import Video
from scormbuild.course.model import Course, Page

Json = dict[str, Any]
# In each package, for no learner: by it the next version knows what was asked (course/changes.py).
OUTLINE_FILE = "outline.json"


def course_outline(course: Course) -> Json:
    """The course without its text: pages, questions with their keys, films of its own."""
    quizzes = [_quiz(page, each) for page in course.pages for each in list_quizzes([page])]
    return {
        "course": {
            "iri": course.iri,
            "id": course.id,
            "title": course.title,
            "description": course.description,
            "language": course.language,
            "version": course.version,
            "completion": asdict(course.completion),
            "grade": course.grade,
        },
        "pages": [
            {"id": page.id, "title": page.title, **({"role": page.role} if page.role else {})}
            for page in course.pages
        ],
        "questions": [each for page in course.pages for each in _questions(page)],
        **({"quizzes": quizzes} if quizzes else {}),
        "videos": [
            {"id": block.id, "title": block.title}
            for page in course.pages
            for block in page.all_blocks
            if isinstance(block, Video) and block.file
        ],
    }


def render_outline(course: Course) -> bytes:
    """The outline as a file."""
    return (json.dumps(course_outline(course), ensure_ascii=False, indent=1) + "\n").encode()


def _quiz(page: Page, quiz: Quiz) -> Json:
    return {
        "id": quiz.id,
        "page": page.id,
        "draw": quiz.draw,
        "tries": quiz.tries,
        "pass": quiz.pass_mark,
        "required": not quiz.optional,
    }


def _questions(page: Page) -> Iterator[Json]:
    quizzes = {question.id: quiz.id for quiz in list_quizzes([page]) for question in quiz.questions}
    for block in page.questions:
        for each in block.interactions:
            yield {
                "id": each.id,
                "page": page.id,
                "kind": block.kind,
                "form": block.name,
                "prompt": each.prompt,
                "minimum": each.minimum,
                "required": not block.optional,
                "answers": block.answers,
                "options": _options(each.options),
                **({"targets": _options(each.targets)} if each.targets else {}),
                **({"quiz": quizzes[block.id]} if block.id in quizzes else {}),
                **({"leads": dict(each.leads)} if each.leads else {}),
                "keys": list(each.keys),
            }


def _options(options: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"key": key, "text": text} for key, text in options]
