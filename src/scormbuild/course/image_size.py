"""How large a picture is, for a page to leave room for it before it is there."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from typing import NamedTuple

_IMAGE = re.compile(r'<img\b(?P<before>[^>]*?\bsrc="(?P<path>(?:media|theme)/[^"]+)")(?P<after>[^>]*)>')
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_NUMBER = r"[\"']\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*[\"']"
_WIDTH, _HEIGHT = re.compile(rf"\swidth={_NUMBER}"), re.compile(rf"\sheight={_NUMBER}")
_VIEW_BOX = re.compile(r"\sviewBox=[\"']\s*\S+[\s,]+\S+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*[\"']")
_MOST_SVG_HEAD = 4096
# Markers of a JPEG that begin a frame, and so hold its size (ITU T.81, table B.1).
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class ImageSize(NamedTuple):
    """In pixels of CSS."""

    width: int
    height: int


def add_image_sizes(page: str, files: Mapping[str, bytes]) -> str:
    """The page with the size of each picture of the course, so that nothing moves when it comes."""

    def add(found: re.Match[str]) -> str:
        size = image_size(files.get(found["path"], b""))
        if not size or " width=" in found[0]:
            return found[0]
        return f'<img{found["before"]} width="{size.width}" height="{size.height}"{found["after"]}>'

    return _IMAGE.sub(add, page)


def image_size(content: bytes) -> ImageSize | None:
    """The size of an SVG, PNG, GIF, JPEG or WebP, by its first bytes; None where these don't tell."""
    for start, read in _READERS.items():
        if content.startswith(start):
            try:
                return read(content)
            except (struct.error, IndexError):
                return None
    return _svg_size(content)


def _svg_size(content: bytes) -> ImageSize | None:
    opening = _SVG.search(content[:_MOST_SVG_HEAD].decode("utf-8", "replace"))
    if not opening:
        return None
    width, height = _WIDTH.search(opening[0]), _HEIGHT.search(opening[0])
    box = _VIEW_BOX.search(opening[0])
    sides = (width[1], height[1]) if width and height else box.groups() if box else ()
    numbers = [round(float(side)) for side in sides if re.fullmatch(r"[0-9]+(\.[0-9]+)?", side)]
    return ImageSize(*numbers) if len(numbers) == 2 and all(numbers) else None


def _png_size(content: bytes) -> ImageSize:
    return ImageSize(*struct.unpack_from(">II", content, 16))


def _gif_size(content: bytes) -> ImageSize:
    return ImageSize(*struct.unpack_from("<HH", content, 6))


def _jpeg_size(content: bytes) -> ImageSize | None:
    at = 2
    while content[at] == 0xFF:
        marker, (length,) = content[at + 1], struct.unpack_from(">H", content, at + 2)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return ImageSize(width, height)
        at += 2 + length
    return None


def _webp_size(content: bytes) -> ImageSize | None:
    """Of the three forms of a WebP: lossy, lossless, extended (RFC 9649, 2.4 to 2.7)."""
    form = content[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return ImageSize(width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return ImageSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        return ImageSize(width, height)
    return None


_READERS: dict[bytes, Callable[[bytes], ImageSize | None]] = {
    b"\x89PNG\r\n\x1a\n": _png_size,
    b"GIF8": _gif_size,
    b"\xff\xd8": _jpeg_size,
    b"RIFF": _webp_size,
}
