"""A page: its title, and its tokens as blocks in the author's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scormbuild.course.fields import LONGEST_TITLE, Fields, Node
from scormbuild.course.fields import MappingNode as Keys
from scormbuild.course.model import Block, Page, Text
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages.directives import DirectiveType, parse_directive
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.course.pages.prose import check_headings


def parse_page(
    identifier: str,
    front: Node | None,
    tokens: Sequence[Token],
    notes: Notes,
    words: Mapping[str, str | list[str]],
    types: Mapping[str, DirectiveType],
) -> Page:
    """The page that a front matter and the tokens below it make."""
    title = ""
    if isinstance(front, Keys):
        title = Fields(front, notes, {"title": "title: What this page is about"}).text(
            "title", longest=LONGEST_TITLE
        )
    elif front is not None:
        notes.add_problem(
            front.place, "the top of a page must be 'title: …'", "write title: What this page is about"
        )
    blocks = tuple(_parse_blocks(tokens, notes, words, types))
    check_headings(notes)
    return Page(identifier, title, blocks, notes.path)


def _parse_blocks(
    tokens: Sequence[Token],
    notes: Notes,
    words: Mapping[str, str | list[str]],
    types: Mapping[str, DirectiveType],
) -> Iterator[Block]:
    """Each directive as its own block, and what stands between two of them as one text."""
    text: list[Token] = []
    for part in split_blocks(tokens):
        if part[0].type != "colon_fence":
            _check_nested_directives(part, notes)
            text += part
            continue
        if text:
            yield Text(render_html(text))
            text = []
        found = parse_directive(part[0], notes, words, types)
        if found:
            yield found
    if text:
        yield Text(render_html(text))


def _check_nested_directives(part: Sequence[Token], notes: Notes) -> None:
    for token in part:
        if token.type == "colon_fence" and token.map:
            notes.add_problem(
                Place(token.map[0], 1),
                "a directive can't stand in a list or a quote",
                "begin it at the start of a line, after a blank line",
            )
