"""Captions of a film, checked line by line: a browser drops what it can't read without a word (WebVTT, 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scormbuild.catalogue import _
from scormbuild.course.notes import Link, Notes
from scormbuild.errors import Problem

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?", re.ASCII)
_WAY = "write it as in 00:01.000 --> 00:04.500"
_NO_CUE = ("NOTE", "STYLE", "REGION")


class _Fault(NamedTuple):
    line: int
    message: str
    hint: str


def check_captions(link: Link, content: bytes, notes: Notes) -> None:
    """Note what is wrong with a file of captions, each fault with its line in that file."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = re.split("\r\n|\n|\r", text)
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        notes.add_problem(
            link.place,
            _("'%(target)s' is no WebVTT file", target=link.target),
            _("its first line must be WEBVTT"),
        )
        return
    if "\ufffd" in text:
        line = next(number for number, each in enumerate(lines, 1) if "\ufffd" in each)
        faults = [_Fault(line, "this isn't UTF-8", "save the file as UTF-8")]
    else:
        faults = list(_find_faults(lines))
    notes.problems += [Problem(link.target, fault.line, 1, *fault[1:]) for fault in faults]


def _find_faults(lines: Sequence[str]) -> Iterator[_Fault]:
    if len(lines) > 1 and lines[1].strip():
        yield _Fault(2, "the line below WEBVTT isn't blank", "leave a blank line before the first caption")
    begin = -1.0  # none at all may be right: a film without a sound has nothing to caption
    for first, block in _blocks(lines):
        if block[0].split(" ")[0].rstrip(":") in _NO_CUE:
            continue
        at = next((number for number, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            yield _Fault(first, "this caption has no time", f"{_WAY}, on the line above it")
            continue
        start, faults = _read_cue(first + at, block[at:], begin)
        yield from faults
        begin = max(begin, start)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between blank lines below the header, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines[1:], ""], 2):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _read_cue(line: int, cue: Sequence[str], before: float) -> tuple[float, list[_Fault]]:
    """When a caption begins, and what is wrong with it; `before` is when the one above it begins."""
    found = _TIMING.fullmatch(cue[0])
    if not found:
        hint = _("WebVTT has a point where SRT has a comma; ") if "," in cue[0] else ""
        return before, [_Fault(line, f"'{cue[0].strip()}' is no time of a caption", hint + _WAY)]
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    faults = []
    if end <= start:
        faults.append(_Fault(line, "this caption ends before it begins", "put the earlier time first"))
    if start < before:
        faults.append(_Fault(line, "this caption begins before the one above it", "put them in order"))
    if len(cue) == 1:
        faults.append(_Fault(line, "this caption has no words", "write them on the line below"))
    return start, faults


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
