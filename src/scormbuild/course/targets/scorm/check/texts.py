"""The texts in a manifest that both versions of SCORM have."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import element_text
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

LONGEST_TITLE = 255  # a column of Moodle's database; the control files of 1.2 say 200, and nobody cuts there


def check_titles(package: ContentPackage) -> Iterator[Problem]:
    """Every organization and item has a title that an LMS can keep (SCORM 1.2 CAM, 2.3.2)."""
    for element in package.elements("organization", "item"):
        title = element.find("{*}title")
        if title is None or not element_text(title):
            message = f"<{etree.QName(element).localname}> has no title"
            yield package.problem(element, "missing-title", message)
        elif (length := len(title.text or "")) > LONGEST_TITLE:
            message = f"the title has {length} characters; at most {LONGEST_TITLE} are safe"
            yield package.problem(title, "long-title", message)
