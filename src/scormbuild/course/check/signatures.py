"""What a file is that isn't a zip, by its first bytes."""

from __future__ import annotations

from pathlib import Path

AGAIN = "ask the maker to export the course as SCORM 1.2: that is a .zip"
REPACK = "unpack it, and zip what comes out"
# The first bytes of a file, what it is, and the way out.
SIGNATURES = (
    (b"", "the file is empty", "download or copy it again"),
    (b"PK\x03\x04", "the zip breaks off, or is damaged", "download or copy it again"),
    (b"PK\x05\x06", "the zip is damaged", "download or copy it again"),
    (b"Rar!", "this is a RAR archive, not a zip", REPACK),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive, not a zip", REPACK),
    (b"\x1f\x8b", "this is a gzip archive, such as a Moodle backup (.mbz), not a zip", AGAIN),
    (b"BZh", "this is a bzip2 archive, not a zip", REPACK),
    (b"\xfd7zXZ", "this is an xz archive, not a zip", REPACK),
    (b"%PDF", "this is a PDF, not a zip", "upload it as a file, not as a course"),
    (b"MZ", "this is a Windows program, not a zip", AGAIN),
    (b"\xd0\xcf\x11\xe0", "this is an old Office document (.ppt, .doc), not a zip", AGAIN),
    (b"{\\rtf", "this is a text document (.rtf), not a zip", AGAIN),
    (b"\x89PNG", "this is a picture, not a zip", AGAIN),
    (b"\xff\xd8\xff", "this is a picture, not a zip", AGAIN),
    (b"<?xml", "this is an XML file, not a zip", "ask the maker for the whole package"),
    (b"<!doctype html", "this is a web page, not a zip", "log in, and download the package again"),
    (b"<html", "this is a web page, not a zip", "log in, and download the package again"),
)
HEAD = 64


def describe_unreadable(path: Path, error: Exception) -> str:
    """What the file is instead, and the way out; the error itself where it could be anything."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return str(error)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, sentence, way_out in SIGNATURES:
        if start.startswith(signature.lower()) if signature else not head:
            return f"{sentence}\n  hint: {way_out}"
    return f"this is not a zip file that can be read ({error})\n  hint: {AGAIN}"
