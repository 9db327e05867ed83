"""Where a link, an image or a video may lead: the web, another page, or a file of the media folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scormbuild.course.identifier import slugify
from scormbuild.course.notes import Link, LinkKind, Notes
from scormbuild.course.package_paths import LONGEST_PATH, WINDOWS_NAME
from scormbuild.errors import did_you_mean

MEDIA = "media/"
LONGEST_NAME = LONGEST_PATH - 5  # in the package a number may come behind it
_SCHEMES = ("https", "http", "mailto", "tel")
# From the root, from a drive of Windows, or upwards.
_LEAVES = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")
_MEDIA_NAME = re.compile(r"media(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_FILES = "pdf txt csv docx xlsx pptx odt ods odp epub zip ics mp3 m4a ogg mp4 png jpg jpeg gif webp avif"
# Only what a browser shows or stores, never what it runs: a web page from here could act as the LMS itself.
_ENDINGS: dict[LinkKind, str] = {
    "image": "png jpg jpeg gif svg webp avif",
    "video": "mp4",
    "captions": "vtt",
    "audio": "mp3 m4a ogg",
    "link": _FILES,
    "file": _FILES,
}

_USES: dict[LinkKind, str] = {
    "image": "as an image",
    "video": "as a video",
    "captions": "for captions",
    "audio": "as audio",
    "link": "in a link",
    "file": "to download",
}


@dataclass(frozen=True)
class Targets:
    """All that a link within the course can lead to; what is `outside` is a symbolic link."""

    pages: Collection[str]
    media: Collection[str]
    outside: Collection[str] = ()


def is_address(target: str, schemes: tuple[str, ...] = _SCHEMES) -> bool:
    """True for a complete address with one of the schemes."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if re.search(r"[\x00-\x20<>\"\\]", target) or parts.scheme not in schemes:
        return False
    return bool(parts.hostname) if parts.scheme.startswith("http") else bool(parts.path)


def check_link(link: Link, notes: Notes, targets: Targets) -> None:
    """Note what is wrong with where a link leads."""
    target = link.target
    if target.startswith("#") and link.kind == "link":
        if target[1:] not in targets.pages:
            hint = did_you_mean(target[1:], targets.pages, "pages:")
            notes.add_problem(link.place, f"there is no page '{target[1:]}' in this course", hint)
    # A letter, a colon and a backslash are a drive of Windows, and no scheme.
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\\)", target) or target.startswith("//"):
        _check_address(link, notes)
    else:
        _check_media(link, notes, targets)


def _check_address(link: Link, notes: Notes) -> None:
    scheme = link.target.split(":")[0].lower()
    if link.kind != "link":
        notes.add_problem(
            link.place,
            f"'{link.target}' is not in this course",
            f"put the file in {MEDIA}, so that it goes along",
        )
    elif link.target.startswith("//"):
        notes.add_problem(link.place, f"'{link.target}' has no https:", f"write https:{link.target}")
    elif scheme not in _SCHEMES:
        notes.add_problem(
            link.place,
            f"a link can't start with '{scheme}:'",
            "use https:, http:, mailto:, tel:, #page-id or media/…",
        )
    elif not is_address(link.target):
        notes.add_problem(
            link.place, f"'{link.target}' is no complete address", "write it as in https://example.org/page"
        )


def _check_media(link: Link, notes: Notes, targets: Targets) -> None:
    name, ending = link.target, link.target.rpartition(".")[2].lower()
    possible = _ENDINGS[link.kind].split()
    # Decoded, as a browser takes %2e%2e for .. too.
    if _LEAVES.search(unquote(name)):
        notes.add_problem(link.place, f"'{name}' leaves the course's folder", f"put the file in {MEDIA}")
    elif "\\" in name:
        notes.add_problem(link.place, f"'{name}' has a backslash", f"write {name.replace(chr(92), '/')}")
    elif not name.startswith(MEDIA):
        hint = f"a page is #page-id, a file {MEDIA}name, the web https://…"
        hint = f"did you mean #{name}?" if name in targets.pages else hint
        notes.add_problem(link.place, f"'{name}' leads nowhere", hint)
    elif not _MEDIA_NAME.fullmatch(name):
        better = "/".join(slugify(step) for step in unquote(name).split("/") if step)
        message = f"'{name}' has characters that not every LMS can serve"
        notes.add_problem(link.place, message, f"rename the file, for example to {better}")
    elif WINDOWS_NAME.search(name):
        message = f"Windows can't write a file named '{name}', and LMSs run on it too"
        notes.add_problem(link.place, message, "rename the file or its folder")
    elif len(name) > LONGEST_NAME:
        message = f"the path of this file has {len(name)} characters; {LONGEST_NAME} are safe"
        notes.add_problem(link.place, message, "give it and its folders shorter names")
    elif any(name == known or name.startswith(known + "/") for known in targets.outside):
        notes.add_problem(link.place, f"'{name}' is a symbolic link", f"copy the file itself into {MEDIA}")
    elif name not in targets.media:
        hint = did_you_mean(name, targets.media, "there are:") or f"put it in {MEDIA}"
        notes.add_problem(link.place, f"there is no file '{name}'", hint)
    elif ending not in possible:
        message = f"a .{ending} file can't be used {_USES[link.kind]}"
        notes.add_problem(link.place, message, f"possible: {', '.join(possible)}")
