"""The texts in a manifest: there, within the limits of the control files, and of the right form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import ManifestTree, element_text
from scormbuild.errors import Problem

# adlcp_rootv1p2.xsd and imscp_rootv1p1p2.xsd.
TEXT_LIMITS = {"title": 200, "datafromlms": 255, "masteryscore": 200, "prerequisites": 200, "location": 2000}
TITLE_HINT = "Shorten it: above 255 characters Moodle gives a database error."
LONG_TEXT_HINT = "Shorten it: an LMS may cut it, or refuse the package."
MASTERY_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")


def check_titles(document: ManifestTree) -> Iterator[Problem]:
    """Every organization and item has a title (SCORM 1.2 CAM, 2.3.2)."""
    for element in document.elements("organization", "item"):
        title = element.find("{*}title")
        if title is None or not element_text(title):
            message = f"<{etree.QName(element).localname}> has no title"
            hint = "Add a <title>: learners see it in the LMS."
            yield document.problem(element, "missing-title", message, hint)


def check_lengths(document: ManifestTree) -> Iterator[Problem]:
    """Texts are no longer than the control files allow."""
    for name, limit in TEXT_LIMITS.items():
        for element in document.elements(name):
            length = len(element.text or "")
            if length > limit:
                message = f"<{name}> has {length} characters; at most {limit} are allowed"
                hint = TITLE_HINT if name == "title" else LONG_TEXT_HINT
                yield document.problem(element, "too-long", message, hint)


def check_mastery_scores(document: ManifestTree) -> Iterator[Problem]:
    """A mastery score is a number from 0 to 100 (SCORM 1.2 RTE, cmi.student_data.mastery_score)."""
    for element in document.elements("masteryscore"):
        value = element_text(element)
        if not MASTERY_SCORE.fullmatch(value) or float(value) > 100:
            message = f"the mastery score '{value}' is not a number from 0 to 100"
            yield document.problem(element, "bad-mastery-score", message, "Write a percentage, such as 80.")
