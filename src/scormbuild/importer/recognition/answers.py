"""Room to write in, as it is on paper: rows of dots or lines below a question. Each becomes a field."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from lxml import html

from scormbuild.importer.document import DIRECTIVE, Document, make_directive, text_of
from scormbuild.importer.recognition.tidy import blocks

_DOTS: Final = r"[.…_\u2024\u2025]"
_ROW = re.compile(rf"(?:{_DOTS}[\s.…_]*){{3,}}|…+|_{{3,}}")
_ROW_BEHIND = re.compile(
    rf"(?P<question>.*?\w.*?[?:!.)]?)\s*(?P<room>(?:{_DOTS}\s*){{5,}}|…{{2,}})", re.DOTALL
)
_FEWEST_ROWS: Final = 2
_MOST_ROWS: Final = 20


def recognise_answers(document: Document) -> None:
    """Each run of rows with the question above it, or in front of it."""
    for block in blocks(document):
        split_row_behind(block)
    for run in row_runs(document):
        make_field(document, run)


def row_count(block: html.HtmlElement) -> int:
    """How many rows of dots a paragraph is; 0 where it is anything else."""
    if block.tag != "p" or not _ROW.fullmatch(text_of(block)):
        return 0
    return 1 + len(block.xpath(".//br"))


def split_row_behind(block: html.HtmlElement) -> None:
    """`What do you think? .......` as a question with a row below it."""
    if block.tag != "p" or row_count(block):
        return
    last = next(reversed([node for node in block.xpath(".//text()") if str(node).strip()]), None)
    found = _ROW_BEHIND.fullmatch(str(last)) if last is not None else None
    if last is None or not found:
        return
    parent = last.getparent()
    if last.is_text:
        parent.text = found["question"]
    else:
        parent.tail = found["question"]
    row = html.Element("p")
    row.text = "....."
    block.addnext(row)


def row_runs(document: Document) -> list[list[html.HtmlElement]]:
    """The rows that stand together."""
    groups = groupby(blocks(document), key=lambda block: row_count(block) > 0)
    return [list(run) for is_row, run in groups if is_row]


def make_field(document: Document, run: list[html.HtmlElement]) -> None:
    """A reflection in place of the rows and of the question above; rows without one stay as they are."""
    rows = sum(row_count(block) for block in run)
    question = take_question(run[0])
    if question is None:
        document.tell("left", run[0], "room to write in, with no question above it")
        return
    count = min(max(rows, _FEWEST_ROWS), _MOST_ROWS)
    field = make_directive("reflection", question, **({"rows": str(count)} if count != _FEWEST_ROWS else {}))
    field.set("data-words", text_of(question))
    run[0].addprevious(field)
    document.tell("made", question, f"a question with a field, from {rows} row{'s' * (rows > 1)} to write in")
    for block in run:
        block.drop_tree()


def take_question(row: html.HtmlElement) -> html.HtmlElement | None:
    """The question above a row, taken from where it stands: a paragraph, or the last item of a list."""
    above = row.getprevious()
    if above is None or above.tag == DIRECTIVE or row_count(above):
        return None
    if above.tag in ("ul", "ol") and len(above):
        item = above[-1]
        above.remove(item)
        if not len(above):
            above.drop_tree()
        item.tag = "p"
        return item
    if above.tag in ("p", "h3", "h4", "h5", "h6"):
        above.getparent().remove(above)
        above.tag = "p"
        return above
    return None
