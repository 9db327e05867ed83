"""The manifest against SCORM's control files (SCORM 1.2 Content Aggregation Model, 2.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import cast

from lxml import etree

from scormbuild.course.targets.scorm.check.dialect import Dialect
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

# Rules of our own say these in plainer words: identifiers, scormtype, texts that are too long.
CHECKED_BY_OTHER_RULES = re.compile(
    r"'xs:ID(REF)?'|attribute '(\{[^}]*\})?scormtype'"
    r"|(title|datafromlms|masteryscore|prerequisites|location)': \[facet 'maxLength'\]"
    # LOM's own schema is not among the control files of 2004; its wildcard asks for it all the same.
    r"|^Element '\{http://ltsc\.ieee\.org/xsd/LOM\}\w+': No matching global element",
    re.IGNORECASE,
)
# libxml2 counts siblings for the path of each fault: with many thousands that takes minutes.
MOST_SCHEMA_ERRORS = 500


class ControlFileResolver(etree.Resolver):
    """Answers every import from our own copies, and never from the package or the network."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def resolve(self, system_url: str, public_id: str, context: object = None) -> object:  # noqa: ARG002
        """The control file of that name, repaired."""
        # libxml2 may put the address of the file that imports it before the name.
        name = system_url.rpartition("/")[2]
        content = (resources.files("scormbuild.course") / "assets" / self.dialect.folder / name).read_bytes()
        for fault, repair in self.dialect.repairs.items():
            content = content.replace(fault, repair)
        return self.resolve_string(content, context, base_url=name)


def load_schema(dialect: Dialect) -> etree.XMLSchema:
    """One schema of the control files; made anew each time, as lxml keeps the errors in it."""
    rows = dialect.schemas.items()
    imports = "".join(f'<import namespace="{uri}" schemaLocation="{name}"/>' for uri, name in rows)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(ControlFileResolver(dialect))
    text = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(text, parser))


def check_schema(package: ContentPackage) -> Iterator[Problem]:
    """Where the manifest isn't valid; silent on another namespace, which is a fault told elsewhere."""
    if etree.QName(package.root).namespace != package.dialect.namespace:
        return
    if (count := count_schema_errors(package)) > MOST_SCHEMA_ERRORS:
        message = f"the manifest breaks the schema of {package.dialect.name} in {count} places"
        yield package.problem(package.root, "schema-invalid", message)
    elif count:
        yield from locate_schema_errors(package)


def count_schema_errors(package: ContentPackage) -> int:
    """How many faults there are: cheap, as they are counted while parsing, when they have no place yet."""
    schema = load_schema(package.dialect)
    parser = etree.XMLParser(schema=schema, resolve_entities=False, no_network=True)
    try:
        etree.fromstring(etree.tostring(package.root), parser)
    except etree.XMLSyntaxError:
        return len(cast("list[etree._LogEntry]", parser.error_log))
    return 0


def locate_schema_errors(package: ContentPackage) -> Iterator[Problem]:
    """Each fault at its element, unless a rule of our own tells it."""
    validator, prefixes = load_schema(package.dialect), declared_prefixes(package)
    validator.validate(package.root)
    known = re.compile("|".join(re.escape(f"{{{namespace}}}") for namespace in package.dialect.schemas))
    for entry in cast("Iterable[etree._LogEntry]", validator.error_log):
        if not CHECKED_BY_OTHER_RULES.search(entry.message):
            element = element_at(package.root, entry.path, prefixes)
            yield package.problem(element, "schema-invalid", known.sub("", entry.message))


def declared_prefixes(package: ContentPackage) -> dict[str, str]:
    """Every prefix that the manifest declares."""
    return {name: uri for element in package.tree.places for name, uri in element.nsmap.items() if name}


def element_at(root: etree._Element, path: str, prefixes: dict[str, str]) -> etree._Element:
    """The element at libxml2's path of it; the root where a prefix means more than one namespace."""
    found = cast("list[etree._Element]", root.getroottree().xpath(path, namespaces=prefixes))
    return found[0] if found else root
