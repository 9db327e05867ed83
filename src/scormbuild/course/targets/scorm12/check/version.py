"""Whether this is a SCORM 1.2 manifest at all: root, namespaces, schema version (SCORM 1.2 CAM, 2.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scormbuild.course.targets.scorm12.check.document import Document, text
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP
from scormbuild.errors import Problem

ADLCP_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
VERSION_2004 = re.compile(r"2004|CAM 1\.3")
SCHEMA = {"schema": "ADL SCORM", "schemaversion": "1.2"}


def scorm_2004(document: Document) -> Problem | None:
    """That this is another standard's manifest, of which the rules of 1.2 say nothing."""
    told = next((text(element) for element in document.elements("schemaversion")), "")
    if VERSION_2004.match(told) or (told != SCHEMA["schemaversion"] and declares(document, ADLCP_2004)):
        message = f"this is a SCORM 2004 package (schemaversion '{told}'), not SCORM 1.2"
        hint = "Export the course again as SCORM 1.2; most authoring tools offer both."
        return document.problem(document.root, "scorm-2004", message, hint)
    return None


def schema_version(document: Document) -> Iterator[Problem]:
    """The manifest's metadata says `ADL SCORM` and `1.2`."""
    for name, wanted in SCHEMA.items():
        hint = f"Write <{name}>{wanted}</{name}> in the <metadata> of the manifest."
        found = document.root.findall(f"{{*}}metadata/{{*}}{name}")
        if not found:
            yield document.problem(document.root, "missing-version", f"the manifest has no <{name}>", hint)
        elif text(found[0]) != wanted:
            message = f"<{name}> is '{text(found[0])}', not '{wanted}'"
            yield document.problem(found[0], "wrong-version", message, hint)


def root_element(document: Document) -> Iterator[Problem]:
    """The root is <manifest>, in the namespace of IMS Content Packaging 1.1.2."""
    name = etree.QName(document.root)
    hint = f'Write <manifest xmlns="{IMSCP}" …>.'
    if name.localname != "manifest":
        message = f"the root is <{name.localname}>, not <manifest>"
        yield document.problem(document.root, "wrong-root", message, hint)
    if name.namespace != IMSCP:
        message = f"the namespace of the manifest is {name.namespace or 'missing'}, not {IMSCP}"
        yield document.problem(document.root, "wrong-namespace", message, hint)


def adlcp_prefix(document: Document) -> Iterator[Problem]:
    """ADL's namespace has the prefix `adlcp`: others are right in XML, yet Moodle looks for the letters."""
    for element in document.places:
        prefixes = [name or "" for name, uri in element.nsmap.items() if uri == ADLCP]
        if prefixes and "adlcp" not in prefixes:
            message = f"the namespace of ADL has the prefix '{prefixes[0]}', not 'adlcp'"
            hint = f'Write xmlns:adlcp="{ADLCP}" and adlcp:…: Moodle looks for these letters.'
            yield document.problem(element, "wrong-prefix", message, hint)
            return


def declares(document: Document, namespace: str) -> bool:
    """Whether the root declares the namespace."""
    return namespace in document.root.nsmap.values()
