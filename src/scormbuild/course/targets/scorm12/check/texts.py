"""What SCORM 1.2 alone has in a manifest: the limits of its texts, and the mastery score."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scormbuild.catalogue import _
from scormbuild.course.check.xml_tree import element_text
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

# adlcp_rootv1p2.xsd and imscp_rootv1p1p2.xsd.
TEXT_LIMITS = {"datafromlms": 255, "masteryscore": 200, "prerequisites": 200, "location": 2000}
MASTERY_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")


def check_lengths(package: ContentPackage) -> Iterator[Problem]:
    """Texts are no longer than the control files allow."""
    for name, limit in TEXT_LIMITS.items():
        for element in package.elements(name):
            length = len(element.text or "")
            if length > limit:
                message = _(
                    "<%(name)s> has %(length)s characters; at most %(limit)s are allowed",
                    name=name,
                    length=length,
                    limit=limit,
                )
                yield package.problem(element, "too-long", message)


def check_mastery_scores(package: ContentPackage) -> Iterator[Problem]:
    """A mastery score is a number from 0 to 100 (SCORM 1.2 RTE, cmi.student_data.mastery_score)."""
    for element in package.elements("masteryscore"):
        value = element_text(element)
        # An empty one is what tools write that have no passing score.
        if value and (not MASTERY_SCORE.fullmatch(value) or float(value) > 100):
            message = _("the mastery score '%(value)s' is not a number from 0 to 100", value=value)
            yield package.problem(element, "bad-mastery-score", message)
