"""The icon of an installed course: a page with lines of text, in the course's colour, as PNG (RFC 2083).

PNG, since Apple's home screens take no SVG; only straight edges, so that two colours are enough.
"""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SQUARES = 16  # across, and so down; a size is a multiple of it, so that no edge falls within a pixel
# Left, top, right, bottom, in squares. All within the circle that every launcher leaves: a maskable icon's
# safe zone, of 40 % of the width around the middle (W3C Web Application Manifest).
PAPER = (5, 3, 11, 13)
LINES = ((6, 5, 10, 6), (6, 7, 10, 8), (6, 9, 9, 10))
MOST_STORED = 0xFFFF  # bytes of a stored block (RFC 1951 3.2.4)


def icon_png(colour: str, size: int) -> bytes:
    """The icon in this colour, #rrggbb, so many pixels wide and high; same colour, same bytes."""
    header = struct.pack(">IIBBBBB", size, size, 1, 3, 0, 0, 0)  # one bit for each pixel, by a palette
    unit = size // SQUARES
    rows = b"".join((b"\0" + pixel_row(unit, y)) * unit for y in range(SQUARES))
    chunks = [
        (b"IHDR", header),
        (b"PLTE", bytes.fromhex(colour.removeprefix("#")) + b"\xff\xff\xff"),
        (b"IDAT", store_zlib(rows)),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(render_chunk(name, data) for name, data in chunks)


def pixel_row(unit: int, y: int) -> bytes:
    """A row of pixels through the squares at this height, so many pixels each, of which a 1 is white."""
    white = [
        is_within(x, y, PAPER) and not any(is_within(x, y, line) for line in LINES) for x in range(SQUARES)
    ]
    return int("".join(str(int(each)) * unit for each in white), 2).to_bytes(SQUARES * unit // 8, "big")


def is_within(x: int, y: int, box: tuple[int, int, int, int]) -> bool:
    """Whether a square lies in a box."""
    left, top, right, bottom = box
    return left <= x < right and top <= y < bottom


def store_zlib(data: bytes) -> bytes:
    """The data as zlib has it, but not compressed (RFC 1950): deflate gives other bytes on another zlib."""
    blocks = [data[start : start + MOST_STORED] for start in range(0, len(data), MOST_STORED)]
    stored = [
        struct.pack("<BHH", block is blocks[-1], len(block), len(block) ^ MOST_STORED) + block
        for block in blocks
    ]
    return b"\x78\x01" + b"".join(stored) + struct.pack(">I", zlib.adler32(data))


def render_chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG: its length, its name, its data, and a sum of both."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
