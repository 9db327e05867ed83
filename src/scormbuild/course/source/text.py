"""Bytes as text that HTML, XML and YAML can all carry."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.course.notes import Notes, Place

_TOP = Place(1, 1)
_MOST_TEXT_BYTES = 1_000_000
# Outside XML 1.0's characters (2.2, Char), or a control, a line break or a mark that nobody sees.
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def decode_text(content: bytes, notes: Notes) -> str | None:
    """UTF-8 with or without a mark at its start, and with any line ends; None where it is something else."""
    content = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        place = _place_after(content[: error.start].decode())
        message = _("byte 0x%(byte)s is no UTF-8 text", byte=format(content[error.start], "02x"))
        notes.add_problem(place, message, _("save the file as UTF-8 (in Notepad: Save as, Encoding)"))
        return None
    notes.lines += text.split("\n")
    found = find_unprintable(text)
    if found:
        notes.add_problem(_place_after(text[: found.start()]), unprintable_message(found), _("delete it"))
        return None
    return text


def find_unprintable(text: str) -> re.Match[str] | None:
    """The first character that can't be carried."""
    return _UNPRINTABLE.search(text)


def unprintable_message(found: re.Match[str]) -> str:
    """What to say of such a character."""
    return f"the character U+{ord(found[0]):04X} can't be used"


def _place_after(before: str) -> Place:
    """The place that follows this text."""
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def read_text(folder: Path, notes: Notes) -> str | None:
    """The text of the file that the notes are on; None when it can't be had, which is noted."""
    path = folder / notes.path
    if not path.is_file():
        notes.add_problem(
            _TOP,
            _("there is no file '%(path)s'", path=notes.path),
            _("a course is a folder with course.yaml and pages/"),
        )
    # A course may come from somebody else, and must not bring a file of this machine into a package.
    elif not path.resolve().is_relative_to(folder.resolve()):
        notes.add_problem(
            _TOP,
            _("this is a symbolic link that leaves the course's folder"),
            _("copy the file into the folder"),
        )
    elif path.stat().st_size > _MOST_TEXT_BYTES:
        notes.add_problem(
            _TOP,
            _("this file is larger than %(size)s MB", size=_MOST_TEXT_BYTES // 1000000),
            _("divide it into several"),
        )
    else:
        return decode_text(path.read_bytes(), notes)
    return None
