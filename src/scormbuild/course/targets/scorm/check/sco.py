"""What an LMS launches: scormtype, SCOs, and the page that a SCO begins with (SCORM 1.2 CAM, 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from scormbuild.course.check.launch import Api, check_launch_pages
from scormbuild.course.check.pages import is_page
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.course.targets.scorm.check.references import address_path, xml_base
from scormbuild.errors import Problem

FLASH = ".swf"


def check_scormtypes(package: ContentPackage) -> Iterator[Problem]:
    """Every resource that is launched has `adlcp:scormtype`, in these letters: `sco` or `asset`."""
    launched = set(package.launched_resources())
    for element in package.elements("resource"):
        names = scormtype_attributes(element)
        if names:
            yield from check_scormtype(package, element, names[0])
        elif element in launched:
            message = "the resource has no scormtype; Moodle then calls it done as soon as it is opened"
            yield package.problem(element, "missing-scormtype", message)


def check_scormtype(package: ContentPackage, element: etree._Element, name: str) -> Iterator[Problem]:
    """One scormtype: its namespace, its capital, its value."""
    written, dialect = etree.QName(name), package.dialect
    value = element.get(name, "")
    if written.namespace != dialect.adlcp:
        message = f"scormtype is not in the namespace of {dialect.name}, {dialect.adlcp}"
        yield package.problem(element, "wrong-scormtype", message)
    elif value.strip().lower() not in ("sco", "asset"):
        yield package.problem(element, "wrong-scormtype", f"scormtype is '{value}', not sco or asset")
    elif written.localname != dialect.scormtype or value not in ("sco", "asset"):
        message = (
            f"this is '{written.localname}=\"{value}\"', and {dialect.name} writes '{dialect.scormtype}'"
        )
        message += " and small letters in the value" if value not in ("sco", "asset") else ""
        yield package.problem(element, "scormtype-capital", message)


def check_scos(package: ContentPackage) -> Iterator[Problem]:
    """There is a SCO, and an item to launch: without them the LMS hears nothing of a learner."""
    launched, items = package.launched_resources(), package.elements("item")
    # A scormtype that is missing or wrong is told by another rule, and may be meant as a SCO.
    if launched and all(scormtype(element) == "asset" for element in launched):
        message = "nothing that is launched is a SCO, so nothing can be recorded"
        yield package.problem(package.root, "no-sco", message)
    if not any(element.get("identifierref") for element in items) and package.elements("organization"):
        yield package.problem(package.root, "nothing-to-launch", "no item refers to a resource")


def check_launches(package: ContentPackage) -> Iterator[Problem]:
    """What an item launches has an address, and a SCO begins with a page, where script can find the API."""
    for element in package.launched_resources():
        href = element.get("href")
        path = address_path(href or "")
        if not href:
            message = "an item launches this resource, and it has no href"
            yield package.problem(element, "missing-href", message)
        elif path.lower().endswith(FLASH):
            yield package.problem(
                element, "flash-launch", f"'{href}' is a Flash film, which no browser plays"
            )
        elif scormtype(element) == "sco" and not is_page(path):
            message = f"the SCO launches '{href}', which is no HTML page"
            yield package.problem(element, "launch-not-html", message)


def check_sco_pages(package: ContentPackage, api: Api) -> Iterator[Problem]:
    """The page of each SCO can call the LMS."""
    yield from check_launch_pages(
        package.archive,
        [
            (address_path(xml_base(element) + element.get("href", "")), partial(package.problem, element))
            for element in package.launched_resources()
            if scormtype(element) == "sco"
        ],
        api,
    )


def scormtype_attributes(element: etree._Element) -> list[str]:
    """The attributes that are, or were meant as, adlcp:scormtype."""
    return [str(name) for name in element.attrib if etree.QName(name).localname.lower() == "scormtype"]


def scormtype(element: etree._Element) -> str:
    """What the resource is meant as, however that is spelt; "" if it doesn't say."""
    return next((element.get(name, "").strip().lower() for name in scormtype_attributes(element)), "")
