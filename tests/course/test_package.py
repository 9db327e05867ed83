"""The zip: same files, same bytes; on the disk whole or not at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from scormbuild.course import package

FILES = {"index.html": b"<p>hi", "imsmanifest.xml": b"<manifest/>", "media/a.png": b"\x89PNG"}


def test_the_order_in_which_files_come_makes_no_difference() -> None:
    assert package.zip_files(FILES) == package.zip_files(dict(reversed(FILES.items())))


def test_every_file_comes_out_as_it_went_in() -> None:
    with zipfile.ZipFile(io.BytesIO(package.zip_files(FILES))) as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == FILES


def test_entries_carry_no_date_of_today_and_no_compression_that_differs_between_machines() -> None:
    with zipfile.ZipFile(io.BytesIO(package.zip_files(FILES))) as zipped:
        for entry in zipped.infolist():
            assert (entry.date_time, entry.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
            assert entry.external_attr >> 16 == 0o100644


def test_a_package_replaces_the_one_before_it_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "course.zip"
    package.write_atomically(b"old", target)
    package.write_atomically(b"new", target)
    assert [(path.name, path.read_bytes()) for path in target.parent.iterdir()] == [("course.zip", b"new")]


def test_a_write_that_fails_leaves_the_old_package_and_no_draft(tmp_path: Path) -> None:
    (tmp_path / "course.zip").mkdir()
    with pytest.raises(OSError, match=r"course\.zip"):
        package.write_atomically(b"new", tmp_path / "course.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["course.zip"]
