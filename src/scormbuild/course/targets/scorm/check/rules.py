"""The rules that SCORM 1.2 and 2004 share, in their order."""

from __future__ import annotations

from scormbuild.course.targets.scorm.check.identifiers import (
    check_default_organization,
    check_identifierrefs,
    check_identifiers,
    check_unique_identifiers,
)
from scormbuild.course.targets.scorm.check.references import (
    check_control_files,
    check_hrefs,
    check_undeclared_files,
    check_xml_bases,
)
from scormbuild.course.targets.scorm.check.schema import check_schema
from scormbuild.course.targets.scorm.check.sco import check_launches, check_scormtypes, check_scos
from scormbuild.course.targets.scorm.check.texts import check_titles
from scormbuild.course.targets.scorm.check.version import check_adlcp_prefix, check_root_element

CONTENT_PACKAGING_RULES = (
    check_root_element,
    check_adlcp_prefix,
    check_schema,
    check_identifiers,
    check_unique_identifiers,
    check_default_organization,
    check_identifierrefs,
    check_titles,
    check_scormtypes,
    check_scos,
    check_launches,
    check_xml_bases,
    check_control_files,
    check_hrefs,
    check_undeclared_files,
)
