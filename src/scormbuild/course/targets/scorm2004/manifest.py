"""imsmanifest.xml of SCORM 2004 (Content Aggregation Model, 3.4), alike in the 3rd and the 4th Edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from scormbuild.course.model import Course
from scormbuild.course.targets.scorm.content_package import (
    ASSETS,
    MANIFEST,
    add_element,
    add_foreign_element,
    add_organization,
    add_resource,
    add_schema,
    read_control_files,
    start_manifest,
    write_manifest,
)

IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"

PREFIXES = {None: IMSCP, "adlcp": ADLCP, "adlseq": ADLSEQ, "adlnav": ADLNAV, "imsss": IMSSS}
SCHEMAS = {
    IMSCP: "imscp_v1p1.xsd",
    ADLCP: "adlcp_v1p3.xsd",
    ADLSEQ: "adlseq_v1p3.xsd",
    ADLNAV: "adlnav_v1p3.xsd",
    IMSSS: "imsss_v1p0.xsd",
}
# The parts that imsss_v1p0.xsd is made of, and what xml.xsd names.
SEQUENCING_PARTS = (
    "auxresource",
    "control",
    "delivery",
    "limit",
    "objective",
    "random",
    "rollup",
    "seqrule",
    "util",
)
CONTROL_FILES = (
    *SCHEMAS.values(),
    *(f"imsss_v1p0{part}.xsd" for part in SEQUENCING_PARTS),
    *("xml.xsd", "XMLSchema.dtd", "datatypes.dtd"),
)
# What the LMS would offer beside a course of one SCO, and what leads nowhere there.
HIDDEN_BUTTONS = ("previous", "continue")


@dataclass(frozen=True)
class Edition:
    """An edition: how its manifest calls it, and the folder of its schemas, which have the other's names."""

    schema_version: str
    folder: str

    def manifest_files(self, course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The manifest, which lists these files, and the schemas in the root, part of no resource."""
        control_files = read_control_files(ASSETS / self.folder, CONTROL_FILES)
        return {MANIFEST: render_manifest(course, files, self.schema_version), **control_files}


# Moodle takes any other spelling for SCORM 1.2.
THIRD_EDITION = Edition("2004 3rd Edition", "scorm2004-3")
FOURTH_EDITION = Edition("2004 4th Edition", "scorm2004-4")


def render_manifest(course: Course, paths: Iterable[str], schema_version: str) -> bytes:
    """The manifest of a package of one SCO that holds the files in `paths`."""
    root = start_manifest(course, course.version, PREFIXES, SCHEMAS)
    # No LOM: the control files have no schema for the one that SCORM 2004 asks for.
    add_schema(root, schema_version)
    organization, item = add_organization(root, course)
    add_sequencing(organization, item)
    # A capital T in 2004, a small one in 1.2, and no schema says so. Without it the SCO is an asset.
    add_resource(root, course, paths).set(f"{{{ADLCP}}}scormType", "sco")
    return write_manifest(root)


def add_sequencing(organization: etree._Element, item: etree._Element) -> None:
    """Free choice of the one item there is, and what is known of it comes from itself (SN 3.2, 3.13)."""
    # Neither a completionThreshold nor a minNormalizedMeasure: by the first Moodle puts `incomplete` over
    # `completed` at Terminate, and by the second LMSs overrule the course's own success_status.
    delivery = add_element(add_foreign_element(item, IMSSS, "sequencing"), "deliveryControls")
    # Without these an LMS may call the item completed and passed as soon as it is left without a status.
    delivery.set("completionSetByContent", "true")
    delivery.set("objectiveSetByContent", "true")
    presentation = add_foreign_element(item, ADLNAV, "presentation")  # after the sequencing, as CAM has it
    navigation = add_element(presentation, "navigationInterface")
    for button in HIDDEN_BUTTONS:
        add_element(navigation, "hideLMSUI", button)
    sequencing = add_foreign_element(organization, IMSSS, "sequencing")
    add_element(sequencing, "controlMode", choice="true", flow="true")
