"""An office file comes from anybody: what would harm is refused in words, nothing is read from elsewhere."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from support.importer.word_file import word_file

from scormbuild.errors import SourceError
from scormbuild.importer.import_file import import_file

WORD = word_file("## A heading\nSome text.")
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
OUTSIDE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w>&a;</w>'


def with_part(name: str, data: bytes) -> bytes:
    """The document with one part more, or another in its place."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(WORD)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "can't be read"),
        (WORD[:400], "can't be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of an older form, or has a password"),
        (with_part("word/document.xml", ENTITIES), "declares entities"),
        (with_part("word/footnotes.xml", OUTSIDE), "declares entities"),
        (with_part("word/document.xml", ENTITIES.decode().encode("utf-16")), "declares entities"),
        (with_part("word/document.xml", b"<w"), "is damaged"),
        (with_part("word/media/a.bmp", bytes(301 * 1024 * 1024)), "unpacks to more than is safe"),
        (with_part("word/comments.xml", b"<a>" + b" " * (65 * 1024 * 1024) + b"</a>"), "larger than is safe"),
    ],
    # By name: the bytes of a zip hold the time of day, and each process of a test run has another.
    ids=[
        *("empty", "cut off", "old form", "entities", "entity of a file", "entities in UTF-16"),
        *("no XML", "a picture too large", "a part too large"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_the_way_out(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "module.docx").write_bytes(data)
    with pytest.raises(SourceError, match=said) as raised:
        import_file(tmp_path / "module.docx")
    assert "hint:" in str(raised.value)


def test_a_form_that_nobody_knows_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "module.pages").write_bytes(b"x")
    with pytest.raises(SourceError, match="files of the form 'pages' can't be imported"):
        import_file(tmp_path / "module.pages")
