"""Lists in which some items are marked as right: a question with answers to choose from."""

from __future__ import annotations

import re
from typing import Final

from lxml import html

from scormbuild.importer.document import DIRECTIVE, Document, make_directive, text_of
from scormbuild.importer.inline_markdown import inline_markdown
from scormbuild.importer.recognition.tidy import blocks

_RIGHT: Final = re.compile(r"\[[xX✓]\]|\([xX]\)|[☑☒✓✔✅🗹]")
_OPEN: Final = re.compile(r"\[[ _]?\]|\( ?\)|[☐□▢]")
_BEHIND: Final = re.compile(
    r"\s*(?:[(\[]\s*(?:(?:goed|juist)(?:e antwoord)?|(?:correct|right)(?: answer)?)\s*[)\]]\s*\.?|[✓✔✅])$",
    re.IGNORECASE,
)


def recognise_choices(document: Document) -> None:
    """Each list with boxes to tick, or with words behind the right item, below its question."""
    for block in blocks(document):
        if block.tag not in ("ul", "ol") or len(block) < 2:
            continue
        options = [read_option(item) for item in block]
        boxes = all(option is not None for option in map(box_of, block))
        marked = sum(right for right, _ in options)
        above = block.getprevious()
        if not marked or (not boxes and marked == len(options)) or above is None or above.tag == DIRECTIVE:
            continue
        above.getparent().remove(above)
        above.tag = "p" if above.tag.startswith("h") else above.tag
        choice = make_directive("choice")
        choice.set("data-words", text_of(above))
        lines = "\n".join(f"- [{'x' if right else ' '}] {text}" for right, text in options)
        choice.set("data-body", f"{inline_markdown(above)}\n\n{lines}")
        block.addprevious(choice)
        document.tell("made", block, f"a choice of {len(options)}, {marked} of them right")
        block.drop_tree()


def box_of(item: html.HtmlElement) -> bool | None:
    """Whether the box in front of an item is ticked; None where there is none."""
    box = item.find(".//input")
    if box is not None and box.get("type") == "checkbox":
        return box.get("checked") is not None
    text = text_of(item)
    if _RIGHT.match(text):
        return True
    return False if _OPEN.match(text) else None


def read_option(item: html.HtmlElement) -> tuple[bool, str]:
    """Whether an item is marked as right, and its words without the mark."""
    text = inline_markdown(item, " ")
    plain = text.replace("\\", "")
    box = box_of(item)
    for pattern in (_RIGHT, _OPEN):
        if found := pattern.match(plain):
            text = plain[found.end() :].strip()
    behind = _BEHIND.search(text)
    return (box if box is not None else bool(behind)), _BEHIND.sub("", text)
