"""The command line as others rely on it: arguments in; words, files and an exit status out."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent


def run_scormbuild(
    *arguments: object, cwd: Path = ROOT, locale: str = "C"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scormbuild", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name != "LANGUAGE"}
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "LC_ALL": locale, "PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def new_course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `new` made the course "first", and `build` its package."""
    folder = tmp_path_factory.mktemp("started")
    assert run_scormbuild("new", "first", cwd=folder).returncode == 0
    assert run_scormbuild("build", "first", cwd=folder).returncode == 0
    return folder


def test_new_makes_a_course_that_builds_into_dist_and_is_sound(new_course_folder: Path) -> None:
    (package,) = (new_course_folder / "dist").iterdir()
    assert re.fullmatch(r"first-\d+\.\d+\.\d+-scorm12\.zip", package.name)
    checked = run_scormbuild("check", package)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_new_never_writes_over_what_is_there(new_course_folder: Path) -> None:
    again = run_scormbuild("new", "first", cwd=new_course_folder)
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert "hint:" in again.stderr


@pytest.mark.parametrize(
    ("locale", "options", "language"),
    [
        ("C", (), "en"),
        ("nl_BE.UTF-8", (), "nl"),
        ("fr_FR.UTF-8", (), "en"),
        ("C", ("--language", "nl"), "nl"),
        ("nl_NL.UTF-8", ("--language", "en"), "en"),
    ],
)
def test_new_makes_a_course_in_the_language_that_is_asked_for_or_in_that_of_the_locale(
    locale: str, options: tuple[str, ...], language: str, tmp_path: Path
) -> None:
    assert run_scormbuild("new", "first", *options, cwd=tmp_path, locale=locale).returncode == 0
    assert f"\nlanguage: {language} " in (tmp_path / "first/course.yaml").read_text("utf-8")


def test_a_language_that_no_course_begins_in_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    done = run_scormbuild("new", "first", "--language", "fr", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "there is no course to begin with in 'fr'\n  hint: there are: en, nl\n",
    )
    assert not list(tmp_path.iterdir())


def test_the_starter_shows_each_directive(new_course_folder: Path) -> None:
    text = "".join(
        page.read_text(encoding="utf-8") for page in (new_course_folder / "first/pages").glob("*.md")
    )
    names = {
        "callout",
        "post",
        "video",
        "dos-donts",
        "reflection",
        "contrast",
        "choice",
        "opinion",
        "acknowledge",
        "checklist",
    }
    assert names <= set(re.findall(r":::\{([a-z-]+)\}", text))


def test_build_writes_to_the_file_that_it_is_told(new_course_folder: Path, tmp_path: Path) -> None:
    done = run_scormbuild("build", new_course_folder / "first", "-o", tmp_path / "deep" / "mine.zip")
    assert done.returncode == 0
    assert zipfile.is_zipfile(tmp_path / "deep" / "mine.zip")
    assert "mine.zip" in done.stdout


@pytest.mark.parametrize(
    ("options", "locale", "course", "said"),
    [
        ((), "C", "en", "did you mean"),
        ((), "C", "nl", "bedoelde je"),
        ((), "C", "fr", "did you mean"),
        ((), "nl_NL.UTF-8", "en", "bedoelde je"),
        ((), "en_GB.UTF-8", "nl", "did you mean"),
        (("--language", "nl"), "en_GB.UTF-8", "en", "bedoelde je"),
    ],
)
def test_an_author_is_told_in_the_language_asked_for_or_the_locale_s_or_the_course_s(
    options: tuple[str, ...], locale: str, course: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "course.yaml").write_text(f"id: x\ntitel: X\nlanguage: {course}\n", encoding="utf-8")
    done = run_scormbuild(*options, "build", tmp_path, "-o", tmp_path / "out", locale=locale)
    assert done.returncode == 2
    assert f"hint: {said} 'title'?" in done.stderr


def test_a_language_in_which_nothing_is_said_is_told_with_those_that_there_are() -> None:
    done = run_scormbuild("--language", "fr", "check", "x.zip")
    assert done.returncode == 2
    assert "en, nl" in done.stderr


def test_a_fault_in_the_course_ends_with_status_2_its_place_and_no_zip(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: x\ntitel: X\n", encoding="utf-8")
    done = run_scormbuild("build", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "course.yaml:2:1: " in done.stderr
    assert "hint: did you mean 'title'?" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_course_is_said_to_be_none(tmp_path: Path) -> None:
    done = run_scormbuild("build", tmp_path / "nothing")
    assert done.returncode == 2
    assert "course.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_to_is_named(new_course_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run_scormbuild("build", new_course_folder / "first", "-o", tmp_path / "file")
    assert done.returncode == 2
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_check_answers_1_for_problems_and_2_for_what_is_no_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as empty:
        empty.writestr("readme.txt", "no manifest")
    (tmp_path / "not.zip").write_text("text")
    assert run_scormbuild("check", tmp_path / "empty.zip").returncode == 1
    assert run_scormbuild("check", tmp_path / "not.zip").returncode == 2
    assert run_scormbuild("check", tmp_path / "absent.zip").returncode == 2


def test_check_answers_a_program_in_json(new_course_folder: Path, tmp_path: Path) -> None:
    (package,) = (new_course_folder / "dist").iterdir()
    assert json.loads(run_scormbuild("check", package, "--json").stdout) == {
        "package": str(package),
        "verdict": "sound",
        "standards": ["scorm12"],
        "error": None,
        "counts": {},
        "problems": [],
    }
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as empty:
        empty.writestr("readme.txt", "no manifest")
    answer = json.loads(run_scormbuild("check", "--json", tmp_path / "empty.zip").stdout)
    assert answer["verdict"] == "wont_upload"
    assert {"weight", "path", "line", "column", "message", "hint", "code"} == set(answer["problems"][0])


def test_version_and_help_with_an_example_each() -> None:
    assert re.fullmatch(r"scormbuild \d+\.\d+\.\d+\n", run_scormbuild("--version").stdout)
    for command in ("build", "check", "preview", "new"):
        assert f"Example: scormbuild {command}" in run_scormbuild(command, "--help").stdout


def test_preview_says_where_it_is_and_stops_when_asked(new_course_folder: Path) -> None:
    command = [sys.executable, "-m", "scormbuild", "preview", "first", "--port", "0"]
    with subprocess.Popen(command, cwd=new_course_folder, stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", preview.stdout.readline())
        assert address
        with urlopen(f"{address[0]}course/index.html", timeout=10) as page:
            assert b"<html" in page.read()
        preview.send_signal(signal.SIGINT)
        assert "Stopped" in preview.stdout.read()
    assert preview.returncode == 0


@pytest.mark.parametrize("asked", [True, False])
def test_preview_plays_the_target_that_is_asked_for_or_the_first_of_the_course(
    new_course_folder: Path, tmp_path: Path, asked: bool
) -> None:
    command = [sys.executable, "-m", "scormbuild", "preview", "first", "--port", "0"]
    shutil.copytree(new_course_folder / "first", tmp_path / "first")
    with (tmp_path / "first/course.yaml").open("a") as settings:
        settings.write(f"targets:\n- {'cmi5' if asked else 'scorm2004-3'}\n- web\n")
    command += ["--target", "scorm2004-3"] if asked else []
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", preview.stdout.readline())
        assert address
        with urlopen(f"{address[0]}course/imsmanifest.xml", timeout=10) as manifest:
            assert b"2004 3rd Edition" in manifest.read()
        with urlopen(f"{address[0]}launch", timeout=10) as launch:
            assert json.load(launch)["room"] == 4000
        preview.send_signal(signal.SIGINT)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--target", "scorm2004"], "scorm2004-4"),
        (["--target", "scorm2004-4", "--behave-like", "moodle"], "strict2004"),
        (["--behave-like", "strict2004"], "strict"),
    ],
)
def test_preview_names_the_targets_and_lmss_that_there_are(
    new_course_folder: Path, options: list[str], named: str
) -> None:
    done = run_scormbuild("preview", "first", *options, cwd=new_course_folder)
    assert done.returncode == 2
    assert "hint:" in done.stderr
    assert named in done.stderr


def test_preview_on_a_port_that_is_taken_says_so(new_course_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_scormbuild("preview", "first", "--port", taken.getsockname()[1], cwd=new_course_folder)
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "hint:" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_in_a_pipe_has_no_control_characters(new_course_folder: Path) -> None:
    assert "\x1b" not in run_scormbuild("build", new_course_folder / "first", cwd=new_course_folder).stdout
    assert "\x1b" not in run_scormbuild("build", "nowhere", cwd=new_course_folder).stderr
