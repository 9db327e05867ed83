"""The examiner on packages with one fault each: it sees that fault, where it is, and no other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from support.course.sample_package import (
    FILES,
    MANIFEST,
    check_sample,
    edit_manifest,
    examine,
    find_problems,
    write_package,
    zip_files,
)

from scormbuild.course.package_check import PROBLEMS_PER_CODE, check_package

ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"


def test_a_sound_package_has_no_problems(tmp_path: Path) -> None:
    assert find_problems(tmp_path, FILES) == []


FAULTS_OF_THE_MANIFEST = [
    ("<schemaversion>1.2<", "<schemaversion>1.3<", "wrong-version", 7, 5),
    ("<schema>ADL SCORM</schema>", "", "missing-version", 2, 1),
    (' default="O"', "", "missing-default", 12, 3),
    ('default="O"', 'default="P"', "dangling-default", 12, 3),
    ('identifierref="R"', 'identifierref="r"', "dangling-item", 15, 7),
    ('identifierref="A"', 'identifierref="a"', "dangling-dependency", 26, 7),
    ('identifier="A"', 'identifier="A A"', "bad-identifier", 28, 5),
    ('identifier="I"', 'identifier="O"', "identifier-clash", 15, 7),
    ('identifier="A"', 'identifier="R"', "duplicate-identifier", 28, 5),
    ('identifier="I"', f'identifier="{"i" * 256}"', "long-identifier", 15, 7),
    ("<title>Begin</title>", "", "missing-title", 15, 7),
    ("Begin", "t" * 256, "long-title", 16, 9),
    (">start<", f">{'d' * 256}<", "too-long", 18, 9),
    (">I</adlcp:pre", f">{'p' * 201}</adlcp:pre", "too-long", 17, 9),
    (">80<", ">101<", "bad-mastery-score", 19, 9),
    (">80<", ">high<", "bad-mastery-score", 19, 9),
    ('adlcp:scormtype="sco"', 'adlcp:scormType="sco"', "scormtype-capital", 24, 5),
    ('adlcp:scormtype="sco"', 'scormtype="sco"', "wrong-scormtype", 24, 5),
    ('adlcp:scormtype="sco"', 'adlcp:scormtype="SCO"', "scormtype-capital", 24, 5),
    ('adlcp:scormtype="sco"', "", "missing-scormtype", 24, 5),
    ('adlcp:scormtype="sco"', 'adlcp:scormtype="page"', "wrong-scormtype", 24, 5),
    ('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"', "no-sco", 2, 1),
    (' identifierref="R"', "", "nothing-to-launch", 2, 1),
    (' href="index.html?page=1"', "", "missing-href", 24, 5),
    ('href="index.html?page=1"', 'href="media/a%20b.png"', "launch-not-html", 24, 5),
    ("index.html?page=1", "Index.html", "missing-launch", 24, 5),
    (
        '<file href="index.html"/>',
        '<file href="index.html"/><file href="gone.html"/>',
        "missing-file",
        25,
        32,
    ),
    ("index.html?page=1", "https://example.org/index.html", "external-launch", 24, 5),
    ("index.html?page=1", "//example.org/index.html", "external-launch", 24, 5),
    ("index.html?page=1", "/index.html", "launch-address", 24, 5),
    ("index.html?page=1", "C:/index.html", "launch-address", 24, 5),
    ("index.html?page=1", "%2e%2e/index.html", "launch-address", 24, 5),
    ("index.html?page=1", "media\\index.html", "launch-address", 24, 5),
    ('xml:base="media/"', 'xml:base="media"', "bad-base", 28, 5),
    ("<schema>", "<nonsense/><schema>", "schema-invalid", 6, 5),
    ("<imsmd:general>", "<imsmd:general><imsmd:nonsense/>", "schema-invalid", 8, 31),
    (' version="1.2"', ' wersion="1.2"', "schema-invalid", 2, 1),
    ("<title>Begin", f'<lom xmlns="{ADLCP}"/><title>Begin', "schema-invalid", 16, 64),
    (' type="aicc_script"', "", "schema-invalid", 17, 9),
    ("</manifest>", "", "not-well-formed", 33, 1),
    ('adlcp:scormtype="sco"', 'adl:scormtype="sco"', "not-well-formed", 24, 92),
    ("<title>Begin", "<title>&nbsp;Begin", "not-well-formed", 16, 22),
    ('encoding="UTF-8"', 'encoding="klingon"', "not-well-formed", 1, 39),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "column"), FAULTS_OF_THE_MANIFEST)
def test_a_fault_in_the_manifest_is_found_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, line: int, column: int
) -> None:
    assert check_sample(tmp_path, edit_manifest(old, new)).get(code) == ("imsmanifest.xml", line, column)


@pytest.mark.parametrize(("old", "new", "code"), [fault[:3] for fault in FAULTS_OF_THE_MANIFEST])
def test_one_fault_gives_no_list_of_others(tmp_path: Path, old: str, new: str, code: str) -> None:
    follow = {
        "bad-base": {"missing-file", "undeclared-file"},
        "bad-identifier": {"dangling-dependency"},
        "duplicate-identifier": {"dangling-dependency", "missing-href"},
    }
    assert set(check_sample(tmp_path, edit_manifest(old, new))) <= {code} | follow.get(code, set())


def test_every_problem_offers_a_way_out(tmp_path: Path) -> None:
    for old, new, *_ in FAULTS_OF_THE_MANIFEST:
        assert [
            problem for problem in find_problems(tmp_path, edit_manifest(old, new)) if not problem.hint
        ] == []


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    manifest = MANIFEST.replace(">80<", ">81%<").replace("1.2</schema", "1</schema").replace("Begin", "")
    codes = {"bad-mastery-score", "wrong-version", "missing-title", "undeclared-file"}
    files = {**FILES, "imsmanifest.xml": manifest.encode(), "extra.css": b""}
    assert check_sample(tmp_path, files).keys() == codes


def test_another_namespace_is_named(tmp_path: Path) -> None:
    problems = find_problems(tmp_path, edit_manifest(IMSCP, "http://www.imsglobal.org/xsd/imscp_v1p1"))
    assert [problem.code for problem in problems] == ["wrong-namespace"]
    assert "imscp_v1p1" in problems[0].message


def test_another_prefix_than_adlcp_is_refused_though_xml_allows_it(tmp_path: Path) -> None:
    files = {
        **FILES,
        "imsmanifest.xml": MANIFEST.replace("adlcp:", "adl:").replace(":adlcp=", ":adl=").encode(),
    }
    assert check_sample(tmp_path, files) == {"wrong-prefix": ("imsmanifest.xml", 2, 1)}


def test_a_location_of_metadata_may_be_longer_in_lom_than_in_adls_namespace(tmp_path: Path) -> None:
    long = f"</schemaversion><adlcp:location>{'x' * 2001}</adlcp:location>"
    assert "too-long" in check_sample(tmp_path, edit_manifest("</schemaversion>", long))


def test_external_metadata_counts_as_listed(tmp_path: Path) -> None:
    files = edit_manifest("</schemaversion>", "</schemaversion><adlcp:location>meta.xml</adlcp:location>")
    assert check_sample(tmp_path, {**files, "meta.xml": b"<lom/>"}) == {}
    assert check_sample(tmp_path, files).keys() == {"missing-file"}


def test_capitals_that_differ_are_pointed_out(tmp_path: Path) -> None:
    (problem,) = find_problems(tmp_path, edit_manifest("index.html?page=1", "INDEX.html"))
    assert "'index.html'" in problem.message


def test_a_manifest_in_utf_16_is_read_with_its_places(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("UTF-8", "UTF-16").replace(">80<", ">x<").encode("utf-16")
    files = {**FILES, "imsmanifest.xml": manifest}
    assert check_sample(tmp_path, files) == {"bad-mastery-score": ("imsmanifest.xml", 19, 9)}


def test_a_manifest_in_an_encoding_that_python_does_not_know_still_gets_lines(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("UTF-8", "ARMSCII-8").replace(">80<", ">x<")
    files = {**FILES, "imsmanifest.xml": manifest.encode("ascii")}
    assert check_sample(tmp_path, files) == {"bad-mastery-score": ("imsmanifest.xml", 19, 1)}


FAULTS_OF_THE_ZIP = [
    ({"extra.css": b""}, "undeclared-file", "extra.css"),
    ({"__MACOSX/._index.html": b""}, "clutter", "__MACOSX/._index.html"),
    ({"média/x.xsd": b""}, "non-ascii-name", "média/x.xsd"),
    ({"INDEX.HTML": b""}, "case-clash", "index.html"),
    ({"media\\x.xsd": b""}, "backslash", "media\\x.xsd"),
    ({"../x.xsd": b""}, "traversal", "../x.xsd"),
    ({"a/../../": b""}, "traversal", "a/../../"),
    ({"/etc/x.xsd": b""}, "absolute-path", "/etc/x.xsd"),
    ({"C:x.xsd": b""}, "absolute-path", "C:x.xsd"),
    ({"a\x1b[31m.xsd": b""}, "control-character", "a\\x1b[31m.xsd"),
]


@pytest.mark.parametrize(("extra", "code", "path"), FAULTS_OF_THE_ZIP)
def test_a_fault_in_the_zip_is_found_at_its_file(
    tmp_path: Path, extra: dict[str, bytes], code: str, path: str
) -> None:
    assert check_sample(tmp_path, {**FILES, **extra}).get(code) == (path, 0, 0)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = write_package(tmp_path, FILES)
    link = zipfile.ZipInfo("passwd.xsd")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert [problem.code for problem in check_package(path).problems] == ["link"]


def test_a_missing_control_file_is_named(tmp_path: Path) -> None:
    (problem,) = find_problems(tmp_path, {k: v for k, v in FILES.items() if k != "ims_xml.xsd"})
    assert problem.code == "missing-control-file"
    assert problem.message.endswith(" ims_xml.xsd")


def test_the_packages_own_schemas_are_not_what_it_is_held_against(tmp_path: Path) -> None:
    files = {**edit_manifest("<schema>", "<nonsense/><schema>"), "imscp_rootv1p1p2.xsd": b"anything goes"}
    assert check_sample(tmp_path, files).keys() == {"schema-invalid"}


def test_of_many_faults_of_a_kind_the_first_are_listed_and_all_counted(tmp_path: Path) -> None:
    extra = {f"extra{number}.css": b"" for number in range(PROBLEMS_PER_CODE + 7)}
    report = examine(tmp_path, {**FILES, **extra})
    assert len(report.problems) == PROBLEMS_PER_CODE
    assert report.counts == {"undeclared-file": PROBLEMS_PER_CODE + 7}


def test_a_manifest_that_is_wrong_everywhere_is_told_so_in_short_time(tmp_path: Path) -> None:
    items = "".join(
        f'<item identifier="x{number}" nonsense="1"><title>x</title></item>' for number in range(9000)
    )
    manifest = edit_manifest("</organization>\n", f"{items}</organization>\n")
    (problem,) = find_problems(tmp_path, manifest)
    assert problem.code == "schema-invalid"
    assert "9000 places" in problem.message


def test_the_order_of_files_in_the_zip_changes_nothing(tmp_path: Path) -> None:
    files = {**edit_manifest(">80<", ">x<"), "a.css": b"", "b.css": b""}
    forth = find_problems(tmp_path, zip_files(files))
    assert find_problems(tmp_path, zip_files(dict(reversed(files.items())))) == forth


def test_a_launch_page_that_is_missing_is_told_once(tmp_path: Path) -> None:
    files = edit_manifest("index.html?page=1", "start.html")
    files = {**files, "imsmanifest.xml": files["imsmanifest.xml"].replace(b'"index.html"', b'"start.html"')}
    assert check_sample(tmp_path, files).keys() == {"missing-launch", "undeclared-file"}


def test_what_is_not_launched_needs_no_scormtype(tmp_path: Path) -> None:
    assert check_sample(tmp_path, edit_manifest(' adlcp:scormtype="asset"', "")) == {}
