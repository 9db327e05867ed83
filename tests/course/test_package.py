"""The zip: same files, same bytes."""

from __future__ import annotations

import io
import zipfile

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
