"""Addresses of films, as they are pasted: the film itself, where the address stands."""

from __future__ import annotations

import re

from lxml import html

from scormbuild.course.blocks.film_sites import FILM_SITES
from scormbuild.importer.document import Document, make_directive, text_of
from scormbuild.importer.recognition.tidy import blocks

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+")


def recognise_films(document: Document) -> None:
    """Below each block with the address of a film that film; in place of a block that is no more than it."""
    for block in blocks(document):
        for site, address in films_in(block):
            film = make_directive("video", **{"title": film_title(block, address), site: address})
            film.set("data-words", film.get("data-option-title", ""))
            block.addnext(film)
            document.tell("made", block, f"a film: {address}")
            if text_of(block) == address:
                block.drop_tree()


def films_in(block: html.HtmlElement) -> list[tuple[str, str]]:
    """The films that a block leads to, each once: the site's key and the address."""
    links = [link.get("href", "") for link in block.iter("a")]
    bare = (found.rstrip(".,);") for found in _ADDRESS.findall(text_of(block)))
    addresses = dict.fromkeys([*links, *bare])
    return [
        (key, address)
        for address in addresses
        for key, site in FILM_SITES.items()
        if address.startswith("http") and site.film.fullmatch(address)
    ]


def film_title(block: html.HtmlElement, address: str) -> str:
    """What a text calls the film: the words of its link, or what stands between quotation marks."""
    words = [text_of(link) for link in block.iter("a") if link.get("href") == address]
    named = next((word for word in words if word and not word.startswith("http")), "")
    quoted = re.search(r"(?:^|\s)['‘“\"](.{4,90})['’”\"](?=[\s.,?!]|$)", text_of(block))
    above = block.getprevious()
    lead = "" if above is None else text_of(above)
    return named or (quoted[1] if quoted else "") or (lead[:-1] if lead.endswith(":") else "") or address
