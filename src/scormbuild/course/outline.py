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
from scormbuild.course.plain_text import html_to_text, shorten_text

ITEM_KEYS = "abcdefghijklmnopqrstuvwxyz"  # of a checklist's items, by place

Json = dict[str, Any]


def course_outline(course: Course) -> Json:
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
                yield _question(block, page, "open", html_to_text(block.prompt))
            case Contrast():
                for side, label in (("wrong", block.wrong), ("good", block.good)):
                    prompt = shorten_text(f"{label}: {html_to_text(block.prompt)}")
                    yield _question(block, page, "open", prompt) | {"id": f"{block.id}-{side}"}
            case Choice():
                keys = [option.key for option in block.options if option.correct]
                options = _options((option.key, html_to_text(option.html)) for option in block.options)
                yield _question(block, page, "choice", html_to_text(block.prompt), options, sorted(keys))
            case Opinion():
                options = _options((str(number), label) for number, label in enumerate(block.labels, 1))
                yield _question(block, page, "opinion", html_to_text(block.prompt), options)
            case Acknowledge():
                yield _question(block, page, "acknowledge", html_to_text(block.what))
            case Checklist():
                options = _options(zip(ITEM_KEYS, map(html_to_text, block.items), strict=False))
                prompt = html_to_text(block.prompt) or shorten_text(
                    "; ".join(each["text"] for each in options)
                )
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
