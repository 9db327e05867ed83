"""cmi5.xml: the course structure, which an LMS reads first (cmi5 section 13)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from scormbuild.course.model import CompletionRule, Course

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
# As it stands in the zip: "./index.html" and a fragment are refused, and LMSs merge a query wrongly.
LAUNCH = "index.html"


def structure_files(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:  # noqa: ARG001
    """The course structure; cmi5 has no list of files."""
    return {"cmi5.xml": render_structure(course)}


def render_structure(course: Course) -> bytes:
    """A course of one assignable unit: navigation is the course's own, and so is what it remembers.

    Identifiers come from the course's IRI alone: an LMS knows a later version of the course by them.
    """
    root = etree.Element(f"{{{NAMESPACE}}}courseStructure", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    add_texts(add_element(root, "course", id=course.iri), course)
    # Every identifier in the file is another one (cmi5 3.0, 13.1.4).
    unit = add_element(root, "au", id=f"{course.iri}/au", **satisfaction(course.completion))
    add_texts(unit, course)  # before the address: the schema's types are sequences
    add_element(unit, "url").text = LAUNCH
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def satisfaction(rule: CompletionRule) -> dict[str, str]:
    """When an LMS may call the unit satisfied, from the course's own rule (cmi5 13.1.4, moveOn).

    Always said: by default a unit is satisfied before anybody has opened it. A course with a score isn't
    done by who failed it, so there both are asked for.
    """
    if not rule.score:
        return {"moveOn": "Completed"}
    # Of the percentage at most two decimals are left; an LMS takes four.
    return {"moveOn": "CompletedAndPassed", "masteryScore": f"{Decimal(rule.score) / 100:f}"}


def add_texts(parent: etree._Element, course: Course) -> None:
    """Title and description, which are both mandatory, each with its language."""
    for name, text in (("title", course.title), ("description", course.description)):
        string = add_element(add_element(parent, name), "langstring", lang=course.language)
        string.text = text


def add_element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new child in the namespace of course structures."""
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
