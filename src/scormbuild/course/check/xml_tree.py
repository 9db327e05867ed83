"""The XML of a stranger as a tree, with the place of each element; no DTD, no entity, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from xml.parsers import expat

from lxml import etree

from scormbuild.course.check.codes import finding
from scormbuild.errors import Problem

ADL = "http://www.adlnet.org/"  # with which each namespace of ADL's begins, of any version


@dataclass(frozen=True)
class XmlTree:
    """A manifest that is well-formed."""

    name: str
    root: etree._Element
    places: dict[etree._Element, tuple[int, int]]

    def elements(self, *names: str) -> list[etree._Element]:
        """The root's and ADL's elements of these local names, so not the title in the metadata."""
        return [element for name in names for element in self.elements_by_name.get(name, [])]

    @cached_property
    def elements_by_name(self) -> dict[str, list[etree._Element]]:
        """Those elements by local name, in the namespace that the root has, right or wrong."""
        own = etree.QName(self.root).namespace
        found: dict[str, list[etree._Element]] = {}
        for element in self.places:
            name = etree.QName(element)
            if name.namespace == own or (name.namespace or "").startswith(ADL):
                found.setdefault(name.localname, []).append(element)
        return found

    def problem(self, element: etree._Element, code: str, message: str, hint: str = "") -> Problem:
        """A finding at the place where the element begins."""
        return finding(code, message, self.name, *self.places[element], hint=hint)


def parse_manifest(name: str, content: bytes) -> XmlTree | Problem:
    """The manifest as a tree, or why it is none (XML 1.0, Namespaces in XML 1.0)."""
    # Without huge_tree libxml2 keeps its own bounds on depth and length.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = str(error.msg).rpartition(", line ")[0] or str(error.msg)
        return finding("not-well-formed", f"not well-formed XML: {message}", name, *error.position)
    if root.getroottree().docinfo.internalDTD is not None:
        return finding("doctype", "the manifest has a document type declaration", name, 1, 1)
    return XmlTree(name, root, locate_elements(root, content))


def locate_elements(root: etree._Element, content: bytes) -> dict[etree._Element, tuple[int, int]]:
    """Line and column of each start tag; only the line, of the tag's end, where expat can't follow lxml."""
    elements = list(root.iter("*"))
    found = list(read_tag_positions(content, root.getroottree().docinfo.encoding or "utf-8"))
    if len(found) != len(elements):
        found = [(cast("int | None", element.sourceline) or 1, 1) for element in elements]
    return dict(zip(elements, found, strict=True))


def read_tag_positions(content: bytes, encoding: str) -> Iterator[tuple[int, int]]:
    """Where each start tag begins, from expat, since libxml2 keeps no columns."""
    found: list[tuple[int, int]] = []
    parser = expat.ParserCreate()

    def note(*_: object) -> None:
        found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = note
    try:
        # As text, since expat knows fewer encodings than libxml2 does.
        parser.Parse(content.decode(encoding), True)
    except (expat.ExpatError, LookupError, UnicodeError):
        return
    yield from found


def element_text(element: etree._Element) -> str:
    """The text at the beginning of an element, without the blanks around it."""
    return (element.text or "").strip()
