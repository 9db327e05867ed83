"""Blocks as Markdown in the dialect of courses: one after another, an empty line between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from itertools import count, takewhile
from typing import Final

from lxml import html

from scormbuild.importer.document import DIRECTIVE, directive_options, text_of
from scormbuild.importer.escapes import escape_cell
from scormbuild.importer.inline_markdown import inline_markdown

LARGEST_HEADING: Final = 2  # the title of a page is the only one above it
SMALLEST_HEADING: Final = 6


def blocks_markdown(blocks: Iterable[html.HtmlElement]) -> str:
    """These blocks; an empty one leaves nothing."""
    parts = [block_markdown(block) for block in blocks]
    return "\n\n".join(part for part in parts if part.strip())


def block_markdown(block: html.HtmlElement) -> str:
    """One block; what has no form of its own is what stands in it."""
    return _BLOCKS.get(block.tag, _group)(block)


def _group(block: html.HtmlElement) -> str:
    if any(child.tag in _BLOCKS for child in block):
        return blocks_markdown(wrap_blocks(block))
    return inline_markdown(block)


def wrap_blocks(block: html.HtmlElement) -> list[html.HtmlElement]:
    """What stands in a block as blocks: text between them becomes paragraphs."""
    blocks: list[html.HtmlElement] = []
    loose = html.Element("p")
    loose.text = block.text

    def flush() -> None:
        nonlocal loose
        if text_of(loose) or len(loose):
            blocks.append(loose)
        loose = html.Element("p")

    for child in list(block):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            flush()
            blocks.append(child)
            loose.text = tail
        else:
            loose.append(child)
            child.tail = tail
    flush()
    return blocks


def _heading(block: html.HtmlElement) -> str:
    level = min(max(int(block.tag[1]), LARGEST_HEADING), SMALLEST_HEADING)
    # Hashes at its end would only close it.
    text = re.sub(r"(?<!\S)(#+)$", r"\\\1", inline_markdown(block, " "))
    return f"{'#' * level} {text}" if text else ""


def _list(block: html.HtmlElement) -> str:
    items = [child for child in block if child.tag == "li"]
    numbers = count(int(block.get("start") or 1))
    # A list right behind another of its kind would go on with it; another mark parts them.
    dash, point = ("*", ")") if _is_other(block) else ("-", ".")
    marks = (f"{next(numbers)}{point} " if block.tag == "ol" else f"{dash} " for _ in items)
    texts = [_indent(mark, _item(item)) for mark, item in zip(marks, items, strict=True)]
    loose = any("\n\n" in text for text in texts)
    return ("\n\n" if loose else "\n").join(text for text in texts if text.strip())


def _is_other(block: html.HtmlElement) -> bool:
    """Whether a list has the other mark: every second one of those that follow each other."""
    same = takewhile(lambda each: each.tag == block.tag, block.itersiblings(preceding=True))
    return sum(1 for _ in same) % 2 == 1


def _item(item: html.HtmlElement) -> str:
    """A short text with the lists below it stands close to them."""
    parts = [block_markdown(block) for block in wrap_blocks(item)]
    close = all(block.tag in ("ul", "ol", "p") for block in item if block.tag in _BLOCKS)
    paragraphs = sum(block.tag == "p" for block in wrap_blocks(item))
    return ("\n" if close and paragraphs <= 1 else "\n\n").join(part for part in parts if part.strip())


def _indent(mark: str, text: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def _quote(block: html.HtmlElement) -> str:
    return re.sub(r"(?m)^", "> ", _group(block)).replace("> \n", ">\n")


def _code(block: html.HtmlElement) -> str:
    text = block.text_content().strip("\n")
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{block.get('data-language', '')}\n{text}\n{fence}"


def _table(block: html.HtmlElement) -> str:
    """The first row is its head: without one Markdown has no table."""
    rows = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in block.iter("tr")]
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = [full[0], ["---"] * width, *full[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: html.HtmlElement) -> str:
    return escape_cell(line_markdown(cell, "<br>"))


def line_markdown(element: html.HtmlElement, line_break: str = " ") -> str:
    """What stands in an element on one line, whatever blocks it holds."""
    texts = [inline_markdown(block, line_break) for block in _cell_lines(deepcopy(element))]
    return line_break.join(text for text in texts if text)


def _cell_lines(cell: html.HtmlElement) -> list[html.HtmlElement]:
    """What stands in a cell, paragraph by paragraph: a cell holds no lists."""
    blocks = [each for block in wrap_blocks(cell) for each in block.iter("p", "li", *_HEADINGS)]
    return [each for each in blocks if not any(child.tag in ("p", "ul", "ol") for child in each)] or [cell]


def _definitions(block: html.HtmlElement) -> str:
    return "\n".join(
        f"\n{inline_markdown(child, ' ')}" if child.tag == "dt" else f": {inline_markdown(child, ' ')}"
        for child in block
    ).strip()


def _directive(block: html.HtmlElement) -> str:
    options = "".join(f":{name}: {value}\n" for name, value in directive_options(block).items())
    body = block.get("data-body") or blocks_markdown(block)
    argument = block.get("data-argument")
    colons = ":" * (3 + max((fence.count(":") for fence in re.findall(r"(?m)^:{3,}", body)), default=2) - 2)
    head = f"{colons}{{{block.get('data-name')}}}{f' {argument}' if argument else ''}\n"
    return (
        f"{head}{options}{chr(10) if options and body else ''}{body}\n{colons}"
        if body
        else f"{head}{options}{colons}"
    )


_HEADINGS: Final = tuple(f"h{level}" for level in range(1, 7))
_BLOCKS: Final[dict[str, Callable[[html.HtmlElement], str]]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    "p": inline_markdown,
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "pre": _code,
    "table": _table,
    "dl": _definitions,
    "hr": lambda _: "***",
    "div": _group,
    "section": _group,
    "article": _group,
    "main": _group,
    "figure": _group,
    DIRECTIVE: _directive,
}
