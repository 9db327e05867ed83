"""The files of a course's media folder: which there are, and the content of those that are referred to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.course.notes import Link, Notes, Place
from scormbuild.course.source.captions import check_captions

MOST_MEDIA_BYTES = 500_000_000  # of all media together; more than any LMS takes in one upload by default
# An SVG that is opened by itself is a page of the LMS's origin: a script in it could act as the learner.
_SCRIPT_PATTERN = re.compile(rb"<script|<foreignobject|\bon[a-z]+\s*=|javascript:|<!entity", re.IGNORECASE)


def find_media(folder: Path) -> tuple[list[str], list[str]]:
    """The paths of plain files below media/, and those of symbolic links that can't be followed.

    A link to a file within the course's folder is as good as that file; to a folder it isn't.
    """
    home = folder.resolve()
    files, outside = [], []
    for top, folders, names in os.walk(folder / "media"):
        for path in (Path(top, name) for name in (*folders, *names)):
            known = path.relative_to(folder).as_posix()
            if path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(home)):
                outside.append(known)
            elif path.is_file():
                files.append(known)
    return sorted(files), sorted(outside)


def read_media(folder: Path, links: Iterable[tuple[Link, Notes]]) -> dict[str, bytes]:
    """The content of each file that a link leads to; too large or not to be trusted is a fault."""
    contents: dict[str, bytes] = {}
    total = 0
    for link, notes in links:
        if link.target in contents:
            continue
        path = folder / link.target
        total += path.stat().st_size
        contents[link.target] = path.read_bytes() if total <= MOST_MEDIA_BYTES else b""
        if total > MOST_MEDIA_BYTES:
            message = _(
                "with '%(target)s' the media have %(size)s MB",
                target=link.target,
                size=format(total / 1000000.0, ".0f"),
            )
            notes.add_problem(
                link.place,
                _(
                    "%(message)s; the most is %(size)s MB",
                    message=message,
                    size=format(MOST_MEDIA_BYTES / 1000000.0, ".0f"),
                ),
                _("make it smaller"),
            )
            break
        check_drawing(link.target, contents[link.target], link.place, notes)
        if link.kind == "captions":
            check_captions(link, contents[link.target], notes)
    return contents


def check_drawing(name: str, content: bytes, place: Place, notes: Notes) -> None:
    """Note a drawing that holds a script."""
    # Without NUL bytes, so that UTF-16 hides nothing.
    if name.lower().endswith(".svg") and _SCRIPT_PATTERN.search(content.replace(b"\0", b"")):
        notes.add_problem(
            place, _("'%(name)s' holds a script", name=name), _("save the drawing without it, or as PNG")
        )
