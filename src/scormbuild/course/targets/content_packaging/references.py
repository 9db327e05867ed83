"""The addresses in the manifest against the files in the zip (IMS Content Packaging 1.1.2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from lxml import etree

from scormbuild.course.check.archive import MANIFEST, Archive
from scormbuild.course.check.files import path_faults
from scormbuild.course.check.xml_tree import ManifestTree, element_text
from scormbuild.course.targets.content_packaging.schema import CONTROL_FILES
from scormbuild.course.targets.scorm12.manifest import ADLCP
from scormbuild.errors import Problem

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
EXTERNAL = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")  # one letter before the colon is a drive
SCHEMA_SUFFIXES = (".xsd", ".dtd")
CLUTTER = re.compile(r"__MACOSX/|(.*/)?(\._.*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)


def list_addresses(document: ManifestTree) -> Iterator[tuple[etree._Element, str]]:
    """Every address of a file in the manifest, xml:base put before it, still as it was written."""
    for element in document.elements("resource", "file"):
        if (href := element.get("href")) is not None:
            yield element, xml_base(element) + href
    # adlcp:location is the address of a file of metadata; no other location is one.
    for element in document.elements("location"):
        if etree.QName(element).namespace == ADLCP:
            yield element, element_text(element)


def xml_base(element: etree._Element) -> str:
    """The xml:base of the element and all around it (XML Base, 4)."""
    parts = [str(around.get(XML_BASE, "")) for around in (element, *element.iterancestors())]
    return "".join(reversed(parts))


def address_path(address: str) -> str:
    """The file that an address stands for: no query, percent signs decoded, no ./ (RFC 3986)."""
    plain = re.split("[?#]", address, maxsplit=1)[0]
    return posixpath.normpath(unquote(plain)) if plain else ""


def check_xml_bases(document: ManifestTree) -> Iterator[Problem]:
    """An xml:base ends with /, since some take it whole and some cut it at the last /."""
    for element in document.places:
        value = element.get(XML_BASE)
        if value and not value.endswith("/"):
            message = f"xml:base '{value}' does not end with /"
            yield document.problem(element, "bad-base", message, f'Write xml:base="{value}/".')


def check_hrefs(document: ManifestTree, archive: Archive) -> Iterator[Problem]:
    """Every address is a relative one, and its file is in the zip, letter for letter."""
    alike = {name.casefold(): name for name in archive.files}
    for element, address in list_addresses(document):
        faults = list(address_faults(address))
        if not faults and address_path(address) not in archive.files:
            faults = [("missing-file", "is not in the zip", missing_file_hint(address, archive, alike))]
        for code, message, hint in faults:
            yield document.problem(element, code, f"'{address}' {message}", hint)


def address_faults(address: str) -> Iterator[tuple[str, str, str]]:
    """Code, message and hint of all that is wrong with an address by itself."""
    if EXTERNAL.match(address):
        hint = "Put the file in the package: a page elsewhere can't reach the LMS, and may change or go."
        yield "external-href", "is outside the package", hint
    else:
        yield from path_faults(unquote(address))


def missing_file_hint(address: str, archive: Archive, alike: dict[str, str]) -> str:
    """What may have been meant."""
    if (other := alike.get(address_path(address).casefold())) is not None:
        return f"The zip has '{other}': capitals count."
    if address in archive.files:
        return "The file's name has a %, ? or # in it, which an address uses otherwise: rename the file."
    return "Add the file to the zip, or correct the address."


def check_undeclared_files(document: ManifestTree, archive: Archive) -> Iterator[Problem]:
    """Every file in the zip is a <file> of a resource, or an LMS may leave it out (SCORM 1.2 CAM, 2.3.2)."""
    resources = set(document.elements("resource"))
    listed = {
        address_path(address) for element, address in list_addresses(document) if element not in resources
    }
    for name in sorted(archive.files - listed - {MANIFEST}):
        if name.lower().endswith(SCHEMA_SUFFIXES):
            continue
        code, message = "undeclared-file", "the file is in the zip, and the manifest does not list it"
        hint = f'Add <file href="{quote(name)}"/> to the resource that uses it.'
        if CLUTTER.match(name):
            code, message = "clutter", "the computer that made the zip added this file to it"
            hint = "Leave it out: the course has no use for it."
        yield Problem(name, 0, 0, message, hint, code)


def check_control_files(_document: ManifestTree, archive: Archive) -> Iterator[Problem]:
    """The schemas of SCORM 1.2 are in the root of the package (SCORM 1.2 CAM, 2.3.3)."""
    absent = [name for name in CONTROL_FILES if name not in archive.files]
    if absent:
        hint = "Copy them from another SCORM 1.2 package; strict LMSs check the manifest against them."
        message = f"the package lacks control files: {', '.join(absent)}"
        yield Problem(MANIFEST, 0, 0, message, hint, "missing-control-file")
