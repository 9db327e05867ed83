"""imsmanifest.xml: what an LMS reads first (SCORM 1.2 Content Aggregation Model, 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from scormbuild.course.model import Course, Credit
from scormbuild.course.targets.scorm.content_package import (
    ASSETS,
    LAUNCH,
    MANIFEST,
    add_element,
    add_foreign_element,
    add_organization,
    add_resource,
    add_schema,
    read_control_files,
    start_manifest,
    write_manifest,
)

IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Moodle looks for the letters "adlcp:", so the prefixes are as fixed as the namespaces.
PREFIXES = {None: IMSCP, "imsmd": IMSMD, "adlcp": ADLCP}
SCHEMAS = {IMSCP: "imscp_rootv1p1p2.xsd", IMSMD: "imsmd_rootv1p2p1.xsd", ADLCP: "adlcp_rootv1p2.xsd"}
CONTROL_FILES = ("adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd")


def manifest_files(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The manifest, which lists these files, and the schemas in the root, part of no resource."""
    return {MANIFEST: render_manifest(course, files), **read_control_files(ASSETS, CONTROL_FILES)}


def render_manifest(course: Course, paths: Iterable[str]) -> bytes:
    """The manifest of a package of one SCO that holds the files in `paths`."""
    root = start_manifest(course, "1.2", PREFIXES, SCHEMAS)
    add_metadata(root, course)
    # No masteryscore: at LMSFinish Moodle would let it overrule the status that the course has set.
    add_organization(root, course)
    # A small t in 1.2, a capital in 2004. Without it Moodle calls the item done as soon as it is opened.
    add_resource(root, course, paths).set(f"{{{ADLCP}}}scormtype", "sco")
    return write_manifest(root)


def add_metadata(root: etree._Element, course: Course) -> None:
    """Title, description, version, makers and rights as LOM (IMS Learning Resource Meta-data 1.2.1)."""
    # In the order of imsmd_rootv1p2p1.xsd, whose types are sequences.
    record = add_foreign_element(add_schema(root, "1.2"), IMSMD, "lom")
    add_general(record, course)
    add_lifecycle(record, course)
    add_element(add_element(record, "metametadata"), "metadatascheme", "ADL SCORM 1.2")
    technical = add_element(record, "technical")
    add_element(technical, "format", "text/html")
    add_element(technical, "location", LAUNCH, type="URI")
    add_rights(record, course)


def add_general(record: etree._Element, course: Course) -> None:
    """What the course is."""
    general = add_element(record, "general")
    add_langstring(add_element(general, "title"), course.title, course.language)
    add_element(general, "language", course.language)
    add_langstring(add_element(general, "description"), course.description, course.language)


def add_lifecycle(record: etree._Element, course: Course) -> None:
    """Which version it is, and who made it."""
    lifecycle = add_element(record, "lifecycle")
    add_langstring(add_element(lifecycle, "version"), course.version, course.language)
    add_vocabulary_value(add_element(lifecycle, "status"), "Final")
    for credit in course.credits:
        contribute = add_element(lifecycle, "contribute")
        # LOM has a list of roles of its own; the author's word for it is in the vCard.
        add_vocabulary_value(add_element(contribute, "role"), "Unknown")
        add_element(add_element(contribute, "centity"), "vcard", vcard(credit))


def add_rights(record: etree._Element, course: Course) -> None:
    """Under which licence it may be used, when the author names one."""
    rights = add_element(record, "rights")
    add_vocabulary_value(add_element(rights, "cost"), "no")
    add_vocabulary_value(add_element(rights, "copyrightandotherrestrictions"), "yes")
    if course.licence:
        add_langstring(add_element(rights, "description"), course.licence, course.language)


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


def add_langstring(parent: etree._Element, text: str, language: str) -> None:
    """A text with its language."""
    add_element(parent, "langstring", text).set(XML_LANG, language)


def add_vocabulary_value(parent: etree._Element, value: str) -> None:
    """A term of LOM's own vocabulary, which has no language ("x-none")."""
    add_langstring(add_element(parent, "source"), "LOMv1.0", "x-none")
    add_langstring(add_element(parent, "value"), value, "x-none")
