"""The addresses in cmi5.xml (cmi5 1.0, 13.1.4 and 14.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from scormbuild.catalogue import _
from scormbuild.course.check.archive import Archive
from scormbuild.course.check.files import path_faults
from scormbuild.course.check.xml_tree import XmlTree, element_text
from scormbuild.errors import Problem

ABSOLUTE = re.compile(r"https?://[^/\s]", re.IGNORECASE)
# What the LMS puts into the query at launch (cmi5 1.0, 8.1).
LAUNCH_PARAMETER = re.compile(r"[?&](endpoint|fetch|actor|registration|activityId)(?=[=&]|$)")


def check_urls(tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """Each address is that of a page in the zip, or an absolute one, in a form that LMSs take."""
    for element in tree.elements("url"):
        url = element_text(element)
        if not url:
            continue
        for message in url_faults(url):
            yield tree.problem(element, "cmi5-url", f"the address '{url}' {message}")
        if not ABSOLUTE.match(url) and launched_path(url) not in archive.files:
            message = _("'%(name)s' is not in the zip", name=launched_path(url))
            yield tree.problem(element, "cmi5-missing-file", message)


def url_faults(url: str) -> Iterator[str]:
    """What LMSs refuse in an address."""
    if name := LAUNCH_PARAMETER.search(url):
        yield f"has {name[1]} in its query, which is the LMS's"
    if ABSOLUTE.match(url):
        if len(url.split()) > 1:
            yield "has a blank in it"
        return
    if "#" in url:
        yield "has a # in it; some LMSs look for a file of that whole name"
    if url.startswith("./"):
        yield "begins with ./; some LMSs look for a file of that whole name"
    yield from (message for _, message in path_faults(unquote(url)))


def launched_path(url: str) -> str:
    """The file in the zip that an address stands for."""
    return unquote(re.split("[?#]", url, maxsplit=1)[0]).removeprefix("./")
