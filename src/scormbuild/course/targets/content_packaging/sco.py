"""What an LMS launches: scormtype, SCOs, and the page that a SCO begins with (SCORM 1.2 CAM, 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import ManifestTree
from scormbuild.course.targets.scorm12.manifest import ADLCP
from scormbuild.errors import Problem

SCORMTYPE = f"{{{ADLCP}}}scormtype"
SCORMTYPE_HINT = 'Write adlcp:scormtype="sco" for what talks to the LMS, ="asset" for all else.'
HTML_SUFFIXES = (".html", ".htm", ".xhtml")


def check_scormtypes(document: ManifestTree) -> Iterator[Problem]:
    """Every resource has `adlcp:scormtype`, in these letters: `sco` or `asset`."""
    for element in document.elements("resource"):
        names = scormtype_attributes(element)
        value = element.get(SCORMTYPE)
        if not names:
            message = "the resource has no adlcp:scormtype; Moodle then calls it done as soon as it is opened"
            yield document.problem(element, "missing-scormtype", message, SCORMTYPE_HINT)
        elif value is None:
            yield document.problem(element, "wrong-scormtype", misspelling_message(names[0]), SCORMTYPE_HINT)
        elif value not in ("sco", "asset"):
            message = f"adlcp:scormtype is '{value}', not sco or asset"
            yield document.problem(element, "wrong-scormtype", message, SCORMTYPE_HINT)


def check_scos(document: ManifestTree) -> Iterator[Problem]:
    """There is a SCO, and an item to launch: without them the LMS hears nothing of a learner."""
    if not any(is_sco(element) for element in document.elements("resource")):
        hint = 'Write adlcp:scormtype="sco" on the resource that talks to the LMS.'
        message = "no resource is a SCO, so nothing can be recorded"
        yield document.problem(document.root, "no-sco", message, hint)
    if not any(element.get("identifierref") for element in document.elements("item")):
        hint = 'Write identifierref="…" on the item, with the identifier of a resource.'
        yield document.problem(document.root, "nothing-to-launch", "no item refers to a resource", hint)


def check_launches(document: ManifestTree) -> Iterator[Problem]:
    """What an item launches has an address, and a SCO begins with a page, where script can find the API."""
    launched = {element.get("identifierref") for element in document.elements("item")}
    for element in document.elements("resource"):
        href = element.get("href")
        if href is None and element.get("identifier") in launched:
            message = "an item launches this resource, and it has no href"
            hint = 'Write href="…" with the page to start with.'
            yield document.problem(element, "missing-href", message, hint)
        elif href is not None and is_sco(element) and not is_html_page(href):
            hint = "Launch an HTML page (.html), and show the file in that page."
            message = f"the SCO launches '{href}', which is no HTML page"
            yield document.problem(element, "launch-not-html", message, hint)


def scormtype_attributes(element: etree._Element) -> list[str]:
    """The attributes that are, or were meant as, adlcp:scormtype."""
    return [str(name) for name in element.attrib if etree.QName(name).localname.lower() == "scormtype"]


def misspelling_message(name: str) -> str:
    """What is wrong with the attribute's name."""
    written = etree.QName(name).localname
    if written != "scormtype":
        return (
            f"'{written}' is not an attribute of SCORM 1.2, which writes 'scormtype'; 2004 writes 'scormType'"
        )
    return f"scormtype is not in the namespace of SCORM 1.2, {ADLCP}"


def is_sco(element: etree._Element) -> bool:
    """Whether the resource is meant as a SCO, however that is spelt."""
    return any(element.get(name, "").strip().lower() == "sco" for name in scormtype_attributes(element))


def is_html_page(href: str) -> bool:
    """Whether the address is that of an HTML page, its query apart."""
    return href.partition("#")[0].partition("?")[0].lower().endswith(HTML_SUFFIXES)
