"""An IMS content package of one SCO, as each version of SCORM has it in a namespace of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from lxml import etree

from scormbuild.course.model import Course

ASSETS = resources.files("scormbuild.course") / "assets"
MANIFEST = "imsmanifest.xml"
LAUNCH = "index.html"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def read_control_files(folder: Traversable, names: Iterable[str]) -> dict[str, bytes]:
    """The schemas that a package carries in its root."""
    return {name: (folder / name).read_bytes() for name in names}


def start_manifest(
    course: Course, version: str, prefixes: Mapping[str | None, str], locations: Mapping[str, str]
) -> etree._Element:
    """The root of a manifest, in the namespace that has no prefix.

    Identifiers come from the course's id alone: an LMS that meets another identifier in a later version
    deletes what learners did.
    """
    tag, name = f"{{{prefixes[None]}}}manifest", f"{course.id}-manifest"
    namespaces: Any = {**prefixes, "xsi": XSI}  # lxml's types know no namespace without a prefix
    root = etree.Element(tag, identifier=name, version=version, nsmap=namespaces)
    schemas = " ".join(f"{namespace} {file}" for namespace, file in locations.items())
    root.set(f"{{{XSI}}}schemaLocation", schemas)
    return root


def add_schema(root: etree._Element, version: str) -> etree._Element:
    """Which SCORM this is: LMSs go by these two texts, to the letter."""
    metadata = add_element(root, "metadata")
    add_element(metadata, "schema", "ADL SCORM")
    add_element(metadata, "schemaversion", version)
    return metadata


def add_organization(root: etree._Element, course: Course) -> tuple[etree._Element, etree._Element]:
    """One organization with one item, for navigation is the course's own; both of them."""
    name = f"{course.id}-organization"
    organizations = add_element(root, "organizations", default=name)
    organization = add_element(organizations, "organization", identifier=name)
    add_element(organization, "title", course.title)
    item = add_element(
        organization,
        "item",
        identifier=f"{course.id}-item",
        identifierref=f"{course.id}-sco",
        isvisible="true",
    )
    add_element(item, "title", course.title)
    return organization, item


def add_resource(root: etree._Element, course: Course, paths: Iterable[str]) -> etree._Element:
    """The SCO, with every file that it needs, sorted."""
    resource = add_element(
        add_element(root, "resources"),
        "resource",
        identifier=f"{course.id}-sco",
        # The one type of resource that SCORM knows.
        type="webcontent",
        href=LAUNCH,
    )
    for path in sorted(paths):
        add_element(resource, "file", href=path)
    return resource


def add_element(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new child in its parent's namespace."""
    return add_foreign_element(parent, etree.QName(parent).namespace or "", name, text, **attributes)


def add_foreign_element(
    parent: etree._Element, namespace: str, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new child in another namespace."""
    child = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    child.text = text
    return child


def write_manifest(root: etree._Element) -> bytes:
    """The manifest as a file."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
