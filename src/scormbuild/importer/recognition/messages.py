"""A paragraph that is a quoted message from head to tail, as people show what was posted."""

from __future__ import annotations

import re

from lxml import html

from scormbuild.importer.document import Document, make_directive, text_of
from scormbuild.importer.recognition.tidy import blocks

_QUOTED = re.compile(r"[“„\"‘'«](.{20,})[”“\"’'»]", re.DOTALL)
_NETWORKS = ("Facebook", "Instagram", "LinkedIn", "WhatsApp", "TikTok", "Twitter", "X")
_POST = re.compile(r"\b(bericht|reactie|post|tweet|message|comment|review)\w*\b", re.IGNORECASE)

_ON = "|".join(_NETWORKS)
_AUTHOR = re.compile(
    rf"(?:bericht|reactie|post|tweet) van (.{{3,60}}?)(?= op (?:{_ON})|[.,:?!]|$)"
    rf"|(?:message|comment|post|tweet) (?:by|from|of) (.{{3,60}}?)(?= on (?:{_ON})|[.,:?!]|$)"
)
_SOMEBODY = {"nl": "Iemand", "en": "Somebody"}


def recognise_messages(document: Document) -> None:
    """A post where the text above speaks of a message, else a quotation."""
    for block in blocks(document):
        found = _QUOTED.fullmatch(text_of(block)) if block.tag == "p" else None
        if not found:
            continue
        above = block.getprevious()
        lead = "" if above is None else text_of(above)
        block.addprevious(make_message(found[1], lead, document.language))
        kind = "a message from social media" if _POST.search(lead) else "a quotation"
        document.tell("guessed", block, f"{kind}, since all of it stands between quotation marks")
        block.drop_tree()


def make_message(words: str, lead: str, language: str) -> html.HtmlElement:
    """The message, with who wrote it and its network if the text above names them."""
    paragraph = html.Element("p")
    paragraph.text = words.strip()
    network = next((name for name in _NETWORKS if re.search(rf"\b{name}\b", lead)), "")
    found = _AUTHOR.search(lead)
    author = capitalise(found[1] or found[2]) if found else _SOMEBODY.get(language, _SOMEBODY["en"])
    if not _POST.search(lead):
        quote = html.Element("blockquote")
        quote.append(paragraph)
        return quote
    return make_directive("post", paragraph, author=author, **({"network": network} if network else {}))


def capitalise(words: str) -> str:
    """With a capital in front."""
    return words[:1].upper() + words[1:]
