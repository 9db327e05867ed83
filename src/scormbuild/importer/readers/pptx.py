"""Slides: ECMA-376, part 1, 19 (PresentationML). A section is a page, a slide is a part of one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from scormbuild.importer.addresses import keep_media
from scormbuild.importer.document import Document, Finding, parse_body, text_of
from scormbuild.importer.readers.docx import find_title
from scormbuild.importer.readers.office_zip import OfficeParts, office_parts
from scormbuild.importer.readers.source_file import SourceFile

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_DECK: Final = "ppt/presentation.xml"
_PICTURES: Final = ("png", "jpg", "jpeg", "gif", "svg", "webp")
_TITLES: Final = ("title", "ctrTitle")
# What a theme writes on every slide.
_ON_ALL: Final = ("dt", "ftr", "sldNum")
_MARKS: Final = {"b": "strong", "i": "em"}


def read_pptx(file: SourceFile) -> Document:
    """The slides in their order; notes and hidden slides are told, with their words."""
    parts = office_parts(file)
    deck = parts.get(_DECK)
    if deck is None:
        raise file.unreadable("there are no slides in it", "open it in PowerPoint and save it again")
    document = Document(parse_body(""), find_title(parts))
    sections = section_names(deck)
    targets = links_of(parts, _DECK)
    for number, entry in enumerate(deck.iter(f"{_P}sldId"), 1):
        if name := sections.get(entry.get("id", "")):
            document.body.append(heading("h1", name))
        path = targets.get(entry.get(f"{_R}id", ""), "")
        slide = parts.get(path)
        if slide is None:
            document.findings.append(Finding("left", f"slide {number}", "it isn't in the file"))
        elif slide.get("show") in ("0", "false"):
            hidden = f"a hidden slide: {' '.join(words_of(slide))}"
            document.findings.append(Finding("left", f"slide {number}", hidden))
        else:
            Slide(document, parts, path, number).read(slide)
    return document


def section_names(deck: etree._Element) -> dict[str, str]:
    """The name of each section, by the id of its first slide."""
    sections = ((each, each.find(f".//{_P14}sldId")) for each in deck.iter(f"{_P14}section"))
    return {first.get("id", ""): each.get("name", "") for each, first in sections if first is not None}


def links_of(parts: OfficeParts, path: str) -> dict[str, str]:
    """What a part points at, by its id there: a path in the file, or an address elsewhere."""
    folder, _, name = path.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    return {
        each.get("Id", ""): each.get("Target", "")
        if each.get("TargetMode") == "External"
        else posixpath.normpath(posixpath.join(folder, each.get("Target", ""))).lstrip("/")
        for each in ([] if relations is None else relations)
    }


def words_of(element: etree._Element) -> list[str]:
    """The texts in a part."""
    return [each.text for each in element.iter(f"{_A}t") if each.text]


def heading(tag: str, words: str) -> html.HtmlElement:
    """A heading with these words."""
    made = html.Element(tag)
    made.text = words
    return made


class Slide:
    """Reads one slide into a document."""

    def __init__(self, document: Document, parts: OfficeParts, path: str, number: int) -> None:
        self.document, self.parts = document, parts
        self.links = links_of(parts, path)
        self.place = f"slide {number}"

    def read(self, slide: etree._Element) -> None:
        """Its title, then its shapes in the order in which they are read out."""
        shapes = list(slide.iter(f"{_P}sp", f"{_P}pic", f"{_P}graphicFrame"))
        title = next((each for each in shapes if role_of(each) in _TITLES and words_of(each)), None)
        words = self.place if title is None else " ".join("".join(words_of(title)).split())
        # Without a title a slide goes on where the one before it ended.
        if title is not None:
            self.document.body.append(heading("h2", words))
        for shape in shapes:
            if shape is not title and role_of(shape) not in _ON_ALL:
                self.document.body.extend(self.blocks(shape))
        for path in self.links.values():
            notes = self.parts.get(path) if path.startswith("ppt/notesSlides/") else None
            bodies = (
                [] if notes is None else [each for each in notes.iter(f"{_P}sp") if role_of(each) == "body"]
            )
            if said := " ".join(word for body in bodies for word in words_of(body)).strip():
                self.tell(f"the notes of a speaker: {said}")

    def tell(self, text: str) -> None:
        """Note what didn't come along."""
        self.document.findings.append(Finding("left", self.place, text))

    def blocks(self, shape: etree._Element) -> list[html.HtmlElement]:
        """A shape as blocks."""
        if shape.tag == f"{_P}pic":
            return self.picture(shape)
        table = shape.find(f".//{_A}tbl")
        if table is not None:
            return [self.table(table)]
        if shape.tag == f"{_P}graphicFrame":
            named = shape.find(f".//{_P}cNvPr")
            words = "" if named is None else named.get("descr") or named.get("name") or ""
            self.tell(f"a chart, a drawing of SmartArt or an object: {words}")
            return []
        is_list = role_of(shape) in ("body", "", "obj") and shape.find(f".//{_P}ph") is not None
        paragraphs = list(shape.iter(f"{_A}p"))
        return list(
            self.items(paragraphs) if is_list and len(paragraphs) > 1 else self.paragraphs(paragraphs)
        )

    def paragraphs(self, paragraphs: list[etree._Element]) -> Iterator[html.HtmlElement]:
        """Each one that isn't empty."""
        made = (self.runs("p", each) for each in paragraphs)
        return (each for each in made if text_of(each))

    def items(self, paragraphs: list[etree._Element]) -> Iterator[html.HtmlElement]:
        """The text of a slide as a list, with what is indented in lists of its own."""
        top = html.Element("ul")
        lists = [top]
        for each in paragraphs:
            item = self.runs("li", each)
            if not text_of(item):
                continue
            outline = each.find(f"{_A}pPr")
            level = int("0" + "".join(filter(str.isdigit, "" if outline is None else outline.get("lvl", ""))))
            del lists[level + 1 :]
            if level >= len(lists) and len(lists[-1]):
                lists.append(etree.SubElement(lists[-1][-1], "ul"))
            lists[-1].append(item)
        return iter([top] if len(top) else [])

    def runs(self, tag: str, paragraph: etree._Element) -> html.HtmlElement:
        """A paragraph with its emphasis and links."""
        made = html.Element(tag)
        for run in paragraph.iter(f"{_A}r", f"{_A}br", f"{_A}fld"):
            if run.tag == f"{_A}br":
                etree.SubElement(made, "br")
                continue
            properties = run.find(f"{_A}rPr")
            piece = etree.SubElement(made, "span")
            link = None if properties is None else properties.find(f"{_A}hlinkClick")
            if link is not None:
                piece = etree.SubElement(piece, "a", href=self.links.get(link.get(f"{_R}id", ""), ""))
            for name, mark in _MARKS.items():
                if properties is not None and properties.get(name) in ("1", "true"):
                    piece = etree.SubElement(piece, mark)
            piece.text = run.findtext(f"{_A}t")
        return made

    def table(self, table: etree._Element) -> html.HtmlElement:
        """A table, cell by cell."""
        made = html.Element("table")
        for row in table.iter(f"{_A}tr"):
            line = etree.SubElement(made, "tr")
            for cell in row.iterchildren(f"{_A}tc"):
                etree.SubElement(line, "td").extend(self.paragraphs(list(cell.iter(f"{_A}p"))))
        return made

    def picture(self, shape: etree._Element) -> list[html.HtmlElement]:
        """A picture with its alternative text; a film is told."""
        named, blip = shape.find(f".//{_P}cNvPr"), shape.find(f".//{_A}blip")
        words = "" if named is None else named.get("descr") or ""
        path = self.links.get("" if blip is None else blip.get(f"{_R}embed", ""), "")
        film = shape.find(f".//{_A}videoFile")
        data = self.parts.media(path) if film is None and path.lower().endswith(_PICTURES) else None
        if data is None:
            kind = (
                "a film" if film is not None else "a picture of a form that no browser shows: save it as PNG"
            )
            self.tell(f"{kind}: {words or path}")
            return []
        image = html.Element("img", src=f"media/{keep_media(self.document, path, data)}", alt=words)
        paragraph = html.Element("p")
        paragraph.append(image)
        return [paragraph]


def role_of(shape: etree._Element) -> str:
    """What a shape is on its slide: a title, a text, the number at the foot; "" where it doesn't say."""
    place = shape.find(f".//{_P}nvPr/{_P}ph")
    return "" if place is None else place.get("type", "")
