"""A table of two columns, what to do and what not: good and bad beside each other."""

from __future__ import annotations

import re

from lxml import html

from scormbuild.importer.document import Document, make_directive, text_of
from scormbuild.importer.inline_markdown import inline_markdown
from scormbuild.importer.recognition.tidy import blocks

_DO = re.compile(r"do['’]?s?|wel( doen)?|goed|doen|juist|yes|good|right|ja", re.IGNORECASE)
_DONT = re.compile(r"do?n['’]?t['’]?s?|niet( doen)?|fout|onjuist|nooit|no|bad|wrong|nee", re.IGNORECASE)


def recognise_dos_donts(document: Document) -> None:
    """Each such table, by the words above its columns."""
    for block in blocks(document):
        for table in [each for each in block.iter("table") if each is block]:
            rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
            if len(rows) > 1 and is_pair_of_heads([text_of(cell) for cell in rows[0]]):
                table.addprevious(make_dos_donts(rows))
                document.tell("made", table, "do’s and don’ts, from a table of two columns")
                table.drop_tree()


def is_pair_of_heads(heads: list[str]) -> bool:
    """Whether these are the words above what to do and what not."""
    plain = [re.sub(r"[^\w'’ ]", "", head).strip() for head in heads]
    return len(plain) == 2 and bool(_DO.fullmatch(plain[0]) and _DONT.fullmatch(plain[1]))


def make_dos_donts(rows: list[list[html.HtmlElement]]) -> html.HtmlElement:
    """The directive, its body as it is written."""
    made = make_directive("dos-donts")
    columns = [[inline_markdown(row[place], " ") for row in rows[1:] if len(row) > place] for place in (0, 1)]
    lists = (
        "\n".join(f"{mark} {text}" for text in column if text)
        for mark, column in zip("+-", columns, strict=True)
    )
    made.set("data-body", "\n\n".join(lists))
    return made
