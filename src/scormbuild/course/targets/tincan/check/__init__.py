"""The rules of an xAPI launch by tincan.xml, for packages of ours or anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.launch import XAPI, check_launch_pages
from scormbuild.course.check.xml_tree import XmlTree, element_text
from scormbuild.errors import Problem

# RFC 3987 2.2: a scheme, and something after it, without blanks and the signs that no IRI has.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# A host that none can be: TRAX refused http://Course_ID2, other LRSs take it.
ODD_HOST = re.compile(r"https?://[^/.]*(/|$)", re.IGNORECASE)
ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)


def check_tincan(tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """What is wrong with a package whose manifest is tincan.xml."""
    name = etree.QName(tree.root).localname
    if name != "tincan":
        yield tree.problem(tree.root, "wrong-root", f"the root is <{name}>, not <tincan>")
        return
    yield from check_activities(tree)
    yield from check_launches(tree, archive)


def check_activities(tree: XmlTree) -> Iterator[Problem]:
    """One activity can be launched, and has an id and a name."""
    launched = [element for element in tree.elements("activity") if element.find("{*}launch") is not None]
    if not launched:
        yield tree.problem(tree.root, "tincan-launch", "no activity has a <launch>")
    for element in launched[1:2]:
        yield tree.problem(element, "tincan-activities", f"{len(launched)} activities can be launched")
    for element in launched:
        identifier = element.get("id", "").strip()
        if not IRI.fullmatch(identifier):
            yield tree.problem(element, "tincan-id", f"the id '{identifier}' is no absolute IRI")
        elif ODD_HOST.match(identifier):
            yield tree.problem(element, "tincan-host", f"the id '{identifier}' has a host without a dot")
        if not any(element_text(name) for name in element.iterchildren("{*}name")):
            yield tree.problem(element, "missing-title", "the activity has no name")


def check_launches(tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """Each <launch> is a page in the zip, or an address."""
    for element in tree.elements("launch"):
        address = element_text(element)
        path = address.partition("?")[0].partition("#")[0]
        if "?" in address:
            yield tree.problem(element, "tincan-query", f"'{address}' has a query, and Moodle adds another")
        if ABSOLUTE.match(address):
            continue
        if path not in archive.files:
            yield tree.problem(element, "tincan-launch", f"'{path}' is not in the zip")
        yield from check_launch_pages(archive, [(path, partial(tree.problem, element))], XAPI)
