"""What single learning systems are known to need: a row for each system."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.check.archive import Archive
from scormbuild.course.check.codes import finding
from scormbuild.course.check.limits import MIB
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
MB = 1_000_000


@dataclass(frozen=True)
class UploadLimit:
    """How large a package may be as long as nobody has changed it, and where an administrator does."""

    size: int
    setting: str
    counts_unpacked: bool = False


@dataclass(frozen=True)
class System:
    """A learning system: what it takes, what more it asks of a package, and what it does to its files."""

    title: str
    takes: tuple[Standard, ...]
    rules: tuple[Callable[[Archive, tuple[Standard, ...]], Iterator[Problem]], ...] = ()
    limits: tuple[UploadLimit, ...] = ()
    renames: tuple[tuple[re.Pattern[str], str], ...] = ()  # which names, and what becomes of them


# https://www.php.net/manual/en/ini.core.php: what every system in PHP has that doesn't raise it.
PHP_LIMIT = UploadLimit(2 * MIB, "php.ini: upload_max_filesize, and post_max_size above it")
# tutor/templates/apps/caddy/Caddyfile: what Studio takes in one request.
TUTOR_LIMIT = UploadLimit(250 * MB, "Tutor: max_size, by a plugin that patches caddyfile-cms")
# frappe/core/api/file.py, get_max_file_size.
FRAPPE_LIMIT = UploadLimit(10 * MIB, "site_config.json: max_file_size")
# scorm.class.php, import_package: what is in the zip, together with all else that the course has.
CHAMILO_QUOTA = UploadLimit(500 * MB, "Administration > Settings > Course: disk quota", counts_unpacked=True)
# fileUpload.lib.php, disable_dangerous_file.
CHAMILO_RENAMES = (
    (re.compile(r"\.(phar|php|phtml)[^/]*$", re.IGNORECASE), "ends in .phps"),
    (re.compile(r"\.htaccess", re.IGNORECASE), "is htaccess.txt"),
)
# ilInitialisation: SUFFIX_REPL_DEFAULT; ilFileUtils: renameExecutables. An administrator may name more.
ILIAS_RENAMES = ((re.compile(r"\.(php|php3|php4|inc|lang|phtml|htaccess)$", re.IGNORECASE), "ends in .sec"),)


def check_system(
    system: System, archive: Archive, standards: tuple[Standard, ...], place: str
) -> Iterator[Problem]:
    """What this system is known to do with the package."""
    if standards and not set(standards) & set(system.takes):
        names = ", ".join(standard.title for standard in system.takes)
        message = _(
            "%(title)s doesn't take %(standard)s; it takes %(names)s",
            title=system.title,
            standard=standards[0].title,
            names=names,
        )
        yield finding("not-taken", message, place)
    for rule in system.rules:
        yield from rule(archive, standards)
    yield from check_size(system, archive, place)
    yield from check_renamed_files(system, archive)


def check_size(system: System, archive: Archive, place: str) -> Iterator[Problem]:
    """Whether it is larger than the system takes as it is installed: nobody can know what it takes here."""
    for limit in system.limits:
        size = archive.unpacked_size if limit.counts_unpacked else archive.size
        if size > limit.size:
            unpacked = "unpacked, " if limit.counts_unpacked else ""
            most = f"{system.title} takes {limit.size // MB} MB by default"
            message = _(
                "%(unpacked)sthe package has %(size)s MB; %(most)s",
                unpacked=unpacked,
                size=format(size / MB, ".1f"),
                most=most,
            )
            way_out = _(
                "Nothing, if your administrator has raised it; else they do that in %(setting)s.",
                setting=limit.setting,
            )
            yield finding("upload-limit", message, place, hint=way_out)


def check_renamed_files(system: System, archive: Archive) -> Iterator[Problem]:
    """Files that the system gives another name as it unpacks them, so that links to them lead nowhere."""
    for name in sorted(archive.files):
        for pattern, becomes in system.renames:
            if pattern.search(name):
                yield finding("renamed-file", f"{system.title} unpacks it under a name that {becomes}", name)
                break


def check_moodle_version(archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Moodle takes whatever it doesn't know for SCORM 1.2."""
    version = schema_version(archive)
    if set(standards) & set(SCORM_2004) and version not in MOODLE_2004:
        message = _(
            "Moodle takes schemaversion '%(version)s' for SCORM 1.2, and the course looks for 2004",
            version=version,
        )
        yield finding("taken-for-other", message, MANIFEST)
    elif SCORM_12 in standards and version in MOODLE_2004:
        message = _(
            "Moodle takes schemaversion '%(version)s' for SCORM 2004, and the course looks for 1.2",
            version=version,
        )
        yield finding("taken-for-other", message, MANIFEST)


def check_openedx_version(archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Open edX takes whatever doesn't say 1.2 for SCORM 2004."""
    version = schema_version(archive)
    if SCORM_12 in standards and version != "1.2":
        message = _(
            "Open edX takes schemaversion '%(version)s' for SCORM 2004, and the course looks for 1.2",
            version=version,
        )
        yield finding("taken-for-other", message, MANIFEST)


def check_same_names(archive: Archive, _standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Open edX finds a file by its last name alone, in any folder: scormxblock.py, assets_proxy."""
    counts = Counter(name.rpartition("/")[2] for name in archive.files)
    shared = sorted(name for name in archive.files if counts[name.rpartition("/")[2]] > 1)
    if shared:
        message = _(
            "%(number)s files share their last name with another; Open edX serves one for all of them",
            number=len(shared),
        )
        yield finding("same-name", message, shared[0])


def check_modules(archive: Archive, _standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Moodle serves .mjs as text/plain."""
    for name in sorted(archive.files):
        if name.lower().endswith(".mjs"):
            yield finding("module-type", "Moodle serves this as text: no browser runs it as a module", name)


def check_passed(_archive: Archive, standards: tuple[Standard, ...]) -> Iterator[Problem]:
    """Frappe LMS looks at one status only."""
    if set(standards) & {SCORM_12, *SCORM_2004}:
        status = "passed" if SCORM_12 in standards else "completed"
        yield finding("only-passed", f"Frappe LMS counts only '{status}'", MANIFEST)


def schema_version(archive: Archive) -> str:
    """What the manifest says of its version."""
    tree = parse_manifest(MANIFEST, archive.manifests.get(MANIFEST, b""))
    return metadata_text(tree, "schemaversion") if isinstance(tree, XmlTree) else ""


SYSTEMS = {
    "moodle": System(
        "Moodle",
        (SCORM_12, *SCORM_2004, AICC),
        rules=(check_moodle_version, check_modules),
        limits=(PHP_LIMIT,),
    ),
    "openedx": System(
        "Open edX",
        (SCORM_12, *SCORM_2004),
        rules=(check_openedx_version, check_same_names),
        limits=(TUTOR_LIMIT,),
    ),
    "chamilo": System(
        "Chamilo", (SCORM_12, AICC), limits=(PHP_LIMIT, CHAMILO_QUOTA), renames=CHAMILO_RENAMES
    ),
    "ilias": System(
        "ILIAS",
        (SCORM_12, SCORM_2004_3, SCORM_2004_4, CMI5, TINCAN),
        limits=(PHP_LIMIT,),
        renames=ILIAS_RENAMES,
    ),
    "frappe": System("Frappe LMS", (SCORM_12, *SCORM_2004), rules=(check_passed,), limits=(FRAPPE_LIMIT,)),
    "claroline": System("Claroline", (SCORM_12, *SCORM_2004), limits=(PHP_LIMIT,)),
}
