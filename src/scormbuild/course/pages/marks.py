"""Marks in running text, such as `{hands}`: what stands between them as HTML, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scormbuild.course.notes import Place
from scormbuild.course.pages.markdown import Token, render_html, split_blocks

# For private use: in HTML it parts the pieces, and no author has it on a keyboard.
_CUT = "\ue000"


class Mark(NamedTuple):
    """What a pattern found, and where."""

    place: Place
    found: re.Match[str]


def cut_at_marks(
    tokens: Sequence[Token], pattern: re.Pattern[str], most: int = 0
) -> tuple[list[str], list[Mark]]:
    """The HTML before, between and behind the marks in a text, and the marks; `most` of each paragraph."""
    marks: list[Mark] = []
    for token in tokens:
        place = Place(token.map[0] if token.map else 1, 1)
        token.children = _join_lines(token.children or [])
        # Not in code, nor in an address: there a brace is a brace.
        for child in (each for each in token.children if each.type == "text"):
            text = child.content.replace(_CUT, "")
            marks += [Mark(place, found) for found in list(pattern.finditer(text))[: most or None]]
            child.content = pattern.sub(_CUT, text, count=most)
    return render_html(tokens).split(_CUT), marks


def split_prompt(tokens: Sequence[Token], pattern: re.Pattern[str]) -> tuple[list[Token], list[Token]]:
    """What stands above the first paragraph with a mark, and the rest."""
    blocks = list(split_blocks(tokens))
    first = next((number for number, block in enumerate(blocks) if _has_mark(block, pattern)), 0)
    return [each for block in blocks[:first] for each in block], [
        each for block in blocks[first:] for each in block
    ]


def _has_mark(block: Sequence[Token], pattern: re.Pattern[str]) -> bool:
    return any(
        pattern.search(child.content)
        for token in block
        for child in _join_lines(token.children or [])
        if child.type == "text"
    )


def _join_lines(children: Sequence[Token]) -> list[Token]:
    """The same with the lines of a text in one: a mark may begin on one line and end on the next."""
    found: list[Token] = []
    for child in children:
        if child.type == "softbreak" and found and found[-1].type == "text":
            found[-1] = found[-1].copy(content=f"{found[-1].content} ")
        elif child.type == "text" and found and found[-1].type == "text":
            found[-1] = found[-1].copy(content=found[-1].content + child.content)
        else:
            found.append(child)
    return found
