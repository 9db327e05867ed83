"""The examiner on zips and manifests made to do harm: it keeps to its limits and to the zip."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.course.sample_manifests import CMI5, TINCAN
from support.course.sample_package import (
    FILES,
    MANIFEST,
    check_sample,
    edit_manifest,
    find_problems,
    write_package,
    zip_files,
)

from scormbuild.course.check.limits import ARCHIVE_LIMITS, ArchiveLimits
from scormbuild.course.package_check import check_package
from scormbuild.errors import PackageError

MIB = 1024 * 1024


def package_error(
    folder: Path, content: bytes | dict[str, bytes], limits: ArchiveLimits = ARCHIVE_LIMITS
) -> str:
    """What the examiner says when it refuses the file as a whole."""
    with pytest.raises(PackageError) as error:
        check_package(write_package(folder, content), limits)
    return str(error.value)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    assert "this is a PDF" in package_error(tmp_path, b"%PDF-1.7")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"none\.zip"):
        check_package(tmp_path / "none.zip")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        check_package(tmp_path)


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    assert "breaks off" in package_error(tmp_path, zip_files(FILES)[:-30])


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    content = zip_files({"imsmanifest.xml": b"x"})
    locked = content.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0").replace(
        b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"
    )
    assert locked != content
    assert "make the zip again without a password" in package_error(tmp_path, locked)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_that_can_swell_without_limit_is_refused(tmp_path: Path, method: int) -> None:
    assert "use Deflate" in package_error(tmp_path, zip_files(FILES, method))


def test_a_file_that_swells_a_thousandfold_is_refused(tmp_path: Path) -> None:
    assert "unpacks to more than is safe" in package_error(tmp_path, {**FILES, "zero.bin": bytes(20 * MIB)})


def test_a_zip_within_the_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zip_files({"zero.bin": bytes(20 * MIB)})
    assert check_sample(tmp_path, {**FILES, "inner.zip": inner}).keys() == {"nested-zip", "undeclared-file"}


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (ArchiveLimits(members=3), "files; more than 3"),
        (ArchiveLimits(directory=64), "larger than is safe"),
        (ArchiveLimits(manifest=100), "'imsmanifest.xml' unpacks to more"),
        (ArchiveLimits(file=4000), "unpacks to more than is safe (4000 bytes)"),
        (ArchiveLimits(total=30_000), "unpacks to more"),
    ],
)
def test_each_limit_holds(tmp_path: Path, limits: ArchiveLimits, words: str) -> None:
    assert words in package_error(tmp_path, FILES, limits)


def test_no_more_text_is_kept_than_the_limit(tmp_path: Path) -> None:
    files = {**FILES, "index.html": b"<script>1</script>", "a.js": b"a" * 600, "b.js": b"b" * 600}
    dead = "no-lms-call"
    for limits, told in ((ArchiveLimits(texts=2000), {dead}), (ArchiveLimits(texts=1000), set[str]())):
        report = check_package(write_package(tmp_path, files), limits)
        assert {problem.code for problem in report.problems} & {dead} == told


def zip_with_shared_bytes(count: int) -> bytes:
    """A zip whose members all share the same packed bytes."""
    content = zip_files({"a": bytes(range(256)) * 40})
    start = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    directory = content[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    return content[:start] + directory + tail


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    assert "overlap" in package_error(tmp_path, zip_with_shared_bytes(1000))


def zip_with_false_sizes(declared: int, checksum: int | None = None) -> bytes:
    """A zip with `b.xsd` of 1000 bytes, of which it says that it is of another size and checksum."""
    data = bytes(range(250)) * 4
    true = struct.pack("<L", zlib.crc32(data)), struct.pack("<L", len(data))
    told = struct.pack("<L", zlib.crc32(data) if checksum is None else checksum), struct.pack("<L", declared)
    content = zip_files({"b.xsd": data})
    for before, after in zip(true, told, strict=True):
        assert content.count(before) == 2
        content = content.replace(before, after)
    whole = io.BytesIO(content)
    with zipfile.ZipFile(whole, "a") as package:
        for name, file in FILES.items():
            package.writestr(name, file)
    return whole.getvalue()


@pytest.mark.parametrize("declared", [10, 999, 1001, 4_000_000_000])
def test_a_size_that_the_zip_lies_about_is_a_problem(tmp_path: Path, declared: int) -> None:
    assert check_sample(tmp_path, zip_with_false_sizes(declared)) == {"damaged-file": ("b.xsd", 0, 0)}


def test_a_file_whose_checksum_fits_the_size_it_claims_is_still_read_to_its_true_end(tmp_path: Path) -> None:
    content = zip_with_false_sizes(10, zlib.crc32(bytes(range(10))))
    assert check_sample(tmp_path, content) == {"damaged-file": ("b.xsd", 0, 0)}


def test_a_file_with_a_wrong_checksum_is_a_problem(tmp_path: Path) -> None:
    assert check_sample(tmp_path, zip_with_false_sizes(1000, 1)) == {"damaged-file": ("b.xsd", 0, 0)}


def test_a_damaged_manifest_is_refused(tmp_path: Path) -> None:
    content = zip_files(FILES, zipfile.ZIP_STORED).replace(b"<title>Begin", b"<title>Eegin")
    assert "imsmanifest.xml is damaged" in package_error(tmp_path, content)


def test_a_name_that_comes_twice_is_a_problem(tmp_path: Path) -> None:
    content = zip_files({**FILES, "indey.html": FILES["index.html"]}).replace(b"indey.html", b"index.html")
    assert check_sample(tmp_path, content) == {"duplicate-name": ("index.html", 0, 0)}


def test_a_name_with_nul_in_it_is_shown_whole(tmp_path: Path) -> None:
    content = zip_files({**FILES, "indexXhtml.xsd": b""}).replace(b"indexXhtml.xsd", b"index\0html.xsd")
    assert check_sample(tmp_path, content) == {"control-character": ("index\\x00html.xsd", 0, 0)}


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'?>\n<!DOCTYPE manifest [<!ENTITY l0 "ha">{laughs}]>'
    files = edit_manifest("?>", bomb)
    files["imsmanifest.xml"] = files["imsmanifest.xml"].replace(b"Begin", b"&l9;")
    assert check_sample(tmp_path, files).keys() <= {"doctype", "not-well-formed"}


def test_a_file_of_this_machine_is_not_read_into_the_report(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    files = edit_manifest("?>", f'?>\n<!DOCTYPE manifest [<!ENTITY x SYSTEM "{secret.as_uri()}">]>')
    files["imsmanifest.xml"] = files["imsmanifest.xml"].replace(b"Begin", b"&x;")
    (problem,) = find_problems(tmp_path, files)
    assert problem.code == "doctype"
    assert "hunter2" not in str(problem)


def test_an_outside_dtd_and_outside_schemas_are_not_fetched(tmp_path: Path) -> None:
    trap = tmp_path / "trap.xsd"
    trap.write_text("not a schema at all")
    location = (
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="u:trap {trap.as_uri()}"'
    )
    assert check_sample(tmp_path, edit_manifest(' version="1.2"', f' version="1.2" {location}')) == {}
    assert check_sample(
        tmp_path, edit_manifest("?>", f'?>\n<!DOCTYPE manifest SYSTEM "{trap.as_uri()}">')
    ).keys() == {"doctype"}


def test_what_a_stranger_wrote_is_shown_in_letters_that_a_terminal_does_not_obey(tmp_path: Path) -> None:
    problems = find_problems(tmp_path, {**FILES, "a\x1b]0;x\x07\u202egnp.exe" + "n" * 9000: b""})
    assert problems
    assert all(str(problem).replace("\n", "").isprintable() for problem in problems)
    assert all(len(str(problem)) < 2000 for problem in problems)


def test_a_manifest_that_is_nested_too_deep_is_a_problem(tmp_path: Path) -> None:
    deep = "<item>" * 5000 + "</item>" * 5000
    assert check_sample(tmp_path, edit_manifest("<title>Begin</title>", deep)).keys() == {"not-well-formed"}


def check_without_crash(content: bytes) -> None:
    """Any outcome but an exception other than PackageError."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_package(Path(folder), content)
        try:
            report = check_package(path)
        except PackageError:
            return
    assert all(problem.hint for problem in report.problems)


@given(st.binary(max_size=400))
def test_any_bytes_are_examined_or_refused(content: bytes) -> None:
    check_without_crash(content)


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_any_damage_to_a_zip_is_examined_or_refused(patch: bytes, place: int, cut: int) -> None:
    content = zip_files({"imsmanifest.xml": MANIFEST.encode(), "a.html": b"a" * 100})
    place = len(content) - place if place % 2 else place
    check_without_crash(content[:place] + patch + content[place + cut :])


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_flipped_bytes_in_the_headers_are_examined_or_refused(flips: list[tuple[int, int]]) -> None:
    content = bytearray(zip_files({"imsmanifest.xml": b"<manifest/>", "é.html": b"a" * 100}))
    for place, value in flips:
        content[place % len(content)] = value
    check_without_crash(bytes(content))


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_as_manifest_are_examined(manifest: bytes) -> None:
    check_without_crash(zip_files({"imsmanifest.xml": manifest}))


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["cmi5.xml", "tincan.xml"]),
)
def test_any_bytes_as_another_manifest_are_examined(manifest: bytes, name: str) -> None:
    check_without_crash(zip_files({name: manifest, "index.html": b"<p>"}))


TAGS = st.sampled_from(
    [
        "<script",
        "<iframe",
        "<meta",
        "src=",
        "content=",
        "'",
        '"',
        ">",
        "<",
        "0;url=",
        "..",
        "/",
        "\\",
        "%2e",
        "%",
    ]
)


@given(st.lists(TAGS | st.text(max_size=9), max_size=40))
def test_any_text_as_page_is_examined(parts: list[str]) -> None:
    text = "".join(parts).encode("utf-8", "surrogatepass")
    check_without_crash(zip_files({**FILES, "index.html": text, "b.html": text}))


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12),
        max_size=6,
    )
)
def test_any_names_are_examined(names: list[str]) -> None:
    check_without_crash(zip_files(dict.fromkeys(names, b"")))


NAMES = st.sampled_from(
    ["manifest", "organizations", "item", "resource", "file", "title", "x:y", "adlcp:location"]
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="<&\"'", exclude_categories=["Cc", "Cs"]), max_size=9
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["identifier", "href", "xml:base", "identifierref", "adlcp:scormtype", "default", "type"]
    ),
    WORDS,
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, attributes, children: (
            f"<{name}{''.join(f' {key}={chr(34)}{value}{chr(34)}' for key, value in attributes.items())}>"
            f"{''.join(children)}</{name}>"
        ),
        NAMES,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_tree_as_manifest_is_examined(tree: str) -> None:
    start = MANIFEST[: MANIFEST.index("<metadata>")].replace("<manifest", '<manifest xmlns:x="u:x"')
    check_without_crash(zip_files({"imsmanifest.xml": f"{start}{tree}</manifest>".encode()}))
    start = start.replace(
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsglobal.org/xsd/imscp_v1p1"
    )
    start += "<metadata><schemaversion>2004 3rd Edition</schemaversion></metadata>"
    check_without_crash(zip_files({"imsmanifest.xml": f"{start}{tree}</manifest>".encode()}))


NAMES_OF_CMI5 = st.sampled_from(
    ["course", "block", "au", "title", "description", "langstring", "url", "objective"]
)
VALUES_OF_CMI5 = st.sampled_from(["", "a:b", "./x", "#", "?fetch", "Passed", "0.8", "1.1", "nl"]) | WORDS
CMI5_TREES = st.recursive(
    VALUES_OF_CMI5,
    lambda inner: st.builds(
        lambda name, attribute, value, children: (
            f'<{name} {attribute}="{value}">{"".join(children)}</{name}>'
        ),
        NAMES_OF_CMI5,
        st.sampled_from(["id", "moveOn", "masteryScore", "lang", "x"]),
        VALUES_OF_CMI5,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(CMI5_TREES)
def test_any_tree_as_course_structure_is_examined(tree: str) -> None:
    start = CMI5[: CMI5.index("  <course ")]
    check_without_crash(zip_files({"cmi5.xml": f"{start}{tree}</courseStructure>".encode()}))


@given(TREES)
def test_any_tree_as_tincan_xml_is_examined(tree: str) -> None:
    renamed = tree.replace("resource", "activity").replace("file", "launch")
    start = TINCAN[: TINCAN.index("<activities>")].replace(
        "<tincan", '<tincan xmlns:x="u:x" xmlns:adlcp="u:y"'
    )
    check_without_crash(zip_files({"tincan.xml": f"{start}{renamed}</tincan>".encode()}))
