"""What a file is: a package of a standard, something else that is a zip, or no zip at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5_FILES, FILES_2004, TINCAN_FILES, edit_2004
from support.course.sample_package import FILES, edit_manifest, examine, write_package, zip_files

from scormbuild.course.package_check import check_package
from scormbuild.errors import PackageError

QTI = b'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><metadata><schema>QTIv2.1 Package</schema>'


@pytest.mark.parametrize(
    ("files", "standards"),
    [
        (FILES, ["scorm12"]),
        (FILES_2004, ["scorm2004-4"]),
        (edit_2004("2004 4th Edition", "2004 3rd Edition"), ["scorm2004-3"]),
        (edit_2004("2004 4th Edition", "2004 2nd Edition"), ["scorm2004-2"]),
        (edit_2004("2004 4th Edition", "CAM 1.3"), ["scorm2004-2"]),
        (edit_2004("2004 4th Edition", "4"), ["scorm2004-3"]),
        (edit_manifest("<schemaversion>1.2<", "<schemaversion>1.3<"), ["scorm12"]),
        (edit_manifest("<schemaversion>1.2</schemaversion>", ""), ["scorm12"]),
        (edit_2004("2004 4th Edition", "1.2"), ["scorm12"]),
        (CMI5_FILES, ["cmi5"]),
        (TINCAN_FILES, ["tincan"]),
        ({**FILES, **TINCAN_FILES}, ["scorm12", "tincan"]),
        ({"imsmanifest.xml": QTI + b"</metadata></manifest>"}, ["qti"]),
        (edit_manifest("<schema>ADL SCORM<", "<schema>IMS Thin Common Cartridge<"), ["common-cartridge"]),
        (
            {"imsmanifest.xml": b"<manifest><metadata><schema>IMS Content</schema></metadata></manifest>"},
            ["content-package"],
        ),
        ({"a.crs": b"", "a.au": b"", "a.des": b"", "a.cst": b""}, ["aicc"]),
        ({"index.html": b""}, []),
    ],
)
def test_a_package_is_known_by_its_manifest(
    tmp_path: Path, files: dict[str, bytes], standards: list[str]
) -> None:
    assert [standard.key for standard in examine(tmp_path, files).standards] == standards


def test_what_a_package_is_stands_in_one_sentence(tmp_path: Path) -> None:
    both = examine(tmp_path, {**FILES, **TINCAN_FILES})
    assert both.description == "This is a package of SCORM 1.2 and xAPI (Tin Can)."
    assert examine(tmp_path, {"a.txt": b""}).description == "This is no package that we know."


@pytest.mark.parametrize(
    ("names", "code", "words"),
    [
        (
            ["course/imsmanifest.xml"],
            "manifest-in-folder",
            "not in the root of the zip, but here: 'course/ims",
        ),
        (["a/b/cmi5.xml", "c/cmi5.xml"], "manifest-in-folder", "'c/cmi5.xml'"),
        (["IMSManifest.xml"], "manifest-name", "'IMSManifest.xml', not imsmanifest.xml"),
        (["imsmanifest (1).xml"], "manifest-name", "not imsmanifest.xml"),
        (["imsmanifest.xml.txt"], "manifest-name", "not imsmanifest.xml"),
        (["one.zip", "two.zip"], "zip-in-zip", "'one.zip' and 1 more"),
        (["word/document.xml"], "other-kind", "Word document"),
        (["moodle_backup.xml", "files.xml"], "other-kind", "Moodle backup"),
        (["h5p.json", "content/content.json"], "other-kind", "H5P"),
        (["index.html"], "missing-manifest", "a website"),
        (["readme.txt"], "missing-manifest", "not a package"),
    ],
)
def test_a_zip_without_a_manifest_in_the_root_is_told_why(
    tmp_path: Path, names: list[str], code: str, words: str
) -> None:
    path = write_package(tmp_path, dict.fromkeys(names, b""))
    (problem,) = check_package(path).problems
    assert problem.code == code
    assert problem.path == str(path)
    assert words in problem.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"\x1f\x8b\x08\x00", ".mbz"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html>", "web page"),
        (b"<?xml version='1.0'?><manifest/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (zip_files(FILES)[:3000], "breaks off"),
        (b"whatever", "not a zip file that can be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a zip has the time in it: no name of a test
)
def test_what_is_no_zip_is_called_by_its_name_with_a_way_out(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(PackageError, match=r"\n  hint: ") as error:
        check_package(write_package(tmp_path, content))
    assert words in str(error.value)
