"""A page: its title, and its tokens as blocks in the author's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scormbuild.course.fields import LONGEST_TITLE, Fields, Node
from scormbuild.course.fields import MappingNode as Keys
from scormbuild.course.model import Page
from scormbuild.course.notes import Notes
from scormbuild.course.pages.directives import BlockParser, DirectiveType
from scormbuild.course.pages.footnotes import page_footnotes, split_footnotes
from scormbuild.course.pages.markdown import Token
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
    blocks = BlockParser(notes, words, types).parse(split_footnotes(tokens, notes))
    below = page_footnotes(notes)
    check_headings(notes)
    blocks = (*blocks, below) if below else blocks
    return Page(identifier, title, blocks, notes.path, tuple(sorted(notes.style_parts)))
