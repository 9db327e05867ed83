"""A page: its title, and its tokens as blocks in the author's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scormbuild.catalogue import _, mark
from scormbuild.course.fields import LONGEST_TITLE, Fields, Node, ScalarNode
from scormbuild.course.fields import MappingNode as Keys
from scormbuild.course.model import Page
from scormbuild.course.notes import Notes
from scormbuild.course.pages.banks import Banks
from scormbuild.course.pages.directives import BlockParser, DirectiveType
from scormbuild.course.pages.footnotes import page_footnotes, split_footnotes
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.prose import check_headings

_KEYS = {
    "title": mark("title: What this page is about"),
    "after": mark("after: [page-id], or more of them"),
    "for": mark("for: a key of the roles of this course"),
}


def parse_page(
    identifier: str,
    front: Node | None,
    tokens: Sequence[Token],
    notes: Notes,
    words: Mapping[str, str | list[str]],
    types: Mapping[str, DirectiveType],
    banks: Banks,
) -> Page:
    """The page that a front matter and the tokens below it make."""
    title, role = "", ""
    after: tuple[str, ...] = ()
    if isinstance(front, Keys):
        fields = Fields(front, notes, _KEYS)
        title = fields.text("title", longest=LONGEST_TITLE)
        role = fields.identifier("for") if "for" in fields.values else ""
        after = _parse_after(fields)
        notes.page_places = {name: value.place for name, value in fields.values.items()}
    elif front is not None:
        notes.add_problem(
            front.place, _("the top of a page must be 'title: …'"), _("write title: What this page is about")
        )
    parser = BlockParser(notes, words, types, banks=banks)
    blocks = parser.parse(split_footnotes(tokens, notes))
    below = page_footnotes(notes)
    check_headings(notes)
    blocks = (*blocks, below) if below else blocks
    return Page(identifier, title, blocks, notes.path, tuple(sorted(notes.style_parts)), after, role)


def _parse_after(fields: Fields) -> tuple[str, ...]:
    """The pages that come first."""
    items = fields.items("after")
    for item in items:
        if not isinstance(item, ScalarNode):
            fields.add_value_problem(item, "after", _("is a list of ids of pages"))
    return tuple(item.text for item in items if isinstance(item, ScalarNode))
