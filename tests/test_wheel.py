"""What is published: the wheel, in an environment that has nothing else, on a machine without Node."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support import command_tree
from support.player.parts import PARTS

from scormbuild.course.targets import TARGETS

ROOT = Path(__file__).parent.parent
JOIN = """
import json
from scormbuild.course.script import CHUNKS, bundle_chunks
roots = json.loads((CHUNKS / "roots.json").read_text("utf-8"))
print(bundle_chunks(roots, "").decode())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run_command(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def commands_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment of an author: the wheel, and what it needs without any extra."""
    return environment(tmp_path_factory.mktemp("author"), wheel, "core")


@pytest.fixture(scope="module")
def installed_with_lrs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the extra lrs."""
    return environment(tmp_path_factory.mktemp("lrs"), wheel, "lrs")


def environment(folder: Path, wheel: Path, lock: str) -> Path:
    """The commands of an empty environment into which a lock and the wheel were installed."""
    venv.create(folder, with_pip=True)
    install = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
    run_command(*install, "--requirement", ROOT / f"requirements/{lock}.txt")
    extra = "" if lock == "core" else f"[{lock}]"
    run_command(*install, "--no-index", f"{wheel}{extra}")  # what it asks for beyond the lock isn't to be had
    return folder / "bin"


def run_command(*command: str | Path, cwd: Path = ROOT) -> str:
    environment = {"PATH": "/nowhere"} if command[0] != sys.executable else None
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_builds_and_checks_the_course_without_node(commands_folder: Path, tmp_path: Path) -> None:
    run_command(
        commands_folder / "scormbuild", "build", ROOT / "content/webcare", "-o", tmp_path, cwd=tmp_path
    )
    (package,) = tmp_path.glob("webcare-*-scorm12.zip")
    assert "sound" in run_command(commands_folder / "scormbuild", "check", package, cwd=tmp_path)


def test_the_wheel_builds_a_course_for_every_target(commands_folder: Path, tmp_path: Path) -> None:
    build = [commands_folder / "scormbuild", "build", ROOT / "content/webcare", "-o", tmp_path]
    run_command(*build, "--target", "all", cwd=tmp_path)
    run_command(*build, "--single-file", cwd=tmp_path)
    assert len(list(tmp_path.iterdir())) == len(TARGETS) + 1


def test_an_author_has_every_command_for_courses(commands_folder: Path, tmp_path: Path) -> None:
    run_command(commands_folder / "scormbuild", "new", "first", cwd=tmp_path)
    assert "# " in run_command(commands_folder / "scormbuild", "factsheet", "first", cwd=tmp_path)
    command = [commands_folder / "scormbuild", "preview", "first", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        assert "http://127.0.0.1:" in preview.stdout.readline()
        preview.send_signal(signal.SIGINT)
        preview.stdout.read()
    assert preview.returncode == 0


def test_every_other_command_says_which_extra_an_author_lacks(commands_folder: Path, tmp_path: Path) -> None:
    ends = json.loads(run_command(commands_folder / "python", command_tree.__file__, cwd=tmp_path))
    assert ends.keys() == command_tree.all_commands().keys() - set(command_tree.AUTHORS)
    for path, (status, said) in ends.items():
        assert status == 2, path
        assert said.startswith(f"scormbuild {path} needs the package ")
        assert re.search(r"\n  hint: pip install 'scormbuild\[(lrs|dashboard|import)\]'\n$", said), said
    assert not list(tmp_path.iterdir())  # they made no database either


def test_the_wheel_brings_each_part_of_the_player_for_courses_to_join(commands_folder: Path) -> None:
    joined = run_command(commands_folder / "python", "-c", JOIN)
    names = set(re.findall(r"\w+", " ".join(re.findall(r"^const(\{[\w,]+\})=", joined, re.MULTILINE))))
    assert {"startCourse", *(part.function for part in PARTS)} <= names


def test_the_wheel_brings_the_starter_course_and_the_preview(commands_folder: Path, tmp_path: Path) -> None:
    run_command(commands_folder / "scormbuild", "new", "first", cwd=tmp_path)
    run_command(commands_folder / "scormbuild", "build", "first", cwd=tmp_path)
    assert list((tmp_path / "dist").glob("first-*-scorm12.zip"))
    asset = "importlib.resources.files('scormbuild.preview') / 'assets/scorm-again-scorm12.js'"
    assert (
        run_command(
            commands_folder / "python", "-c", f"import importlib.resources; print(({asset}).is_file())"
        )
        == "True\n"
    )


def test_the_wheel_with_its_extra_brings_the_lrs_with_all_that_it_needs(
    installed_with_lrs: Path, tmp_path: Path
) -> None:
    lrs = [installed_with_lrs / "scormbuild", "lrs"]
    made = json.loads(run_command(*lrs, "key", "create", "trial", "--scope", "all", "--json", cwd=tmp_path))
    assert made.keys() == {"key", "secret"}
    assert json.loads(run_command(*lrs, "check", "--json", cwd=tmp_path))["sound"]
    run_command(installed_with_lrs / "python", "-c", "import scormbuild.lrs.server, psycopg", cwd=tmp_path)


def test_the_wheel_brings_the_profile_that_the_lrs_gives_out(
    installed_with_lrs: Path, tmp_path: Path
) -> None:
    told = "from scormbuild.lrs.http.profile import read_profile; print(read_profile()[0].decode())"
    profile = json.loads(run_command(installed_with_lrs / "python", "-c", told, cwd=tmp_path))
    assert profile == json.loads((ROOT / "src/scormbuild/vocabulary.jsonld").read_text(encoding="utf-8"))
