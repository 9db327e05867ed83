"""The names and bytes in the zip: whether every system that unpacks it gets the same files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from scormbuild.course.check.archive import MANIFEST, Archive
from scormbuild.errors import Problem

# Code, what to look for, what is wrong, the way out: for names in the zip and for addresses in the manifest.
PATH_FAULTS = (
    (
        "backslash",
        re.compile(r"\\"),
        "has a backslash in it",
        "Write / between folders: an LMS on Linux takes \\ for a letter of the name.",
    ),
    (
        "absolute-path",
        re.compile(r"/|[A-Za-z]:"),
        "begins at the root of a disk or server",
        "Write the path from the root of the package, without / or a drive letter in front.",
    ),
    (
        "traversal",
        re.compile(r"(.*[/\\])?\.\.([/\\]|$)", re.DOTALL),
        "climbs out of its folder by ..",
        "Write the path from the root of the package: LMSs refuse .. for safety.",
    ),
    (
        "control-character",
        re.compile(r".*[\x00-\x1f\x7f]", re.DOTALL),
        "has a character in it that can't be seen",
        "Rename the file with plain letters, digits, - and _.",
    ),
)
OTHER_STANDARDS = {"cmi5.xml": "cmi5", "tincan.xml": "xAPI (Tin Can)"}


def path_faults(path: str) -> Iterator[tuple[str, str, str]]:
    """Code, message and hint of all that is wrong with a path, before one asks whether it exists."""
    for code, pattern, message, hint in PATH_FAULTS:
        if pattern.search(path) if code == "backslash" else pattern.match(path):
            yield code, message, hint


def check_names(archive: Archive) -> Iterator[Problem]:
    """Names mean the same on every system, and stay inside the package."""
    for member in archive.members:
        for code, message, hint in path_faults(member.name):
            yield Problem(member.name, 0, 0, f"the file's name {message}", hint, code)
        # A zip needn't say in which encoding its names are, and LMSs guess (APPNOTE 4.4.4, bit 11).
        if not member.name.isascii():
            hint = "Rename it with plain letters, digits, - and _, also where the course refers to it."
            message = "the file's name is not plain ASCII, and LMSs read such names in different ways"
            yield Problem(member.name, 0, 0, message, hint, "non-ascii-name")


def check_duplicate_names(archive: Archive) -> Iterator[Problem]:
    """No two files share a name, not even when capitals don't count, as on Windows."""
    paths = sorted((member.name for member in archive.members), key=lambda name: (name.casefold(), name))
    for _, group in groupby(paths, key=str.casefold):
        first, *others = group
        for name in others:
            code, message = "case-clash", f"this name differs from '{first}' in capitals only"
            if name == first:
                code, message = "duplicate-name", "the zip holds this file more than once; either may win"
            yield Problem(name, 0, 0, message, "Remove or rename one of them.", code)


def check_damage(archive: Archive) -> Iterator[Problem]:
    """Every file is whole, and is a file rather than a link to one."""
    for member in archive.members:
        if member.damage:
            hint = "Make the zip again from the original files."
            yield Problem(member.name, 0, 0, f"the file is damaged: {member.damage}", hint, "damaged-file")
        if member.link:
            hint = "Put the file itself in the zip."
            message = "this is a symbolic link, which LMSs refuse or follow out of the package"
            yield Problem(member.name, 0, 0, message, hint, "link")


def check_missing_manifest(archive: Archive, place: str) -> Iterator[Problem]:
    """Why an LMS finds no manifest: it must be in the root, in these letters (SCORM 1.2 CAM, 2.3)."""
    if archive.manifest is not None:
        return
    near = sorted(
        (name for name in archive.files if name.rpartition("/")[2].lower() == MANIFEST),
        key=lambda name: (name.count("/"), name),
    )
    other = sorted(OTHER_STANDARDS[name] for name in archive.files & OTHER_STANDARDS.keys())
    message, hint = f"there is no {MANIFEST}: this is not a SCORM package", "Export the course as SCORM 1.2."
    if near and "/" in near[0]:
        message = f"{MANIFEST} is not in the root of the zip, but here: '{near[0]}'"
        hint = "Zip what is in the folder, not the folder itself."
    elif near:
        message, hint = f"the manifest is called '{near[0]}'", f"Call it {MANIFEST}, all in small letters."
    elif other:
        message = f"there is no {MANIFEST}: this is a package of another standard, {other[0]}"
    yield Problem(place, 0, 0, message, hint, "missing-manifest")
