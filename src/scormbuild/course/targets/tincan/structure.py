"""tincan.xml: what a launching system reads first (projecttincan.com, tincan.xsd)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from scormbuild.course.model import Course
from scormbuild.vocabulary import COURSE

NAMESPACE = "http://projecttincan.com/tincan.xsd"
# Without a query: Moodle's tincanlaunch puts its parameters after a ? of its own.
LAUNCH = "index.html"


def structure_files(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:  # noqa: ARG001
    """The structure; it has no list of files."""
    return {"tincan.xml": render_structure(course)}


def render_structure(course: Course) -> bytes:
    """One activity that is launched: the course."""
    root = etree.Element(f"{{{NAMESPACE}}}tincan", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    activity = add_element(add_element(root, "activities"), "activity", id=course.iri, type=COURSE)
    # In this order, as the elements of the schema are a sequence.
    for name, text in (("name", course.title), ("description", course.description), ("launch", LAUNCH)):
        add_element(activity, name, lang=course.language).text = text
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def add_element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new child in the namespace of the structure."""
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
