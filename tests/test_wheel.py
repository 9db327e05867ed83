"""What is published: the wheel, in an environment that has nothing else, on a machine without Node."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support.player.parts import PARTS

ROOT = Path(__file__).parent.parent
JOIN = """
import json
from scormbuild.course.script import CHUNKS, bundle_chunks
roots = json.loads((CHUNKS / "roots.json").read_text("utf-8"))
print(bundle_chunks(roots, "").decode())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment into which the built wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    venv.create(folder / "environment", with_pip=True)
    (wheel,) = folder.glob("*.whl")
    install = [folder / "environment/bin/pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*install, "--requirement", ROOT / "requirements/core.txt")
    run(*install, "--no-index", wheel)  # what it asks for beyond the lock isn't to be had
    return folder / "environment/bin"


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    environment = {"PATH": "/nowhere"} if command[0] != sys.executable else None
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_builds_and_checks_the_course_without_node(installed: Path, tmp_path: Path) -> None:
    run(installed / "scormbuild", "build", ROOT / "content/webcare", "-o", tmp_path, cwd=tmp_path)
    (package,) = tmp_path.glob("webcare-*-scorm12.zip")
    assert "sound" in run(installed / "scormbuild", "check", package, cwd=tmp_path)


def test_the_wheel_brings_each_part_of_the_player_for_courses_to_join(installed: Path) -> None:
    joined = run(installed / "python", "-c", JOIN)
    names = set(re.findall(r"\w+", " ".join(re.findall(r"^const(\{[\w,]+\})=", joined, re.MULTILINE))))
    assert {"startCourse", *(part.function for part in PARTS)} <= names


def test_the_wheel_brings_the_starter_course_and_the_preview(installed: Path, tmp_path: Path) -> None:
    run(installed / "scormbuild", "new", "first", cwd=tmp_path)
    run(installed / "scormbuild", "build", "first", cwd=tmp_path)
    assert list((tmp_path / "dist").glob("first-*-scorm12.zip"))
    asset = "importlib.resources.files('scormbuild.preview') / 'assets/scorm-again.js'"
    assert (
        run(installed / "python", "-c", f"import importlib.resources; print(({asset}).is_file())") == "True\n"
    )


def test_the_wheel_brings_the_receiver_with_all_that_it_needs(installed: Path, tmp_path: Path) -> None:
    receiver = [installed / "scormbuild", "lrs"]
    made = json.loads(run(*receiver, "key", "create", "trial", "--scope", "all", "--json", cwd=tmp_path))
    assert made.keys() == {"key", "secret"}
    assert json.loads(run(*receiver, "check", "--json", cwd=tmp_path))["sound"]
    run(installed / "python", "-c", "import scormbuild.lrs.server, psycopg", cwd=tmp_path)


def test_the_wheel_brings_the_profile_that_the_receiver_gives_out(installed: Path, tmp_path: Path) -> None:
    told = "from scormbuild.lrs.http.profile import read_profile; print(read_profile()[0].decode())"
    profile = json.loads(run(installed / "python", "-c", told, cwd=tmp_path))
    assert profile == json.loads((ROOT / "src/scormbuild/vocabulary.jsonld").read_text(encoding="utf-8"))
