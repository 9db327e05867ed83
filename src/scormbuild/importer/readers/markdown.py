"""Markdown and plain text: CommonMark with tables, footnotes and definitions, and rows that tabs part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from scormbuild.importer.document import Document, parse_body
from scormbuild.importer.readers.source_file import SourceFile


def read_markdown(file: SourceFile) -> Document:
    """The blocks of a text, each with the line on which it begins."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(deflist_plugin).use(front_matter_plugin)
    lines = list(tabs_to_tables(file.text()))
    tokens = parser.parse("\n".join(line for _, line in lines))
    for token in tokens:
        if token.map and token.nesting >= 0 and token.tag:
            token.attrSet("data-line", str(lines[token.map[0]][0]))
    rendered = parser.renderer.render(list(without_front_matter(tokens)), parser.options, {})
    return Document(parse_body(rendered))


def without_front_matter(tokens: Sequence[Token]) -> Iterator[Token]:
    """What an author sees; what stands in the front matter is for tools."""
    return (token for token in tokens if token.type != "front_matter")


def tabs_to_tables(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers; rows with a tab between cells, as pasted from Word, tables."""
    for cells, rows in groupby(enumerate(text.split("\n"), 1), key=lambda row: cell_count(row[1])):
        lines = list(rows)
        yield from table_lines(lines, cells) if cells > 1 and len(lines) > 1 else lines


def cell_count(line: str) -> int:
    """How many cells a line has; 0 where it is no row."""
    return 0 if line.startswith(("\t", "    ")) or not line.strip() else line.rstrip().count("\t") + 1


def table_lines(rows: Sequence[tuple[int, str]], cells: int) -> Iterator[tuple[int, str]]:
    """A table in Markdown, with what parts its head from its rows, and it from the text around."""
    first, last = rows[0][0], rows[-1][0]
    made = [(number, f"| {' | '.join(map(table_cell, row.split(chr(9))))} |") for number, row in rows]
    yield from ((first, ""), made[0], (first, f"|{'---|' * cells}"), *made[1:], (last, ""))


def table_cell(cell: str) -> str:
    """The text of a cell."""
    return cell.strip().replace("|", "\\|")
