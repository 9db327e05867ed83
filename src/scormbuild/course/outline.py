"""The outline of a course: all that is needed to tell what a learner did, for the player and the receiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from scormbuild.course.model import (
    Acknowledge,
    Checklist,
    Choice,
    Contrast,
    Course,
    Opinion,
    Page,
    Question,
    Reflection,
    Video,
)
from scormbuild.course.plain_text import plain, shortened

KEYS = "abcdefghijklmnopqrstuvwxyz"  # of a checklist's items, by place

Json = dict[str, Any]


def outline(course: Course) -> Json:
    """The course without its text: pages, questions with their keys, films of its own."""
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
        "pages": [{"id": page.id, "title": page.title} for page in course.pages],
        "questions": [each for page in course.pages for each in _questions(page)],
        "videos": [
            {"id": block.id, "title": block.title}
            for page in course.pages
            for block in page.blocks
            if isinstance(block, Video) and block.file
        ],
    }


def _questions(page: Page) -> Iterator[Json]:
    for block in page.blocks:
        match block:
            case Reflection():
                yield _question(block, page, "open", plain(block.prompt))
            case Contrast():
                for side, label in (("wrong", block.wrong), ("good", block.good)):
                    prompt = shortened(f"{label}: {plain(block.prompt)}")
                    yield _question(block, page, "open", prompt) | {"id": f"{block.id}-{side}"}
            case Choice():
                keys = [option.key for option in block.options if option.correct]
                options = _options((option.key, plain(option.html)) for option in block.options)
                yield _question(block, page, "choice", plain(block.prompt), options, sorted(keys))
            case Opinion():
                options = _options((str(number), label) for number, label in enumerate(block.labels, 1))
                yield _question(block, page, "opinion", plain(block.prompt), options)
            case Acknowledge():
                yield _question(block, page, "acknowledge", plain(block.what))
            case Checklist():
                options = _options(zip(KEYS, map(plain, block.items), strict=False))
                prompt = plain(block.prompt) or shortened("; ".join(each["text"] for each in options))
                yield _question(block, page, "checklist", prompt, options, [each["key"] for each in options])


def _options(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"key": key, "text": text} for key, text in pairs]


def _question(
    block: Question,
    page: Page,
    kind: str,
    prompt: str,
    options: list[Json] | None = None,
    keys: list[str] | None = None,
) -> Json:
    return {
        "id": block.id,
        "page": page.id,
        "kind": kind,
        "form": type(block).__name__.lower(),
        "prompt": prompt,
        "minimum": block.minimum if isinstance(block, Reflection | Contrast) else 1,
        "required": not block.optional,
        "answers": block.answers,
        "options": options or [],
        "keys": keys or [],
    }
