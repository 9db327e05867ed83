"""The rules of SCORM 2004, for packages of ours or anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.launch import SCORM_2004_API
from scormbuild.course.check.xml_tree import XmlTree
from scormbuild.course.targets.scorm.check.dialect import Dialect
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.course.targets.scorm.check.rules import CONTENT_PACKAGING_RULES
from scormbuild.course.targets.scorm.check.sco import check_sco_pages
from scormbuild.course.targets.scorm.check.version import check_schema_version
from scormbuild.course.targets.scorm2004.check.sequencing import check_order, check_sequencing
from scormbuild.errors import Problem

IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
SCHEMAS = {
    IMSCP: "imscp_v1p1.xsd",
    ADLCP: "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
}
# What each edition says in <schemaversion>; the first of them is the standard's word.
VERSIONS = {
    "2nd": ("CAM 1.3", "1.3"),
    "3rd": ("2004 3rd Edition",),
    "4th": ("2004 4th Edition",),
}
# A manifest of the 2nd Edition is held against the 3rd's files, which say the same of what packages use.
FOLDERS = {"2nd": "scorm2004-3", "3rd": "scorm2004-3", "4th": "scorm2004-4"}
RULES = (*CONTENT_PACKAGING_RULES, check_order, check_sequencing)


def dialect(edition: str) -> Dialect:
    """SCORM 2004 in this edition."""
    return Dialect(
        name=f"SCORM 2004 {edition} Edition",
        namespace=IMSCP,
        adlcp=ADLCP,
        scormtype="scormType",
        schemas=SCHEMAS,
        control_files=tuple(SCHEMAS.values()),
        folder=FOLDERS[edition],
        repairs={},
    )


def check_scorm2004(edition: str, tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """What is wrong with a package of SCORM 2004."""
    package = ContentPackage(tree, archive, dialect(edition))
    yield from check_schema_version(package, {"schema": ("ADL SCORM",), "schemaversion": VERSIONS[edition]})
    yield from chain.from_iterable(rule(package) for rule in RULES)
    yield from check_sco_pages(package, SCORM_2004_API)


check_second_edition, check_third_edition, check_fourth_edition = (
    partial(check_scorm2004, edition) for edition in VERSIONS
)
