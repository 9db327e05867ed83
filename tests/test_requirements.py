"""The lock: what pyproject.toml asks for is pinned, within its range, with hashes; no registry is asked."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements"
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]
REQUIREMENTS: dict[str, list[str]] = {
    "core": PROJECT["dependencies"],
    **PROJECT["optional-dependencies"],
    **PYPROJECT["dependency-groups"],
}
HINT = "make lock"


def requirements(name: str) -> Iterator[Requirement]:
    """What an extra or a group asks for; where it asks for extras of the project, what those do."""
    for requirement in map(Requirement, REQUIREMENTS[name]):
        if requirement.name == PROJECT["name"]:
            for extra in requirement.extras:
                yield from requirements(extra)
        else:
            yield requirement


def lines(name: str) -> Iterator[str]:
    """The lines of a file of the lock and of those that it builds on."""
    for line in (LOCK / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        base = re.fullmatch(r"-r (\w+)\.txt", line)
        yield from lines(base[1]) if base else [line]


def versions(name: str, package: str) -> list[str]:
    """What a package is pinned at: twice where platforms or Pythons differ."""
    pin = re.compile(rf"{re.escape(canonicalize_name(package))}==(\S+)")
    return [match[1] for line in lines(name) if (match := pin.match(line))]


def test_every_extra_and_group_has_its_file() -> None:
    assert {path.stem for path in LOCK.glob("*.txt")} == set(REQUIREMENTS), HINT


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_within_its_range(name: str) -> None:
    for requirement in requirements(name):
        pins = versions(name, requirement.name)
        assert pins, f"{requirement} is not in requirements/{name}.txt: {HINT}"
        for pin in pins:
            assert requirement.specifier.contains(pin, prereleases=True), f"{requirement}, not {pin}: {HINT}"


def test_what_the_build_needs_is_pinned() -> None:
    for needed in PYPROJECT["build-system"]["requires"]:
        assert versions("build", Requirement(needed).name), HINT


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_pin_has_hashes_and_no_file_says_where_packages_come_from(name: str) -> None:
    text = (LOCK / f"{name}.txt").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--(index|extra|find)", text)


GROUPED_TESTS = """
import os
from pathlib import Path
import pytest

@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(6))
def test_notes_its_process(number):
    Path(__file__).with_name(f"{os.getpid()}.pid").touch()
"""


def test_the_versions_of_pytest_and_its_plugin_keep_the_tests_of_a_group_in_one_process(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_groups.py").write_text(GROUPED_TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "3", "--dist", "loadgroup", "test_groups.py"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert len(list(tmp_path.glob("*.pid"))) == 1
