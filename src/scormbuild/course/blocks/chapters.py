"""The chapters of a film: a list of times at the top of its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scormbuild.catalogue import _
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import list_items
from scormbuild.course.pages.markdown import Token, split_blocks
from scormbuild.course.pages.prose import tokens_to_text

_CHAPTER = re.compile(
    r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)\s+(?P<title>.+)", re.ASCII
)


class Chapter(NamedTuple):
    """Where a chapter begins, as the author wrote it and in seconds, and what it is about."""

    time: str
    seconds: int
    title: str


def split_chapters(directive: Directive, tokens: Sequence[Token]) -> tuple[tuple[Chapter, ...], list[Token]]:
    """The chapters, if the body begins with a list of times, and the tokens of the rest."""
    blocks = list(split_blocks(tokens))
    items = list_items(blocks[0]) if blocks else []
    found = [_CHAPTER.fullmatch(tokens_to_text(item)) for item in items]
    if not any(found):
        return (), list(tokens)
    chapters: list[Chapter] = []
    for item, match in zip(items, found, strict=True):
        place = Place(item[0].map[0] if item and item[0].map else directive.fence.place.line, 1)
        chapter = _chapter(match) if match else None
        if chapter is None:
            directive.notes.add_problem(
                place, _("a chapter begins with its time"), _("write it as in - 1:05 Soap, or - 1:02:05 Soap")
            )
        elif chapters and chapter.seconds <= chapters[-1].seconds:
            message = _(
                "the chapter at %(time)s comes after that at %(previous)s",
                time=chapter.time,
                previous=chapters[-1].time,
            )
            directive.notes.add_problem(place, message, _("put the chapters in the order of the film"))
        else:
            chapters.append(chapter)
    return tuple(chapters), [token for block in blocks[1:] for token in block]


def _chapter(found: re.Match[str]) -> Chapter:
    hours, minutes, seconds = (int(found[name] or 0) for name in ("hours", "minutes", "seconds"))
    time = found[0][: -len(found["title"])].strip()
    return Chapter(time, hours * 3600 + minutes * 60 + seconds, found["title"])
