"""Word: mammoth reads what a document says by its styles; what it leaves out is looked up and told."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import mammoth
from lxml import etree

from scormbuild.importer.document import Document, Finding, parse_body
from scormbuild.importer.readers.office_zip import OfficeParts, office_parts
from scormbuild.importer.readers.source_file import SourceFile

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMULA: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
# An underlined word is no link; Word's own title is the course's.
_STYLES: Final = "p[style-name='Title'] => h1.title:fresh\nu => em"
_PICTURES: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}
# What a library may raise on a document that Word would repair without a word.
_BROKEN: Final = (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, RecursionError)


def read_docx(file: SourceFile) -> Document:
    """The blocks of a document; comments and tracked changes are told, with the words they are about."""
    parts = office_parts(file)
    pictures = Pictures(file.stem)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(file.data), style_map=_STYLES, convert_image=mammoth.images.img_element(pictures.keep)
        )
    except _BROKEN as error:
        raise file.unreadable(f"it can't be read: {error}", "open it in Word and save it again") from None
    document = Document(parse_body(made.value), find_title(parts), find_language(parts), media=pictures.media)
    document.findings += [
        *pictures.findings,
        *told_comments(parts),
        *told_changes(parts),
        *told_formulas(parts),
    ]
    return document


class Pictures:
    """The pictures of a document, named after it and numbered."""

    def __init__(self, stem: str) -> None:
        self.stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "picture"
        self.numbers = count(1)
        self.media: dict[str, bytes] = {}
        self.findings: list[Finding] = []

    def keep(self, image: Any) -> dict[str, str]:
        """The attributes of the picture's element; a form that no browser shows is told."""
        name = f"{self.stem}-{next(self.numbers)}"
        ending = _PICTURES.get(image.content_type)
        if ending is None:
            self.findings.append(
                Finding("left", name, f"a picture of the form {image.content_type}: save it as PNG")
            )
            return {"src": ""}
        with image.open() as data:
            self.media[f"{name}.{ending}"] = data.read()
        return {"src": f"media/{name}.{ending}"}


def find_title(parts: OfficeParts) -> str:
    """What the document says that it is called."""
    core = parts.get("docProps/core.xml")
    return " ".join((core.findtext(f"{_DC}title") or "").split()) if core is not None else ""


def find_language(parts: OfficeParts) -> str:
    """The language of its default style, without the country."""
    styles = parts.get("word/styles.xml")
    found = None if styles is None else styles.find(f".//{_W}docDefaults//{_W}lang")
    return "" if found is None else (found.get(f"{_W}val") or "").partition("-")[0]


def told_comments(parts: OfficeParts) -> Iterator[Finding]:
    """Each comment, with who wrote it: it is for colleagues, not for learners."""
    comments = parts.get("word/comments.xml")
    for comment in [] if comments is None else comments.iter(f"{_W}comment"):
        who = comment.get(f"{_W}author") or "somebody"
        yield Finding(
            "left", quote(commented_words(parts, comment)), f"a comment of {who}: {words_of(comment)}"
        )


def commented_words(parts: OfficeParts, comment: etree._Element) -> str:
    """The words between the two ends of a comment."""
    document = parts.get("word/document.xml")
    number, inside, words = comment.get(f"{_W}id"), False, []
    for element in [] if document is None else document.iter():
        if element.get(f"{_W}id") == number and element.tag in (
            f"{_W}commentRangeStart",
            f"{_W}commentRangeEnd",
        ):
            inside = element.tag == f"{_W}commentRangeStart"
        elif inside and element.tag == f"{_W}t":
            words.append(element.text or "")
    return "".join(words)


def told_changes(parts: OfficeParts) -> Iterator[Finding]:
    """Changes that nobody has accepted yet: what was added comes along, what was deleted doesn't."""
    document = parts.get("word/document.xml")
    for element in [] if document is None else document.iter(f"{_W}ins", f"{_W}del"):
        words = words_of(element)
        if not words:
            continue
        if element.tag == f"{_W}ins":
            yield Finding("guessed", quote(words), "a change that was tracked: added, and so in the course")
        else:
            yield Finding(
                "left", quote(words), "a change that was tracked: deleted, and so not in the course"
            )


def told_formulas(parts: OfficeParts) -> Iterator[Finding]:
    """Formulas: they need to be written as TeX."""
    document = parts.get("word/document.xml")
    for element in [] if document is None else document.iter(_FORMULA):
        yield Finding(
            "left", quote("".join(map(str, element.itertext()))), "a formula: write it as TeX, between two $"
        )


def words_of(element: etree._Element) -> str:
    """What was written there, deleted or not."""
    return " ".join("".join(each.text or "" for each in element.iter(f"{_W}t", f"{_W}delText")).split())


def quote(words: str) -> str:
    """The first words of a place."""
    return f"“{words[:40].rstrip()}{'…' if len(words) > 40 else ''}”"
