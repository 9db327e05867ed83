"""`scormbuild check` as a command: exit status, words, JSON, a folder of packages."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.course.sample_manifests import CMI5_FILES, edit_cmi5
from support.course.sample_package import FILES, edit_manifest, zip_files
from support.course.spoilt_packages import page
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.course.check.codes import CODES

UNTIDY = {**FILES, **{f"extra{number}.css": b"" for number in range(7)}}
DEAD = page("<h1>Care</h1>")
PACKAGES = {
    "a-sound.zip": FILES,
    "b-untidy.zip": UNTIDY,
    "c/dead.ZIP": DEAD,
    "d-folder.pif": {f"x/{name}": content for name, content in FILES.items()},
    "e-cmi5.zip": CMI5_FILES,
}


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit status, output and errors of `scormbuild check`."""
    done = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def write(folder: Path, name: str, files: dict[str, bytes] | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(files if isinstance(files, bytes) else zip_files(files))
    return path


@pytest.mark.parametrize(
    ("files", "status", "last"),
    [
        (FILES, 0, "sound"),
        (UNTIDY, 0, "it uploads and records; 7 things could be tidier"),
        (DEAD, 1, "it won't record"),
        (edit_cmi5("<url>", "<url>./"), 1, "it won't upload"),
    ],
)
def test_the_exit_status_and_the_last_line_say_how_it_came_out(
    tmp_path: Path, files: dict[str, bytes], status: int, last: str
) -> None:
    path = write(tmp_path, "course.zip", files)
    code, out, _ = run(path)
    assert (code, out.splitlines()[-1]) == (status, f"{path}: {last}")
    assert out.startswith("This is a package of ")


def test_what_can_t_be_read_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    code, out, err = run(write(tmp_path, "course.zip", b"Rar!"))
    assert (code, out) == (2, "")
    assert "this is a RAR archive, not a zip\n  hint: unpack it" in err


def test_a_finding_has_its_weight_its_place_and_a_way_out(tmp_path: Path) -> None:
    _, out, _ = run(write(tmp_path, "course.zip", edit_manifest('identifierref="R"', 'identifierref="r"')))
    assert "won't record: imsmanifest.xml:15:7: <item> refers to the resource 'r'" in out
    assert "\n  hint: Ask the maker to export again." in out


def test_of_an_untidy_kind_three_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    _, out, _ = run(write(tmp_path, "course.zip", UNTIDY))
    assert out.count("untidy: extra") == 3
    assert "untidy: and 4 more like these (undeclared-file)" in out


def test_the_heaviest_findings_come_first(tmp_path: Path) -> None:
    _, out, _ = run(write(tmp_path, "course.zip", {**UNTIDY, **DEAD, "../x.xsd": b""}))
    places = [out.index(words) for words in ("won't upload: ", "won't record: ", "untidy: ")]
    assert places == sorted(places)


def test_for_names_a_system_and_a_wrong_name_is_told_with_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, "course.zip", CMI5_FILES)
    assert run(path)[0] == 0
    code, out, _ = run(path, "--for", "moodle")
    assert code == 1
    assert "Moodle doesn't take cmi5; it takes SCORM 1.2" in out
    code, _, err = run(path, "--for", "moodel")
    assert code == 2
    assert "did you mean 'moodle'?" in err


def write_folder(folder: Path) -> Path:
    for name, files in PACKAGES.items():
        write(folder, name, files)
    write(folder, "f-broken.zip", b"%PDF")
    write(folder, "notes.txt", b"no package")
    return folder


def test_a_folder_of_packages_is_a_table_the_worst_first(tmp_path: Path) -> None:
    code, out, _ = run(write_folder(tmp_path))
    head, *rows = [line.split("  ") for line in out.splitlines()]
    assert head[0] == "outcome"
    assert [row[0] for row in rows] == [
        *("unreadable", "won't upload", "won't record", "untidy", "sound", "sound")
    ]
    assert str(Path("c/dead.ZIP")) in out
    assert "this is a PDF, not a zip" in out
    assert code == 2


def test_a_folder_without_packages_is_an_error_and_an_unpacked_one_is_known(tmp_path: Path) -> None:
    assert run(tmp_path)[0] == 2
    (tmp_path / "imsmanifest.xml").write_bytes(FILES["imsmanifest.xml"])
    assert "zip what is in it" in run(tmp_path)[2]


def answer(*arguments: str | Path) -> Any:
    return json.loads(run(*arguments, "--json")[1])


def test_json_has_the_schema_of_the_docs(tmp_path: Path) -> None:
    path = write(tmp_path, "course.zip", DEAD)
    assert answer(path) == {
        "package": str(path),
        "verdict": "wont_record",
        "standards": ["scorm12"],
        "error": None,
        "counts": {"no-lms-call": 1},
        "problems": [
            {
                "weight": "wont_record",
                "path": "imsmanifest.xml",
                "line": 24,
                "column": 5,
                "message": "'index.html' has no script, so it can't call the LMS",
                "hint": CODES["no-lms-call"].way_out,
                "code": "no-lms-call",
            }
        ],
    }


def test_json_of_what_can_t_be_read_says_why(tmp_path: Path) -> None:
    told = answer(write(tmp_path, "course.zip", b""))
    assert (told["verdict"], told["standards"], told["problems"]) == ("unreadable", [], [])
    assert "the file is empty" in told["error"]


def test_json_of_a_folder_is_a_list_the_worst_first(tmp_path: Path) -> None:
    told = answer(write_folder(tmp_path))
    assert [package["verdict"] for package in told["packages"]] == [
        *("unreadable", "wont_upload", "wont_record", "untidy", "sound", "sound")
    ]


BAR = """
from scormbuild.cli.progress import progress_bar
with progress_bar("packages", after=%d) as advance:
    advance(1, 2)
"""


def shown_on_a_terminal(code: str) -> bytes:
    """What a program writes to its errors where they are a terminal."""
    leader, follower = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=follower, check=True)
    os.close(follower)
    try:
        return os.read(leader, 10_000)
    except OSError:  # on Linux: nothing was written
        return b""
    finally:
        os.close(leader)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix's")
def test_a_bar_shows_for_what_takes_longer_than_it_may() -> None:
    assert b"packages" in shown_on_a_terminal(BAR % 0)
    assert shown_on_a_terminal(BAR % 600) == b""
