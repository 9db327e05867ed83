"""What the control files of SCORM 2004 let through, or allow and LMSs take in ways of their own."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.errors import Problem

IMSSS = "http://www.imsglobal.org/xsd/imsss"
# The order of the children (SCORM 2004 4th Edition CAM 3.4), of which the schemas see what is IMS's own only.
ORDER = {
    "manifest": ("metadata", "organizations", "resources"),
    "organization": ("title", "item", "metadata", "sequencing"),
    "item": ("title", "item", "metadata"),
}


def check_order(package: ContentPackage) -> Iterator[Problem]:
    """Children of these elements stand in the order of the standard."""
    for name, order in ORDER.items():
        for element in package.elements(name):
            names = [etree.QName(child).localname for child in element.iterchildren(etree.Element)]
            places = [order.index(each) for each in names if each in order]
            if places != sorted(places):
                message = f"<{name}> has its children in another order than {', '.join(order)}"
                yield package.problem(element, "element-order", message)


def check_sequencing(package: ContentPackage) -> Iterator[Problem]:
    """Nothing lets an LMS put its own sum over what the course says."""
    for element in package.elements("completionThreshold"):
        if element.get("completedByMeasure") != "false":
            message = "a completion threshold: Moodle puts incomplete over the course's completed below it"
            yield package.problem(element, "completion-threshold", message)
    for element in package.tree.places:
        if element.tag == f"{{{IMSSS}}}minNormalizedMeasure" and is_satisfied_by_measure(element):
            message = "a passing score: some LMSs put their own sum over the course's passed or failed"
            yield package.problem(element, "minimum-measure", message)
    yield from check_delivery_controls(package)


def is_satisfied_by_measure(element: etree._Element) -> bool:
    """Whether the objective around this is passed by its score (Sequencing and Navigation, 3.10)."""
    around = element.getparent()
    return around is not None and around.get("satisfiedByMeasure") == "true"


def check_delivery_controls(package: ContentPackage) -> Iterator[Problem]:
    """Each item that is launched leaves completion to the course."""
    path = f"{{{IMSSS}}}sequencing/{{{IMSSS}}}deliveryControls"
    for element in package.elements("item"):
        controls = element.find(path)
        if element.get("identifierref") and (
            controls is None or controls.get("completionSetByContent") != "true"
        ):
            message = "completionSetByContent is not said: an LMS may call it completed without a status"
            yield package.problem(element, "completion-by-lms", message)
