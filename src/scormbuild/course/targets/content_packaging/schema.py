"""The manifest against SCORM's control files (SCORM 1.2 Content Aggregation Model, 2.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import cast

from lxml import etree

from scormbuild.course.check.xml_tree import ManifestTree
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP, IMSMD
from scormbuild.errors import Problem

SCHEMAS = {IMSCP: "imscp_rootv1p1p2.xsd", IMSMD: "imsmd_rootv1p2p1.xsd", ADLCP: "adlcp_rootv1p2.xsd"}
CONTROL_FILES = (*SCHEMAS.values(), "ims_xml.xsd")

# What libxml2, rightly, refuses in IMS's files: xml: as the default namespace, which they never use, and
# "any element" after optional ones, which leaves open which of the two a match belongs to.
REPAIRS = {
    b' xmlns="http://www.w3.org/XML/1998/namespace"': b"",
    b'namespace="##any"': b'namespace="##other"',
}

# Rules of our own say these in plainer words: identifiers, scormtype, texts that are too long.
CHECKED_BY_OTHER_RULES = re.compile(
    r"'xs:ID(REF)?'|attribute '(\{[^}]*\})?scormtype'"
    r"|(title|datafromlms|masteryscore|prerequisites|location)': \[facet 'maxLength'\]",
    re.IGNORECASE,
)
KNOWN_NAMESPACE = re.compile("|".join(re.escape(f"{{{namespace}}}") for namespace in SCHEMAS))
HINTS = {
    "SCHEMAV_ELEMENT_CONTENT": "Check the spelling of the elements, their order, and whether one is missing.",
    "SCHEMAV_CVC_ELT_1": "Remove it: SCORM 1.2 knows no element of this name.",
    "SCHEMAV_CVC_WILDCARD": "Remove it: SCORM 1.2 knows no elements or attributes of this name.",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "Remove the attribute, or correct its spelling.",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "Remove the attribute, or correct its spelling.",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "Add the attribute.",
}
INVALID_VALUE_HINT = "Correct the value: the control files in the package say what is allowed here."
MOST_SCHEMA_ERRORS = (
    500  # libxml2 counts siblings for the path of each fault: with many thousands that takes minutes
)


class ControlFileResolver(etree.Resolver):
    """Answers every import from our own copies, and never from the package or the network."""

    def resolve(self, system_url: str, public_id: str, context: object = None) -> object:  # noqa: ARG002
        """The control file of that name, repaired."""
        content = (resources.files("scormbuild.course") / "assets" / system_url).read_bytes()
        for fault, repair in REPAIRS.items():
            content = content.replace(fault, repair)
        return self.resolve_string(content, context, base_url=system_url)


def load_schema() -> etree.XMLSchema:
    """One schema of the four control files; made anew each time, as lxml keeps the errors in it."""
    imports = "".join(f'<import namespace="{uri}" schemaLocation="{name}"/>' for uri, name in SCHEMAS.items())
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(ControlFileResolver())
    text = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(text, parser))


def check_schema(document: ManifestTree) -> Iterator[Problem]:
    """Where the manifest isn't valid; silent on another namespace, which is a fault told elsewhere."""
    if etree.QName(document.root).namespace != IMSCP:
        return
    if (count := count_schema_errors(document)) > MOST_SCHEMA_ERRORS:
        message = f"the manifest breaks the schema of SCORM 1.2 in {count} places"
        yield document.problem(document.root, "schema-invalid", message, HINTS["SCHEMAV_ELEMENT_CONTENT"])
    elif count:
        yield from locate_schema_errors(document)


def count_schema_errors(document: ManifestTree) -> int:
    """How many faults there are: cheap, as they are counted while parsing, when they have no place yet."""
    parser = etree.XMLParser(schema=load_schema(), resolve_entities=False, no_network=True)
    try:
        etree.fromstring(etree.tostring(document.root), parser)
    except etree.XMLSyntaxError:
        return len(cast("list[etree._LogEntry]", parser.error_log))
    return 0


def locate_schema_errors(document: ManifestTree) -> Iterator[Problem]:
    """Each fault at its element, unless a rule of our own tells it."""
    validator, prefixes = load_schema(), declared_prefixes(document)
    validator.validate(document.root)
    for entry in cast("Iterable[etree._LogEntry]", validator.error_log):
        if not CHECKED_BY_OTHER_RULES.search(entry.message):
            element = element_at(document.root, entry.path, prefixes)
            message = KNOWN_NAMESPACE.sub("", entry.message)
            yield document.problem(
                element, "schema-invalid", message, HINTS.get(entry.type_name, INVALID_VALUE_HINT)
            )


def declared_prefixes(document: ManifestTree) -> dict[str, str]:
    """Every prefix that the manifest declares."""
    return {name: uri for element in document.places for name, uri in element.nsmap.items() if name}


def element_at(root: etree._Element, path: str, prefixes: dict[str, str]) -> etree._Element:
    """The element at libxml2's path of it; the root where a prefix means more than one namespace."""
    found = cast("list[etree._Element]", root.getroottree().xpath(path, namespaces=prefixes))
    return found[0] if found else root
