"""What a text points at: pictures come along from beside it, and what would lead nowhere is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from lxml import html

from scormbuild.importer.document import Document

# A link to anywhere else leads nowhere in a course, or would run a script there.
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_PICTURES: Final = ("png", "jpg", "jpeg", "gif", "svg", "webp")

Beside = Callable[[str], bytes | None]


def settle_addresses(document: Document, element: html.HtmlElement, beside: Beside) -> None:
    """Pictures as files in media/, links that work; the words of what doesn't come along stay."""
    for picture in list(element.iter("img")):
        settle_picture(document, picture, beside)
    for link in list(element.iter("a")):
        address = (link.get("href") or "").strip()
        if not _LINK.match(address):
            if address:
                document.tell("left", link, f"a link to {address[:200]}, which isn't in this course")
            link.drop_tag()


def settle_picture(document: Document, picture: html.HtmlElement, beside: Beside) -> None:
    """A picture under its name in media/; nothing is fetched from elsewhere."""
    address = (picture.get("src") or "").strip()
    name = address.removeprefix("media/")
    if name in document.media:
        return
    ending = name.rpartition(".")[2].lower()
    known = ending in _PICTURES and "://" not in address
    data = beside(unquote(address)) if known else None
    if data:
        picture.set("src", f"media/{keep_media(document, unquote(address), data)}")
        return
    if address:
        document.tell("left", parent_of(picture), f"a picture that isn't beside it: {address[:200]}")
    words = html.Element("span")
    words.text, words.tail = picture.get("alt"), picture.tail
    parent_of(picture).replace(picture, words)


def parent_of(picture: html.HtmlElement) -> html.HtmlElement:
    """The element in which a picture stands, which has words by which somebody finds it."""
    parent = picture.getparent()
    return picture if parent is None else parent


def keep_media(document: Document, path: str, data: bytes) -> str:
    """A file's name in media/, with a number where another file has it."""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "picture"
    name, number = f"{stem}.{ending.lower()}", 1
    while document.media.get(name, data) != data:
        number += 1
        name = f"{stem}-{number}.{ending.lower()}"
    document.media[name] = data
    return name
