"""The names by which the parts of a manifest refer to one another (IMS Content Packaging 1.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from scormbuild.catalogue import _
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

# Namespaces in XML 1.0, 4: a Name (XML 1.0, 2.3) without a colon.
NAME_START_CHARS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NCNAME = re.compile(rf"[{NAME_START_CHARS}][{NAME_START_CHARS}\-.0-9\u00b7\u0300-\u036f\u203f\u2040]*")
MANIFEST_IDENTIFIER_LIMIT = 255


def check_identifiers(package: ContentPackage) -> Iterator[Problem]:
    """Identifiers are XML names, and short enough for a database."""
    for element, name in list_identifiers(package):
        if len(name) > MANIFEST_IDENTIFIER_LIMIT:
            message = _(
                "the identifier has %(number)s characters; at most %(limit)s are safe",
                number=len(name),
                limit=MANIFEST_IDENTIFIER_LIMIT,
            )
            yield package.problem(element, "long-identifier", message)
        if not NCNAME.fullmatch(name):
            yield package.problem(element, "bad-identifier", f"'{name}' can't be an identifier")


def check_unique_identifiers(package: ContentPackage) -> Iterator[Problem]:
    """No two elements have the same identifier."""
    first: dict[str, etree._Element] = {}
    for element, name in list_identifiers(package):
        if name in first:
            alike = element.tag == first[name].tag
            line = package.tree.places[first[name]][0]
            message = _("the identifier '%(name)s' is already in use on line %(line)s", name=name, line=line)
            yield package.problem(element, "duplicate-identifier" if alike else "identifier-clash", message)
        first.setdefault(name, element)


def check_default_organization(package: ContentPackage) -> Iterator[Problem]:
    """There is an organization, and the default is one of them."""
    if not package.elements("organization"):
        message = _("there is no <organization>: Moodle starts the first resource, others show nothing")
        yield package.problem(package.root, "no-organization", message)
    for element in package.elements("organizations"):
        names = [child.get("identifier", "") for child in element.iterchildren("{*}organization")]
        default = element.get("default")
        if names and default is None:
            yield package.problem(element, "missing-default", "<organizations> has no default")
        elif names and default not in names:
            message = _(
                "the default organization '%(default)s' does not exist; %(known)s",
                default=default,
                known=known_names(names),
            )
            yield package.problem(element, "dangling-default", message)


def check_identifierrefs(package: ContentPackage) -> Iterator[Problem]:
    """Items and dependencies name resources of this manifest."""
    resources = {element.get("identifier", "") for element in package.elements("resource")}
    for element in package.elements("item", "dependency"):
        name = element.get("identifierref")
        # An empty one, which some tools write on a chapter, launches nothing and harms nobody.
        if name and name not in resources:
            kind = etree.QName(element).localname
            message = _(
                "<%(kind)s> refers to the resource '%(name)s', which does not exist", kind=kind, name=name
            )
            yield package.problem(element, f"dangling-{kind}", message)


def list_identifiers(package: ContentPackage) -> Iterator[tuple[etree._Element, str]]:
    """The elements with an identifier."""
    for element in package.tree.places:
        name = element.get("identifier")
        if name is not None:
            yield element, name


def known_names(names: Iterable[str]) -> str:
    """The first few names that could have been meant."""
    known = sorted(name for name in names if name)
    return f"there is {', '.join(known[:5])}{' …' if len(known) > 5 else ''}"
