"""Whether the manifest says of which standard it is, in the standard's own words (SCORM 1.2 CAM, 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from scormbuild.course.check.xml_tree import element_text
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem


def check_schema_version(package: ContentPackage, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """The manifest's metadata says one of the words that are wanted of each element."""
    for name, words in wanted.items():
        elements = package.root.findall(f"{{*}}metadata/{{*}}{name}")
        if not elements:
            yield package.problem(package.root, "missing-version", f"the manifest has no <{name}>")
        elif element_text(elements[0]) not in words:
            message = f"<{name}> is '{element_text(elements[0])}', not '{words[0]}'"
            yield package.problem(elements[0], "wrong-version", message)


def check_root_element(package: ContentPackage) -> Iterator[Problem]:
    """The root is <manifest>, in the namespace of its version of IMS Content Packaging."""
    name, wanted = etree.QName(package.root), package.dialect.namespace
    if name.localname != "manifest":
        yield package.problem(package.root, "wrong-root", f"the root is <{name.localname}>, not <manifest>")
    if name.namespace != wanted:
        message = f"the namespace of the manifest is {name.namespace or 'missing'}, not {wanted}"
        yield package.problem(package.root, "wrong-namespace", message)


def check_adlcp_prefix(package: ContentPackage) -> Iterator[Problem]:
    """ADL's namespace has the prefix `adlcp`: others are right in XML, yet Moodle looks for the letters."""
    for element in package.tree.places:
        prefixes = [name or "" for name, uri in element.nsmap.items() if uri == package.dialect.adlcp]
        if prefixes and "adlcp" not in prefixes:
            message = f"the namespace of ADL has the prefix '{prefixes[0]}', not 'adlcp'"
            yield package.problem(element, "wrong-prefix", message)
            return
