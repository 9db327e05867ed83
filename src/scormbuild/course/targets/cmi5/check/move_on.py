"""When a lesson counts as done (cmi5 1.0, 13.1.4 and 10.2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from scormbuild.course.check.xml_tree import XmlTree
from scormbuild.errors import Problem


def check_move_on(tree: XmlTree) -> Iterator[Problem]:
    """Each lesson says it: what isn't said is NotApplicable, which is satisfied at enrolment."""
    for element in tree.elements("au"):
        if element.get("moveOn") is None:
            message = "the lesson has no moveOn: it counts as done at enrolment, before anybody has opened it"
            yield tree.problem(element, "cmi5-no-move-on", message)
        elif element.get("moveOn") == "NotApplicable":
            message = "moveOn is NotApplicable: the lesson counts as done at enrolment"
            yield tree.problem(element, "cmi5-not-applicable", message)
