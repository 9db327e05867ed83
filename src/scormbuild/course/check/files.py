"""The names and bytes in the zip: whether every system that unpacks it gets the same files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from scormbuild.catalogue import _
from scormbuild.course.check.archive import Archive
from scormbuild.course.check.codes import finding
from scormbuild.course.package_paths import LONGEST_PATH, WINDOWS_NAME
from scormbuild.errors import Problem

# Code, what to look for, what is wrong: for names in the zip and for addresses in a manifest.
PATH_FAULTS = (
    ("backslash", re.compile(r"\\"), "has a backslash in it"),
    ("absolute-path", re.compile(r"^(/|[A-Za-z]:)"), "begins at the root of a disk or server"),
    ("traversal", re.compile(r"(^|[/\\])\.\.([/\\]|$)"), "climbs out of its folder by .."),
    ("control-character", re.compile(r"[\x00-\x1f\x7f]"), "has a character in it that can't be seen"),
)
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\._|(\.DS_Store|Thumbs\.db|desktop\.ini)$)", re.IGNORECASE)
# Code, what such names end with, what is wrong.
FILE_KINDS = (
    ("clutter", CLUTTER, "the computer that made the zip added this file to it"),
    ("flash", re.compile(r"\.(swf|flv)$", re.IGNORECASE), "this is a Flash film, which no browser plays"),
    ("program", re.compile(r"\.(exe|msi|bat|cmd|com|scr|vbs|ps1|dll)$", re.IGNORECASE), "this is a program"),
    (
        "server-script",
        re.compile(
            r"\.(php\d?|phtml|aspx?|jspx?|cgi|pl)$|(^|/)(\.ht(access|passwd)|web\.config)$", re.IGNORECASE
        ),
        "this is for a web server, which no LMS lets it run on",
    ),
    ("nested-zip", re.compile(r"\.zip$", re.IGNORECASE), "this is a zip, which isn't opened"),
)


def path_faults(path: str) -> Iterator[tuple[str, str]]:
    """Code and message of all that is wrong with a path, before one asks whether it exists."""
    for code, pattern, message in PATH_FAULTS:
        if pattern.search(path):
            yield code, message


def check_names(archive: Archive) -> Iterator[Problem]:
    """Names mean the same on every system, and stay inside the package."""
    for member in archive.members:
        name = member.name
        for code, message in path_faults(name):
            yield finding(code, f"the file's name {message}", name)
        if len(name) > LONGEST_PATH:
            yield finding("long-path", f"the path has {len(name)} characters; {LONGEST_PATH} are safe", name)
        # A zip needn't say in which encoding its names are, and LMSs guess (APPNOTE 4.4.4, bit 11).
        if not name.isascii():
            message = _("the file's name is not plain ASCII, and LMSs read such names in different ways")
            yield finding("non-ascii-name", message, name)
        if WINDOWS_NAME.search(name.rstrip("/")) and not re.match("[A-Za-z]:", name):
            yield finding("windows-name", "Windows can't write a file of this name", name)


def check_file_kinds(archive: Archive) -> Iterator[Problem]:
    """Files that an LMS, a browser or a mail filter doesn't take as they are."""
    downloads = linked_zips(archive)
    for name in sorted(archive.files):
        if name.rpartition("/")[2] in downloads:
            continue
        for code, pattern, message in FILE_KINDS:
            # Without a manifest the zips are the packages, which another rule tells.
            if pattern.search(name) and (code != "nested-zip" or archive.manifests):
                yield finding(code, message, name)
                break


def linked_zips(archive: Archive) -> set[str]:
    """The names of zips that a page or script of the package names: learners download them as they are."""
    return {
        # The last part of what stands before the quote: a name is no longer than this.
        re.split(rb"[/\"']", text[max(0, found.start() - LONGEST_PATH) : found.end()])[-1].decode(
            errors="replace"
        )
        for text in archive.texts.values()
        for found in re.finditer(rb"\.zip(?=[\"'])", text, re.IGNORECASE)
    }


def check_duplicate_names(archive: Archive) -> Iterator[Problem]:
    """No two files share a name, not even when capitals don't count, as on Windows."""
    paths = sorted((member.name for member in archive.members), key=lambda name: (name.casefold(), name))
    for _name, group in groupby(paths, key=str.casefold):
        first, *others = group
        for name in others:
            code, message = "case-clash", f"this name differs from '{first}' in capitals only"
            if name == first:
                code, message = "duplicate-name", "the zip holds this file more than once; either may win"
            yield finding(code, message, name)


def check_damage(archive: Archive) -> Iterator[Problem]:
    """Every file is whole, and is a file rather than a link to one."""
    for member in archive.members:
        if member.damage:
            yield finding("damaged-file", f"the file is damaged: {member.damage}", member.name)
        if member.link:
            message = _("this is a symbolic link, which LMSs refuse or follow out of the package")
            yield finding("link", message, member.name)


ARCHIVE_RULES = (check_names, check_file_kinds, check_duplicate_names, check_damage)
