"""What single learning systems are known to need: a row for each system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.codes import finding
from scormbuild.course.check.recognition import metadata_text
from scormbuild.course.check.standards import (
    AICC,
    CMI5,
    MANIFEST,
    SCORM_12,
    SCORM_2004,
    SCORM_2004_3,
    SCORM_2004_4,
    TINCAN,
    Standard,
)
from scormbuild.course.check.xml_tree import XmlTree, parse_manifest
from scormbuild.errors import Problem

# What mod/scorm/datamodels/scormlib.php compares <schemaversion> with.
MOODLE_2004 = ("2004 3rd Edition", "2004 4th Edition", "CAM 1.3", "1.3")


@dataclass(frozen=True)
class System:
    """A learning system: what it takes, and what more it asks of a package."""

    title: str
    takes: tuple[Standard, ...]
    rules: tuple[Callable[[Archive, tuple[Standard, ...]], Iterator[Problem]], ...] = ()


def check_system(
    system: System, archive: Archive, standards: tuple[Standard, ...], place: str
) -> Iterator[Problem]:
    """What this system is known to do with the package."""
    if standards and not set(standards) & set(system.takes):
        names = ", ".join(standard.title for standard in system.takes)
        message = f"{system.title} doesn't take {standards[0].title}; it takes {names}"
        yield finding("not-taken", message, place)
    for rule in system.rules:
        yield from rule(archive, standards)


def check_moodle_version(archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Moodle takes whatever it doesn't know for SCORM 1.2."""
    version = schema_version(archive)
    if set(standards) & set(SCORM_2004) and version not in MOODLE_2004:
        message = f"Moodle takes schemaversion '{version}' for SCORM 1.2, and the course looks for 2004"
        yield finding("taken-for-other", message, MANIFEST)
    elif SCORM_12 in standards and version in MOODLE_2004:
        message = f"Moodle takes schemaversion '{version}' for SCORM 2004, and the course looks for 1.2"
        yield finding("taken-for-other", message, MANIFEST)


def check_openedx_version(archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Open edX takes whatever doesn't say 1.2 for SCORM 2004."""
    version = schema_version(archive)
    if SCORM_12 in standards and version != "1.2":
        message = f"Open edX takes schemaversion '{version}' for SCORM 2004, and the course looks for 1.2"
        yield finding("taken-for-other", message, MANIFEST)


def check_modules(archive: Archive, _standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Moodle serves .mjs as text/plain."""
    for name in sorted(archive.files):
        if name.lower().endswith(".mjs"):
            yield finding("module-type", "Moodle serves this as text: no browser runs it as a module", name)


def check_passed(_archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Frappe LMS looks at one status only."""
    if standards:
        status = "passed" if SCORM_12 in standards else "completed"
        yield finding("only-passed", f"Frappe LMS counts only '{status}'", MANIFEST)


def schema_version(archive: Archive) -> str:
    """What the manifest says of its version."""
    tree = parse_manifest(MANIFEST, archive.manifests.get(MANIFEST, b""))
    return metadata_text(tree, "schemaversion") if isinstance(tree, XmlTree) else ""


SYSTEMS = {
    "moodle": System("Moodle", (SCORM_12, *SCORM_2004, AICC), (check_moodle_version, check_modules)),
    "openedx": System("Open edX", (SCORM_12, *SCORM_2004), (check_openedx_version,)),
    "chamilo": System("Chamilo", (SCORM_12, AICC)),
    "ilias": System("ILIAS", (SCORM_12, SCORM_2004_3, SCORM_2004_4, CMI5, TINCAN)),
    "frappe": System("Frappe LMS", (SCORM_12, *SCORM_2004), (check_passed,)),
    "claroline": System("Claroline", (SCORM_12, *SCORM_2004)),
}
