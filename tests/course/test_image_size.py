"""A page leaves room for its pictures before they are there."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import Files, sample_page

from scormbuild.course.build import build_course
from scormbuild.course.image_size import image_size

JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x11\x08" + struct.pack(">HH", 30, 40)
PICTURES = {
    "svg": (
        b'<?xml version="1.0"?>\n<svg xmlns="x" width="40px" height=\'30.2\' viewBox="0 0 1 1">',
        (40, 30),
    ),
    "svg by its view": (b'<svg viewBox="0 0 40 30" width="100%">', (40, 30)),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 30), (40, 30)),
    "gif": (b"GIF89a" + struct.pack("<HH", 40, 30), (40, 30)),
    "jpeg": (JPEG_HEAD, (40, 30)),
    "lossy webp": (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 40, 30), (40, 30)),
    "lossless webp": (b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + struct.pack("<I", 39 | 29 << 14), (40, 30)),
    "extended webp": (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x27\0\0\x1d\0\0", (40, 30)),
    "a cut png": (b"\x89PNG\r\n\x1a\n\0", None),
    "a cut jpeg": (JPEG_HEAD[:-3], None),
    "an svg without a size": (b"<svg>", None),
    "something else": (b"nothing", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize(("content", "size"), PICTURES.values(), ids=PICTURES)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(
    content: bytes, size: tuple[int, int] | None
) -> None:
    assert image_size(content) == size


def test_every_picture_of_a_page_has_its_size(make_folder: Callable[[Files], Path]) -> None:
    svg = PICTURES["svg by its view"][0] + b"</svg>"
    files = sample_page('![A](media/a.svg)\n\n![B](media/a.svg "It says")\n', {"media/a.svg": svg})
    page = build_course(make_folder(files)).files["index.html"].decode()
    assert page.count('src="media/a.svg" width="40" height="30"') == 2
