"""What a word processor leaves: empty paragraphs, boxes in boxes, bullets in a font of signs."""

from __future__ import annotations

import re

from lxml import html

from scormbuild.importer.document import Document, text_of

# Wingdings and Symbol lie in the area for private use: in any other font they are empty boxes.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_BOXES = frozenset({"div", "section", "article", "main", "center", "span"})
_HOLDS = ("img", "video", "audio", "table", "hr", "pre", "ul", "ol", "directive", "input")


def tidy(document: Document) -> None:
    """One level of blocks, none empty."""
    for box in [
        each
        for each in document.body.iterdescendants()
        if each.tag in _BOXES and each.getparent() is document.body
    ]:
        box.drop_tag()
    drop_private_signs(document)
    for block in list(document.body):
        if (
            isinstance(block.tag, str)
            and not text_of(block)
            and block.tag != "hr"
            and next(block.iter(*_HOLDS), None) is None
        ):
            block.drop_tree()


def drop_private_signs(document: Document) -> None:
    """Bullets and the like, which a reader would see as boxes."""
    for element in document.body.iter():
        if not isinstance(element.tag, str):
            continue
        if found := _PRIVATE_USE.search(f"{element.text or ''}{element.tail or ''}"):
            document.tell("left", element, f"a sign of a font of pictures (U+{ord(found[0]):04X})")
            element.text = _PRIVATE_USE.sub("", element.text) if element.text else element.text
            element.tail = _PRIVATE_USE.sub("", element.tail) if element.tail else element.tail


def blocks(document: Document) -> list[html.HtmlElement]:
    """The blocks at the top, without comments."""
    return [block for block in document.body if isinstance(block.tag, str)]
