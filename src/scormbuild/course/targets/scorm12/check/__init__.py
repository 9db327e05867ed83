"""The rules of SCORM 1.2, for packages of ours or anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.launch import SCORM_12_API
from scormbuild.course.check.xml_tree import XmlTree
from scormbuild.course.targets.scorm.check.dialect import Dialect
from scormbuild.course.targets.scorm.check.package import ContentPackage
from scormbuild.course.targets.scorm.check.rules import CONTENT_PACKAGING_RULES
from scormbuild.course.targets.scorm.check.sco import check_sco_pages
from scormbuild.course.targets.scorm.check.version import check_schema_version
from scormbuild.course.targets.scorm12.check.texts import check_lengths, check_mastery_scores
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP, IMSMD
from scormbuild.errors import Problem

SCHEMAS = {IMSCP: "imscp_rootv1p1p2.xsd", IMSMD: "imsmd_rootv1p2p1.xsd", ADLCP: "adlcp_rootv1p2.xsd"}
DIALECT = Dialect(
    name="SCORM 1.2",
    namespace=IMSCP,
    adlcp=ADLCP,
    scormtype="scormtype",
    schemas=SCHEMAS,
    control_files=(*SCHEMAS.values(), "ims_xml.xsd"),
    folder="",
    # xml: as the default namespace, which IMS's files never use, and "any element" after optional ones,
    # which leaves open which of the two a match belongs to.
    repairs={
        b' xmlns="http://www.w3.org/XML/1998/namespace"': b"",
        b'namespace="##any"': b'namespace="##other"',
    },
)
VERSION = {"schema": ("ADL SCORM",), "schemaversion": ("1.2",)}
RULES = (*CONTENT_PACKAGING_RULES, check_lengths, check_mastery_scores)


def check_scorm12(tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """What is wrong with a package of SCORM 1.2."""
    package = ContentPackage(tree, archive, DIALECT)
    yield from check_schema_version(package, VERSION)
    yield from chain.from_iterable(rule(package) for rule in RULES)
    yield from check_sco_pages(package, SCORM_12_API)
