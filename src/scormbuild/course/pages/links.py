"""Where a link, an image or a video may lead: the web, another page, or a file of the media folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scormbuild.catalogue import _
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
            hint = did_you_mean(target[1:], targets.pages, _("pages:"))
            notes.add_problem(
                link.place, _("there is no page '%(target)s' in this course", target=target[1:]), hint
            )
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
            _("'%(target)s' is not in this course", target=link.target),
            _("put the file in %(media)s, so that it goes along", media=MEDIA),
        )
    elif link.target.startswith("//"):
        notes.add_problem(
            link.place,
            _("'%(target)s' has no https:", target=link.target),
            _("write https:%(target)s", target=link.target),
        )
    elif scheme not in _SCHEMES:
        notes.add_problem(
            link.place,
            _("a link can't start with '%(scheme)s:'", scheme=scheme),
            _("use https:, http:, mailto:, tel:, #page-id or media/…"),
        )
    elif not is_address(link.target):
        notes.add_problem(
            link.place,
            _("'%(target)s' is no complete address", target=link.target),
            _("write it as in https://example.org/page"),
        )


def _check_media(link: Link, notes: Notes, targets: Targets) -> None:
    name, ending = link.target, link.target.rpartition(".")[2].lower()
    possible = _ENDINGS[link.kind].split()
    # Decoded, as a browser takes %2e%2e for .. too.
    if _LEAVES.search(unquote(name)):
        notes.add_problem(
            link.place,
            _("'%(name)s' leaves the course's folder", name=name),
            _("put the file in %(media)s", media=MEDIA),
        )
    elif "\\" in name:
        notes.add_problem(
            link.place,
            _("'%(name)s' has a backslash", name=name),
            _("write %(address)s", address=name.replace(chr(92), "/")),
        )
    elif not name.startswith(MEDIA):
        hint = _("a page is #page-id, a file %(media)sname, the web https://…", media=MEDIA)
        hint = _("did you mean #%(name)s?", name=name) if name in targets.pages else hint
        notes.add_problem(link.place, _("'%(name)s' leads nowhere", name=name), hint)
    elif not _MEDIA_NAME.fullmatch(name):
        better = "/".join(slugify(step) for step in unquote(name).split("/") if step)
        message = _("'%(name)s' has characters that not every LMS can serve", name=name)
        notes.add_problem(link.place, message, _("rename the file, for example to %(better)s", better=better))
    elif WINDOWS_NAME.search(name):
        message = _("Windows can't write a file named '%(name)s', and LMSs run on it too", name=name)
        notes.add_problem(link.place, message, _("rename the file or its folder"))
    elif len(name) > LONGEST_NAME:
        message = _(
            "the path of this file has %(number)s characters; %(most)s are safe",
            number=len(name),
            most=LONGEST_NAME,
        )
        notes.add_problem(link.place, message, _("give it and its folders shorter names"))
    elif any(name == known or name.startswith(known + "/") for known in targets.outside):
        notes.add_problem(
            link.place,
            _("'%(name)s' is a symbolic link", name=name),
            _("copy the file itself into %(media)s", media=MEDIA),
        )
    elif name not in targets.media:
        hint = did_you_mean(name, targets.media, _("there are:")) or _("put it in %(media)s", media=MEDIA)
        notes.add_problem(link.place, _("there is no file '%(name)s'", name=name), hint)
    elif ending not in possible:
        message = _("a .%(ending)s file can't be used %(uses)s", ending=ending, uses=_USES[link.kind])
        notes.add_problem(link.place, message, _("possible: %(names)s", names=", ".join(possible)))
