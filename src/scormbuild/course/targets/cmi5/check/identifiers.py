"""The ids in cmi5.xml: absolute IRIs, each for one thing (cmi5 1.0, 13.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import XmlTree
from scormbuild.errors import Problem

# RFC 3987 2.2: a scheme, and something after it, without blanks and the signs that no IRI has.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def check_ids(tree: XmlTree) -> Iterator[Problem]:
    """Course, blocks, lessons and objectives have an id of their own."""
    first: dict[str, etree._Element] = {}
    # Definitions of objectives have an id; references to them have an idref.
    for element in tree.elements("course", "block", "au", "objective"):
        name, value = etree.QName(element).localname, element.get("id")
        if value is None and name != "objective":
            yield tree.problem(element, "cmi5-id", f"<{name}> has no id")
        elif value is not None and not IRI.fullmatch(value.strip()):
            yield tree.problem(element, "cmi5-id", f"the id '{value}' is no absolute IRI")
        elif value is not None and first.setdefault(value.strip(), element) is not element:
            line = tree.places[first[value.strip()]][0]
            yield tree.problem(element, "cmi5-duplicate-id", f"the id '{value}' is that of line {line} too")
