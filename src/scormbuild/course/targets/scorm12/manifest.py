"""imsmanifest.xml: what an LMS reads first (SCORM 1.2 Content Aggregation Model, 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import resources

from lxml import etree

from scormbuild.course.model import Course, Credit

IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Moodle looks for the letters "adlcp:", so the prefixes are as fixed as the namespaces.
PREFIXES = {None: IMSCP, "imsmd": IMSMD, "adlcp": ADLCP, "xsi": XSI}
SCHEMA_LOCATION = f"{IMSCP} imscp_rootv1p1p2.xsd {IMSMD} imsmd_rootv1p2p1.xsd {ADLCP} adlcp_rootv1p2.xsd"

LAUNCH = "index.html"
CONTROL_FILES = ("adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd")
ASSETS = resources.files("scormbuild.course") / "assets"


def manifest_files(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The manifest, which lists these files, and the schemas in the root, part of no resource."""
    return {"imsmanifest.xml": render_manifest(course, files), **read_control_files()}


def read_control_files() -> dict[str, bytes]:
    """The four schemas that a SCORM 1.2 package carries in its root."""
    return {name: (ASSETS / name).read_bytes() for name in CONTROL_FILES}


def render_manifest(course: Course, paths: Iterable[str]) -> bytes:
    """The manifest of a package of one SCO that holds the files in `paths`, sorted.

    Identifiers come from the course's id alone: an LMS that meets another identifier in a later version
    deletes what learners did.
    """
    name = f"{course.id}-manifest"
    root = etree.Element(f"{{{IMSCP}}}manifest", identifier=name, version="1.2", nsmap=PREFIXES)  # type: ignore[arg-type]
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA_LOCATION)
    add_metadata(root, course)
    add_organization(root, course)
    add_resource(root, course, sorted(paths))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def add_organization(root: etree._Element, course: Course) -> None:
    """One organization with one item: navigation is the course's own."""
    name = f"{course.id}-organization"
    organizations = add_element(root, "organizations", default=name)
    organization = add_element(organizations, "organization", identifier=name)
    add_element(organization, "title", course.title)
    # No masteryscore: at LMSFinish Moodle would let it overrule the status that the course has set.
    item = add_element(
        organization,
        "item",
        identifier=f"{course.id}-item",
        identifierref=f"{course.id}-sco",
        isvisible="true",
    )
    add_element(item, "title", course.title)


def add_resource(root: etree._Element, course: Course, paths: Iterable[str]) -> None:
    """The SCO, with every file that it needs."""
    resource = add_element(
        add_element(root, "resources"),
        "resource",
        identifier=f"{course.id}-sco",
        # The one type of resource that SCORM 1.2 knows.
        type="webcontent",
        href=LAUNCH,
    )
    # A small t in 1.2, a capital in 2004. Without it Moodle calls the item done as soon as it is opened.
    resource.set(f"{{{ADLCP}}}scormtype", "sco")
    for path in paths:
        add_element(resource, "file", href=path)


def add_metadata(root: etree._Element, course: Course) -> None:
    """Title, description, version, makers and rights as LOM (IMS Learning Resource Meta-data 1.2.1)."""
    # In the order of imsmd_rootv1p2p1.xsd, whose types are sequences.
    metadata = add_element(root, "metadata")
    add_element(metadata, "schema", "ADL SCORM")
    add_element(metadata, "schemaversion", "1.2")
    record = add_lom_element(metadata, "lom")
    add_general(record, course)
    add_lifecycle(record, course)
    add_lom_element(add_lom_element(record, "metametadata"), "metadatascheme", "ADL SCORM 1.2")
    technical = add_lom_element(record, "technical")
    add_lom_element(technical, "format", "text/html")
    add_lom_element(technical, "location", LAUNCH, type="URI")
    add_rights(record, course)


def add_general(record: etree._Element, course: Course) -> None:
    """What the course is."""
    general = add_lom_element(record, "general")
    add_langstring(add_lom_element(general, "title"), course.title, course.language)
    add_lom_element(general, "language", course.language)
    add_langstring(add_lom_element(general, "description"), course.description, course.language)


def add_lifecycle(record: etree._Element, course: Course) -> None:
    """Which version it is, and who made it."""
    lifecycle = add_lom_element(record, "lifecycle")
    add_langstring(add_lom_element(lifecycle, "version"), course.version, course.language)
    add_vocabulary_value(add_lom_element(lifecycle, "status"), "Final")
    for credit in course.credits:
        contribute = add_lom_element(lifecycle, "contribute")
        # LOM has a list of roles of its own; the author's word for it is in the vCard.
        add_vocabulary_value(add_lom_element(contribute, "role"), "Unknown")
        add_lom_element(add_lom_element(contribute, "centity"), "vcard", vcard(credit))


def add_rights(record: etree._Element, course: Course) -> None:
    """Under which licence it may be used, when the author names one."""
    rights = add_lom_element(record, "rights")
    add_vocabulary_value(add_lom_element(rights, "cost"), "no")
    add_vocabulary_value(add_lom_element(rights, "copyrightandotherrestrictions"), "yes")
    if course.licence:
        add_langstring(add_lom_element(rights, "description"), course.licence, course.language)


def vcard(credit: Credit) -> str:
    """A maker as LOM wants it: a vCard (RFC 2426) with the name, the role and the address."""
    name, role = escape_vcard(credit.name), escape_vcard(credit.role)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name}", f"ROLE:{role}"]
    if credit.link.startswith("mailto:"):
        lines.append(f"EMAIL:{credit.link.removeprefix('mailto:')}")
    elif credit.link:
        lines.append(f"URL:{credit.link}")
    return "\n".join([*lines, "END:VCARD"])


def escape_vcard(text: str) -> str:
    """A text in which no sign begins another value (RFC 2426 section 5)."""
    return re.sub(r"([\\,;])", r"\\\1", text)


def add_element(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new child in the content packaging namespace."""
    child = etree.SubElement(parent, f"{{{IMSCP}}}{name}", attributes)
    child.text = text
    return child


def add_lom_element(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new child in the metadata namespace."""
    child = etree.SubElement(parent, f"{{{IMSMD}}}{name}", attributes)
    child.text = text
    return child


def add_langstring(parent: etree._Element, text: str, language: str) -> None:
    """A text with its language."""
    add_lom_element(parent, "langstring", text).set(XML_LANG, language)


def add_vocabulary_value(parent: etree._Element, value: str) -> None:
    """A term of LOM's own vocabulary, which has no language ("x-none")."""
    add_langstring(add_lom_element(parent, "source"), "LOMv1.0", "x-none")
    add_langstring(add_lom_element(parent, "value"), value, "x-none")
