"""The names by which the parts of a manifest refer to one another (IMS Content Packaging 1.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import ManifestTree
from scormbuild.errors import Problem

# Namespaces in XML 1.0, 4: a Name (XML 1.0, 2.3) without a colon.
NAME_START_CHARS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NCNAME = re.compile(rf"[{NAME_START_CHARS}][{NAME_START_CHARS}\-.0-9\u00b7\u0300-\u036f\u203f\u2040]*")
MANIFEST_IDENTIFIER_LIMIT = 255


def check_identifiers(document: ManifestTree) -> Iterator[Problem]:
    """Identifiers are XML names, and short enough for a database."""
    for element, name in list_identifiers(document):
        if len(name) > MANIFEST_IDENTIFIER_LIMIT:
            message = (
                f"the identifier has {len(name)} characters; at most {MANIFEST_IDENTIFIER_LIMIT} are safe"
            )
            hint = "Shorten it: Moodle gives a database error."
            yield document.problem(element, "long-identifier", message, hint)
        if not NCNAME.fullmatch(name):
            hint = "Begin with a letter or _, then letters, digits, '-', '_' and '.'; no blanks, no colon."
            yield document.problem(element, "bad-identifier", f"'{name}' can't be an identifier", hint)


def check_unique_identifiers(document: ManifestTree) -> Iterator[Problem]:
    """No two elements have the same identifier."""
    first: dict[str, etree._Element] = {}
    for element, name in list_identifiers(document):
        if name in first:
            message = f"the identifier '{name}' is already in use on line {document.places[first[name]][0]}"
            yield document.problem(element, "duplicate-identifier", message, "Give each element its own.")
        first.setdefault(name, element)


def check_default_organization(document: ManifestTree) -> Iterator[Problem]:
    """There is an organization, and the default is one of them."""
    for element in document.elements("organizations"):
        names = [child.get("identifier", "") for child in element.iterchildren("{*}organization")]
        default = element.get("default")
        if not names:
            message = "there is no <organization>, so nothing that a learner can start"
            hint = "Add an <organization> with an <item>."
            yield document.problem(element, "no-organization", message, hint)
        elif default is None:
            hint = f'Write <organizations default="{names[0]}">.'
            yield document.problem(element, "missing-default", "<organizations> has no default", hint)
        elif default not in names:
            message = f"the default organization '{default}' does not exist"
            yield document.problem(element, "dangling-default", message, known_names_hint(names))


def check_identifierrefs(document: ManifestTree) -> Iterator[Problem]:
    """Items and dependencies name resources of this manifest."""
    resources = {element.get("identifier", "") for element in document.elements("resource")}
    hint = known_names_hint(resources)
    for element in document.elements("item", "dependency"):
        name = element.get("identifierref")
        if name is not None and name not in resources:
            kind = etree.QName(element).localname
            message = f"<{kind}> refers to the resource '{name}', which does not exist"
            yield document.problem(element, f"dangling-{kind}", message, hint)


def list_identifiers(document: ManifestTree) -> Iterator[tuple[etree._Element, str]]:
    """The elements with an identifier."""
    for element in document.places:
        name = element.get("identifier")
        if name is not None:
            yield element, name


def known_names_hint(names: Iterable[str]) -> str:
    """A hint with the first few names that could have been meant."""
    known = sorted(name for name in names if name)
    return f"The manifest has: {', '.join(known[:5])}{' …' if len(known) > 5 else ''}." if known else ""
