"""--lrs and --key on the command line: over course.yaml, both or neither, and never a secret repeated."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, read_lrs_endpoint
from support.course.sample_course import write_sample_course

OTHER_LRS_URL = "https://other.example.org"
VARIABLE = "SCORMBUILD_LRS_KEY"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sample_course(tmp_path / "course", course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS))


def environment(key: str | None = None) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return plain if key is None else {**plain, VARIABLE: key}


def run_scormbuild(*arguments: object, key: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scormbuild", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(key))


def build_endpoint(folder: Path, *arguments: object, key: str | None = None) -> dict[str, str]:
    """What the package carries that `build` makes."""
    out = folder.parent / "out.zip"
    done = run_scormbuild("build", folder, "-o", out, *arguments, key=key)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as package:
        found: dict[str, str] = read_lrs_endpoint(package.read("index.html").decode())
    return {name: found[name] for name in ("endpoint", "key", "secret")}


def test_the_command_line_goes_before_course_yaml(folder: Path) -> None:
    told = {"endpoint": f"{OTHER_LRS_URL}/xapi", "key": "sb_cli", "secret": "a:b"}
    assert build_endpoint(folder, "--lrs", OTHER_LRS_URL, "--key", "sb_cli:a:b") == told


def test_the_key_may_come_from_the_environment_and_is_then_not_in_the_history(folder: Path) -> None:
    assert build_endpoint(folder, "--lrs", OTHER_LRS_URL, key="sb_env:hidden")["key"] == "sb_env"
    assert (
        build_endpoint(folder, "--lrs", OTHER_LRS_URL, "--key", "sb_cli:x", key="sb_env:hidden")["key"]
        == "sb_cli"
    )


def test_a_key_in_the_environment_alone_changes_nothing(folder: Path) -> None:
    assert build_endpoint(folder, key="sb_env:hidden")["key"] == "sb_public"


@pytest.mark.parametrize(
    ("arguments", "key", "message"),
    [
        (["--key", "sb_a:hidden"], None, "--key: there is no --lrs\n  hint: give both, or neither\n"),
        (
            ["--lrs", OTHER_LRS_URL],
            None,
            "--lrs: the key is missing\n"
            "  hint: write --key KEY:SECRET, or put KEY:SECRET in SCORMBUILD_LRS_KEY\n",
        ),
        (
            ["--lrs", OTHER_LRS_URL, "--key", "hidden"],
            None,
            "--key: this is no key with its secret\n"
            "  hint: write KEY:SECRET, as scormbuild lrs key create showed them\n",
        ),
        (
            ["--lrs", OTHER_LRS_URL],
            "sb_a:hid den",
            "SCORMBUILD_LRS_KEY: this is no key with its secret\n"
            "  hint: write KEY:SECRET, as scormbuild lrs key create showed them\n",
        ),
        (
            ["--lrs", "http://sb_a:hidden@lrs.example.org", "--key", "a:b"],
            None,
            "--lrs: this is no address of an LRS\n"
            "  hint: write https://lrs.example.org/xapi; http is for localhost and 127.0.0.1 only\n",
        ),
    ],
)
@pytest.mark.parametrize("command", ["build", "preview"])
def test_what_is_wrong_is_told_without_the_secret(
    folder: Path, command: str, arguments: list[str], key: str | None, message: str
) -> None:
    done = run_scormbuild(command, folder, *arguments, key=key)
    assert (done.returncode, done.stderr) == (2, message)
    assert "hid" not in done.stderr


def test_an_lrs_of_the_command_line_asks_for_privacy_too(tmp_path: Path) -> None:
    folder = write_sample_course(tmp_path / "course", course_files())
    done = run_scormbuild("build", folder, "--lrs", OTHER_LRS_URL, "--key", "a:b", "-o", tmp_path / "out.zip")
    assert done.returncode == 2
    assert "course.yaml:1:1: the course has an LRS, but doesn't say who reads" in done.stderr
    assert not (tmp_path / "out.zip").exists()


def test_the_preview_plays_the_course_with_the_lrs(folder: Path) -> None:
    options = ("--lrs", "http://localhost:8020", "--key", "sb_cli:x")
    with run_preview(folder, *options) as url, urlopen(f"{url}course/index.html", timeout=10) as page:
        text, policy = page.read().decode(), page.headers["Content-Security-Policy"]
    assert read_lrs_endpoint(text)["key"] == "sb_cli"
    assert "connect-src 'self' http://localhost:8020;" in policy


def test_the_preview_plays_the_course_with_the_room_and_the_lms_that_were_asked_for(folder: Path) -> None:
    options = ("--room", "64000", "--device", "shared", "--behave-like", "moodle")
    with run_preview(folder, *options) as url:
        page, switches = (
            urlopen(url + path, timeout=10).read().decode() for path in ("course/index.html", "switches")
        )
    assert 'data-device="shared" data-room="64000"' in page
    assert json.loads(switches)["behave-like"] == "moodle"


def test_an_lms_that_the_preview_does_not_know_is_told(folder: Path) -> None:
    done = run_scormbuild("preview", folder, "--behave-like", "moodel")
    message = "--behave-like: there is no 'moodel'\n  hint: did you mean 'moodle'?\n"
    assert (done.returncode, done.stderr) == (2, message)


@contextmanager
def run_preview(folder: Path, *arguments: str) -> Iterator[str]:
    """Where the preview is, while it runs."""
    command = [sys.executable, "-m", "scormbuild", "preview", str(folder), "--port", "0", *arguments]
    with subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/", preview.stdout.readline())
            assert found
            yield found[0]
        finally:
            preview.send_signal(signal.SIGINT)
            preview.stdout.read()
    assert preview.returncode == 0
