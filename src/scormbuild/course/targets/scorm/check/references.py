"""The addresses in a manifest against the files in the zip (IMS Content Packaging 1.1.2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from scormbuild.catalogue import _
from scormbuild.course.check.codes import finding
from scormbuild.course.check.files import CLUTTER, path_faults
from scormbuild.course.check.standards import MANIFEST
from scormbuild.course.check.xml_tree import element_text
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
EXTERNAL = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")  # one letter before the colon is a drive
SCHEMA_SUFFIXES = (".xsd", ".dtd")


def list_addresses(package: ContentPackage) -> Iterator[tuple[etree._Element, str]]:
    """Every address of a file in the manifest, xml:base put before it, still as it was written."""
    for element in package.elements("resource", "file"):
        if (href := element.get("href")) is not None:
            yield element, xml_base(element) + href
    # adlcp:location is the address of a file of metadata; no other location is one.
    for element in package.elements("location"):
        if etree.QName(element).namespace == package.dialect.adlcp:
            yield element, element_text(element)


def xml_base(element: etree._Element) -> str:
    """The xml:base of the element and all around it (XML Base, 4)."""
    parts = [str(around.get(XML_BASE, "")) for around in (element, *element.iterancestors())]
    return "".join(reversed(parts))


def address_path(address: str) -> str:
    """The file that an address stands for: no query, percent signs decoded, no ./ (RFC 3986)."""
    plain = re.split("[?#]", address, maxsplit=1)[0]
    return posixpath.normpath(unquote(plain)) if plain else ""


def check_xml_bases(package: ContentPackage) -> Iterator[Problem]:
    """An xml:base ends with /, since some take it whole and some cut it at the last /."""
    for element in package.tree.places:
        value = element.get(XML_BASE)
        if value and not value.endswith("/"):
            yield package.problem(element, "bad-base", f"xml:base '{value}' does not end with /")


def check_hrefs(package: ContentPackage) -> Iterator[Problem]:
    """Every address is a relative one, and its file is in the zip, letter for letter.

    Without the file that is launched a course doesn't open; without another it has a gap at most, for LMSs
    unpack the zip and don't read <file>.
    """
    alike = {name.casefold(): name for name in package.archive.files}
    launched, missed = set(package.launched_resources()), set[str]()
    for element, address in list_addresses(package):
        missing, wrong = ("missing-file", "file-address")
        if element in launched:
            missing, wrong = ("missing-launch", "launch-address")
        if EXTERNAL.match(address):
            code = "external-launch" if element in launched else "file-address"
            yield package.problem(element, code, f"'{address}' is outside the package")
        elif faults := [message for _, message in path_faults(unquote(address))]:
            yield package.problem(element, wrong, f"'{address}' {faults[0]}")
        elif (path := address_path(address)) not in package.archive.files and path not in missed:
            missed.add(path)  # a resource stands before the <file> that says the same again
            message = _(
                "'%(address)s' is not in the zip%(explanation)s",
                address=address,
                explanation=explain_missing(address, package, alike),
            )
            yield package.problem(element, missing, message)


def explain_missing(address: str, package: ContentPackage, alike: dict[str, str]) -> str:
    """What may have been meant; "" if nothing like it is there."""
    if (other := alike.get(address_path(address).casefold())) is not None:
        return f", which has '{other}': capitals count"
    if address in package.archive.files:
        return "; the name has a %, ? or # in it, which an address uses otherwise"
    return ""


def check_undeclared_files(package: ContentPackage) -> Iterator[Problem]:
    """Every file in the zip is a <file> of a resource (SCORM 1.2 CAM, 2.3.2)."""
    listed = {address_path(address) for _, address in list_addresses(package)}
    for name in sorted(package.archive.files - listed - {MANIFEST}):
        if not name.lower().endswith(SCHEMA_SUFFIXES) and not CLUTTER.search(name):
            message = _("the file is in the zip, and the manifest does not list it")
            yield finding("undeclared-file", message, name)


def check_control_files(package: ContentPackage) -> Iterator[Problem]:
    """The schemas of the standard are in the root of the package (SCORM 1.2 CAM, 2.3.3)."""
    absent = [name for name in package.dialect.control_files if name not in package.archive.files]
    if absent:
        message = _("the package lacks control files: %(names)s", names=", ".join(absent))
        yield finding("missing-control-file", message, MANIFEST)
