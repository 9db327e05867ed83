"""A text with a few signs of Markdown as somebody would have typed it in Word."""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_PIECES = re.compile(
    r"<(?P<bare>https?://[^>]+)>|\[(?P<text>[^\]]+)\]\((?P<link>[^)]+)\)|\*(?P<italic>[^*]+)\*"
)


def word_file(text: str) -> bytes:
    """Headings by their styles, lists, links, words in italics, and a table where cells have tabs between."""
    document = Document()
    for is_row, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        rows = list(lines)
        if is_row:
            add_table(document, [row.split("\t") for row in rows])
        else:
            for line in filter(str.strip, rows):
                add_line(document, line)
    return saved(document)


def saved(document: Any) -> bytes:
    """The document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_table(document: Any, rows: list[list[str]]) -> None:
    """The rows, the first as any other: Word knows no heads unless somebody says so."""
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def add_line(document: Any, line: str) -> None:
    """A heading, an item of a list or a paragraph."""
    hashes, _, words = line.partition(" ")
    if hashes.startswith("#"):
        document.add_heading(words, len(hashes) - 1)
        return
    is_item = line.startswith("- ")
    paragraph = document.add_paragraph(style="List Bullet" if is_item else None)
    add_words(paragraph, line.removeprefix("- "))


def add_words(paragraph: Any, words: str) -> None:
    """Words with their links and italics."""
    at = 0
    for found in _PIECES.finditer(words):
        paragraph.add_run(words[at : found.start()])
        if found["italic"]:
            paragraph.add_run(found["italic"]).italic = True
        else:
            add_link(paragraph, found["text"] or found["bare"], found["link"] or found["bare"])
        at = found.end()
    paragraph.add_run(words[at:])


def add_link(paragraph: Any, words: str, address: str) -> None:
    """A hyperlink, which python-docx reads but doesn't write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    link.append(run._r)
    paragraph._p.append(link)
