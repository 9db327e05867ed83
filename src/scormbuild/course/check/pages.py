"""What a page loads: its scripts and frames in the package, and whether it loads from elsewhere.

By tags alone, in time that grows with the length of the text: what a script loads by itself can't be known,
and rules are silent where it could matter.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scormbuild.course.check.archive import Archive

TAG = re.compile(r"<(script|iframe|frame|meta|embed|object)\b([^<>]*)>", re.IGNORECASE)
ADDRESS = re.compile(r"""\b(?:src|data|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
REFRESH = re.compile(r"^[\d.\s]*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b|javascript:|\son[a-z]+\s*=", re.IGNORECASE)
OUTSIDE = re.compile(r"(https?:)?//|data:|blob:", re.IGNORECASE)
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
MOST_FILES = 200  # that are followed from one page
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Page:
    """A page with all that its tags load."""

    files: tuple[str, ...]  # itself first
    outside: tuple[str, ...]  # addresses elsewhere of scripts and frames
    has_script: bool
    is_whole: bool  # nothing was left unread


def trace_page(archive: Archive, start: str) -> Page:
    """The page at this path, its scripts and frames, and theirs."""
    files, outside, has_script, is_whole = [start], list[str](), False, True
    for name in files:  # which grows meanwhile
        if name not in archive.texts:
            is_whole = is_whole and name not in archive.files
            continue
        text = read_text(archive, name)
        has_script = has_script or bool(SCRIPT.search(text)) or not is_page(name)
        for address in list_addresses(text) if is_page(name) else ():
            if OUTSIDE.match(address):
                outside.append(address)
            elif (path := resolve(name, address)) in archive.files and path not in files:
                is_whole = is_whole and len(files) < MOST_FILES
                files += [path] if is_whole else []
    return Page(tuple(files), tuple(outside), has_script, is_whole)


def list_addresses(text: str) -> Iterator[str]:
    """What the tags of a page load, or lead on to."""
    for tag in TAG.finditer(text):
        for address in ADDRESS.finditer(tag[2]):
            value = next(filter(None, address.groups()), "")
            if tag[1].lower() != "meta":
                yield value.strip()
            elif refresh := REFRESH.match(value):
                yield refresh[1].strip()


def resolve(page: str, address: str) -> str:
    """The path in the package that an address in a page stands for."""
    plain = unquote(re.split("[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), plain)) if plain else page


def read_text(archive: Archive, name: str) -> str:
    """A page or script as text; signs that don't fit its encoding are of no use to us."""
    content = archive.texts[name]
    encoding = next((MARKS[mark] for mark in MARKS if content.startswith(mark)), "utf-8-sig")
    return content.decode(encoding, "replace")


def is_page(name: str) -> bool:
    """Whether this is the name of an HTML page."""
    return name.lower().endswith(PAGE_SUFFIXES)
