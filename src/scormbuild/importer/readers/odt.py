"""OpenDocument text, as LibreOffice writes it: OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from scormbuild.importer.addresses import keep_media
from scormbuild.importer.document import Document, Finding, parse_body, text_of
from scormbuild.importer.readers.office_zip import OfficeParts, office_parts
from scormbuild.importer.readers.source_file import SourceFile

_NAMES: Final = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_PREFIXES: Final = {address: prefix for prefix, address in _NAMES.items()}
_PICTURES: Final = ("png", "jpg", "jpeg", "gif", "svg", "webp")
_SAME: Final = {
    "text:p": "p",
    "text:list": "ul",
    "text:list-item": "li",
    "text:list-header": "li",
    "table:table": "table",
    "table:table-row": "tr",
    "table:table-cell": "td",
    "text:line-break": "br",
}
_PASSED_BY: Final = frozenset(
    {
        "text:tracked-changes",
        "text:table-of-content",
        "text:sequence-decls",
        "office:forms",
        "text:note-citation",
    }
)


def read_odt(file: SourceFile) -> Document:
    """The blocks of a document; comments and tracked changes are told, with their words."""
    parts = office_parts(file)
    content = parts.get("content.xml")
    text = None if content is None else content.find("office:body/office:text", _NAMES)
    if content is None or text is None:
        raise file.unreadable("there is no text in it", "open it in LibreOffice and save it as .odt")
    document = Document(parse_body(""))
    meta = parts.get("meta.xml")
    document.title = "" if meta is None else " ".join((meta.findtext(".//dc:title", "", _NAMES)).split())
    Text(document, parts, content).read(text)
    document.findings += told_changes(text)
    return document


def told_changes(text: etree._Element) -> Iterator[Finding]:
    """Changes that nobody has accepted yet: what was added comes along, what was deleted doesn't."""
    for change in text.iterfind(".//text:changed-region", _NAMES):
        words = " ".join(" ".join(map(str, each.itertext())) for each in change.iterfind(".//text:p", _NAMES))
        if change.find("text:deletion", _NAMES) is not None:
            yield Finding(
                "left", f"“{words}”", "a change that was tracked: deleted, and so not in the course"
            )
        else:
            yield Finding("guessed", "the text", "a change that was tracked: added, and so in the course")


def name_of(element: etree._Element) -> str:
    """The name of an element with its usual prefix; "" of a comment in XML."""
    if not isinstance(element.tag, str):
        return ""
    found = etree.QName(element)
    return f"{_PREFIXES.get(found.namespace or '', '')}:{found.localname}"


def value(element: etree._Element | None, name: str) -> str:
    """An attribute by its usual prefix; "" where it isn't there."""
    prefix, _, local = name.partition(":")
    return "" if element is None else element.get(f"{{{_NAMES[prefix]}}}{local}", "")


class Text:
    """Reads what stands in a document into HTML."""

    def __init__(self, document: Document, parts: OfficeParts, content: etree._Element) -> None:
        self.document, self.parts = document, parts
        self.notes: list[html.HtmlElement] = []
        styles = content.iterfind(".//style:style", _NAMES)
        self.marks = {value(each, "style:name"): list(marks_of(each)) for each in styles}
        lists = content.iterfind(".//text:list-style", _NAMES)
        self.numbered = {
            value(each, "style:name")
            for each in lists
            if len(each) and name_of(each[0]) == "text:list-level-style-number"
        }

    def read(self, text: etree._Element) -> None:
        """All blocks, and the footnotes as a list behind them."""
        self.fill(self.document.body, text)
        if self.notes:
            notes = etree.SubElement(self.document.body, "ol")
            notes.extend(self.notes)

    def fill(self, made: html.HtmlElement, source: etree._Element) -> None:
        """Everything in an element, in its order."""
        add_text(made, source.text)
        for child in source:
            if name_of(child) not in _PASSED_BY:
                self.add(made, child)
            add_text(made, child.tail)

    def add(self, made: html.HtmlElement, child: etree._Element) -> None:
        """One element of the document behind what is there."""
        name = name_of(child)
        if name == "office:annotation":
            who = child.findtext("dc:creator", "", _NAMES).strip() or "somebody"
            words = " ".join(" ".join(map(str, each.itertext())) for each in child.iterfind("text:p", _NAMES))
            place = f"“{text_of(made)[:40]}”"
            self.document.findings.append(Finding("left", place, f"a comment of {who}: {words}"))
        elif name == "text:note":
            self.note(made, child)
        elif name == "draw:frame":
            self.frame(made, child)
        elif name in ("text:s", "text:tab"):
            add_text(made, " ")
        elif name == "text:a":
            self.fill(etree.SubElement(made, "a", href=value(child, "xlink:href")), child)
        elif name == "text:span":
            for mark in self.marks.get(value(child, "text:style-name"), []):
                made = etree.SubElement(made, mark)
            self.fill(made, child)
        elif tag := self.tag(name, child):
            self.fill(etree.SubElement(made, tag), child)
        else:
            self.fill(made, child)

    def tag(self, name: str, element: etree._Element) -> str:
        """The element of HTML that is the same; "" for what only holds others."""
        if name == "text:h":
            return f"h{min(int('0' + value(element, 'text:outline-level')) or 1, 6)}"
        if name == "text:p" and value(element, "text:style-name") == "Title":
            return "h1"
        if name == "text:list" and value(element, "text:style-name") in self.numbered:
            return "ol"
        return _SAME.get(name, "")

    def note(self, made: html.HtmlElement, note: etree._Element) -> None:
        """A footnote: its number in the text, its words at the end."""
        item = html.Element("li")
        body = note.find("text:note-body", _NAMES)
        if body is not None:
            self.fill(item, body)
        self.notes.append(item)
        etree.SubElement(made, "sup").text = str(len(self.notes))

    def frame(self, made: html.HtmlElement, frame: etree._Element) -> None:
        """A picture with its alternative text, or a box with text."""
        image, box = frame.find("draw:image", _NAMES), frame.find("draw:text-box", _NAMES)
        words = frame.findtext("svg:desc", "", _NAMES) or frame.findtext("svg:title", "", _NAMES)
        path = value(image, "xlink:href")
        data = self.parts.media(path) if path.lower().endswith(_PICTURES) else None
        if box is not None:
            # A paragraph in a paragraph is no HTML: what stands in a box comes behind the words around it.
            self.fill(etree.SubElement(made, "span"), box)
        elif data is not None:
            name = keep_media(self.document, path, data)
            etree.SubElement(made, "img", src=f"media/{name}", alt=words)
        else:
            self.document.findings.append(
                Finding("left", f"“{text_of(made)[:40]}”", f"an object: {words or path}")
            )


def marks_of(style: etree._Element) -> Iterator[str]:
    """The emphasis that a style gives."""
    properties = style.find("style:text-properties", _NAMES)
    if value(properties, "fo:font-weight") == "bold":
        yield "strong"
    if value(properties, "fo:font-style") == "italic":
        yield "em"


def add_text(made: html.HtmlElement, text: str | None) -> None:
    """Text behind what is there."""
    if not text:
        return
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text
