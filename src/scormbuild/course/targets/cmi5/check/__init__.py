"""The rules of cmi5 for packages of ours or anybody's (cmi5 1.0, 13 and 14)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from lxml import etree

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.launch import CMI5_API, check_launch_pages
from scormbuild.course.check.xml_tree import XmlTree, element_text
from scormbuild.course.targets.cmi5.check.identifiers import check_ids
from scormbuild.course.targets.cmi5.check.move_on import check_move_on
from scormbuild.course.targets.cmi5.check.structure import NAMESPACE, check_structure
from scormbuild.course.targets.cmi5.check.urls import check_urls, launched_path
from scormbuild.errors import Problem

RULES = (check_structure, check_ids, check_move_on)


def check_cmi5(tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """What is wrong with a package of cmi5."""
    name = etree.QName(tree.root)
    if (name.localname, name.namespace) != ("courseStructure", NAMESPACE):
        message = f"the root is <{name.localname}> in {name.namespace or 'no namespace'}"
        yield tree.problem(tree.root, "wrong-root", f"{message}, not <courseStructure> in {NAMESPACE}")
        return
    yield from chain.from_iterable(rule(tree) for rule in RULES)
    yield from check_urls(tree, archive)
    launches = [
        (launched_path(element_text(url)), partial(tree.problem, url)) for url in tree.elements("url")
    ]
    yield from check_launch_pages(archive, launches, CMI5_API)
