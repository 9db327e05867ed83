"""Lists within a directive: the text before the list, and its items."""

from __future__ import annotations

from collections.abc import Sequence

from scormbuild.catalogue import _
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token, render_html, split_blocks

_LISTS = ("bullet_list_open", "ordered_list_open")


def list_items(block: Sequence[Token]) -> list[list[Token]]:
    """The items of a block that is a list, each without its own marks; none for another block."""
    if not block or block[0].type not in _LISTS:
        return []
    return [item[1:-1] for item in split_blocks(block[1:-1])]


def item_html(tokens: Sequence[Token]) -> str:
    """An item as HTML; one paragraph alone comes without its <p>, whether the list is spaced or not."""
    if len(list(split_blocks(tokens))) == 1 and tokens[0].tag == "p":
        return render_html(tokens[1:-1])
    return render_html(tokens)


def item_place(tokens: Sequence[Token], directive: Directive) -> Place:
    """Where an item begins, or else its directive."""
    return Place(tokens[0].map[0], 1) if tokens and tokens[0].map else directive.fence.place


def split_quotes(tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """The tokens without the quotes that they end with, and what these say, as HTML."""
    blocks = list(split_blocks(tokens))
    last = len(blocks)
    while last and blocks[last - 1][0].type == "blockquote_open":
        last -= 1
    quoted = [token for block in blocks[last:] for token in block[1:-1]]
    return [token for block in blocks[:last] for token in block], render_html(quoted)


def text_and_list(
    directive: Directive, tokens: Sequence[Token] | None = None
) -> tuple[list[Token], list[list[Token]]]:
    """The tokens of the body before its list, and the items of that; what comes after it is a fault."""
    blocks = list(split_blocks(directive.tokens() if tokens is None else tokens))
    first = next((number for number, block in enumerate(blocks) if list_items(block)), len(blocks))
    for block in blocks[first + 1 : first + 2]:
        directive.notes.add_problem(
            Place(block[0].map[0] if block[0].map else directive.fence.place.line, 1),
            _("a %(name)s ends with one list, and this comes after it", name=directive.fence.name.text),
            _("use the same mark for all items, and indent by two spaces what belongs to an item"),
        )
    text = [token for block in blocks[:first] for token in block]
    return text, [item for block in blocks[first:] for item in list_items(block)]
