"""Paragraphs that begin with "Let op:", "Tip:", "Opdracht:" and the like: callouts."""

from __future__ import annotations

import re
from typing import Final

from lxml import html

from scormbuild.importer.document import Document, make_directive, text_of
from scormbuild.importer.recognition.tidy import blocks

# What a paragraph begins with, and the callout that it is.
_KINDS: Final = {
    "warning": (
        "let op",
        "pas op",
        "waarschuwing",
        "belangrijk",
        "warning",
        "caution",
        "attention",
        "important",
    ),
    "tip": ("tip", "hint"),
    "example": ("voorbeeld", "example"),
    "note": (
        "opdracht",
        "oefening",
        "opmerking",
        "onthoud",
        "weetje",
        "assignment",
        "exercise",
        "note",
        "remember",
    ),
}
_WORDS = {word: kind for kind, words in _KINDS.items() for word in words}
_START = re.compile(rf"({'|'.join(sorted(_WORDS, key=len, reverse=True))})\s*[:!]\s*", re.IGNORECASE)


def recognise_callouts(document: Document) -> None:
    """Each such paragraph, its first words as the title."""
    for block in blocks(document):
        found = _START.match(text_of(block)) if block.tag == "p" else None
        if not found or found.end() == len(text_of(block)):
            continue
        title = found[1][0].upper() + found[1][1:]
        block.addprevious(make_callout(block, found, title))
        document.tell("made", block, f"a callout, by “{title}”")
        block.drop_tree()


def make_callout(block: html.HtmlElement, found: re.Match[str], title: str) -> html.HtmlElement:
    """The paragraph without its first words, which are the title now."""
    rest = html.fromstring(html.tostring(block, encoding="unicode", with_tail=False))
    drop_start(rest, found.end())
    made = make_directive("callout", rest, title=title)
    made.set("data-argument", _WORDS[found[1].lower()])
    return made


def drop_start(element: html.HtmlElement, length: int) -> None:
    """Take so many characters away, blanks counted once, from the front of what somebody reads."""
    wanted = length
    for node in element.xpath(".//text()"):
        text = str(node)
        cut = 0
        while wanted > 0 and cut < len(text):
            cut += 1
            wanted -= not (text[cut - 1].isspace() and cut < len(text) and text[cut].isspace())
        parent = node.getparent()
        rest = text[cut:].lstrip() if not wanted else text[cut:]
        if node.is_text:
            parent.text = rest
        else:
            parent.tail = rest
        if wanted <= 0 and rest:
            return
