"""cmi5.xml against the course structure's schema (cmi5 1.0, 13; CourseStructure.xsd), as rules.

The schema itself is not carried: no package of npm or PyPI has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scormbuild.catalogue import _
from scormbuild.course.check.xml_tree import XmlTree, element_text
from scormbuild.errors import Problem

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
# What an element has in it, in order: a pattern over the names of its children, each with a blank after it.
CONTENTS = {
    "courseStructure": r"course (objectives )?((au|block) )+",
    "course": r"title description ",
    "block": r"title description (objectives )?((au|block) )+",
    "au": r"title description (objectives )?url (launchParameters )?(entitlementKey )?",
    "title": r"(langstring )+",
    "description": r"(langstring )+",
}
ATTRIBUTES = {
    "course": {"id"},
    "block": {"id"},
    "objective": {"id", "idref"},
    "au": {"id", "moveOn", "masteryScore", "launchMethod", "activityType"},
    "langstring": {"lang"},
}
# Attribute, what it may be, and that in words.
VALUES = {
    "moveOn": (
        re.compile("NotApplicable|Passed|Completed|CompletedAndPassed|CompletedOrPassed"),
        "NotApplicable, Passed, Completed, CompletedAndPassed or CompletedOrPassed",
    ),
    "launchMethod": (re.compile("AnyWindow|OwnWindow"), "AnyWindow or OwnWindow"),
    "masteryScore": (re.compile(r"\s*\+?(0*\.\d+|0+\.?\d*|0*1(\.0*)?)\s*"), "a number from 0 to 1"),
    "lang": (re.compile(r"\s*[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\s*"), "a language such as en or nl-NL"),
}
LONGEST_VALUE = 1000  # that is matched: more is no value of any of these


def check_structure(tree: XmlTree) -> Iterator[Problem]:
    """Elements, attributes and values are those of the schema; other namespaces may add theirs."""
    for element in tree.places:
        name = etree.QName(element)
        if name.namespace == NAMESPACE:
            yield from check_contents(tree, element, name.localname)
            yield from check_attributes(tree, element, name.localname)
    for element in tree.elements("langstring"):
        if not element.get("lang"):
            yield tree.problem(element, "cmi5-lang", "the text doesn't say its language")


def check_contents(tree: XmlTree, element: etree._Element, name: str) -> Iterator[Problem]:
    """The children of one element, in their order."""
    children = [etree.QName(child) for child in element.iterchildren(etree.Element)]
    names = "".join(f"{child.localname} " for child in children if child.namespace == NAMESPACE)
    pattern = CONTENTS.get(name)
    if pattern is not None and not re.fullmatch(pattern, names):
        message = _(
            "<%(name)s> has in it: %(value)s; it must be: %(readable)s",
            name=name,
            value=names.strip() or "nothing",
            readable=readable(pattern),
        )
        yield tree.problem(element, "cmi5-structure", message)
    elif name == "url" and not element_text(element):
        yield tree.problem(element, "cmi5-structure", "<url> is empty")


def readable(pattern: str) -> str:
    """A pattern of children in words."""
    words = re.sub(r"\((\w+) \)\?", r"[\1] ", pattern).replace("((au|block) )+", "au or block, one or more")
    return words.replace("(langstring )+", "langstring, one or more").strip()


def check_attributes(tree: XmlTree, element: etree._Element, name: str) -> Iterator[Problem]:
    """The attributes of one element, and their values."""
    for attribute, value in ((str(key), str(text)) for key, text in element.items()):
        if attribute.startswith("{"):  # of another namespace: the schema lets them be
            continue
        pattern, words = VALUES.get(attribute, (None, ""))
        if attribute not in ATTRIBUTES.get(name, ()):
            message = _(
                "<%(name)s> has an attribute that the standard doesn't know: %(attribute)s",
                name=name,
                attribute=attribute,
            )
            yield tree.problem(element, "cmi5-structure", message)
        elif pattern and not pattern.fullmatch(value[:LONGEST_VALUE]):
            yield tree.problem(element, "cmi5-structure", f"{attribute} is '{value}', not {words}")
