"""The tree of commands: light to ask for help, its options written once; each says which extra it needs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support import command_tree

from scormbuild.extras import PACKAGES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What takes long to import, or is there only with an extra.
HEAVY = {
    *("alembic", "cryptography", "duckdb", "httpx", "ibis", "lxml", "msgspec", "nh3", "pandas"),
    *("playwright", "psycopg", "pyarrow", "pyspark", "sqlalchemy", "starlette", "uvicorn", "yaml"),
}
LOADED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from scormbuild.cli import app
app()
"""
COMMANDS = command_tree.all_commands()
GROUPS = {path.rpartition(" ")[0] for path in COMMANDS}


@pytest.mark.parametrize("path", [*sorted(GROUPS), *(path for path in COMMANDS if path.count(" ") < 2)])
def test_help_imports_no_heavy_package(path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *path.split(), "--help"], capture_output=True, text=True, check=True
    )
    assert "Usage: " in done.stdout
    assert not HEAVY & set(done.stderr.split())


def test_help_imports_only_the_modules_of_its_own_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "lrs", "hold", "set", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name for name in done.stderr.split() if name.startswith("scormbuild.cli.lrs.")}
    assert "scormbuild.cli.lrs.hold" in loaded
    assert "scormbuild.cli.lrs.login" not in loaded


def parameters_in_source() -> Iterator[tuple[str, ast.Call]]:
    """Each `typer.Option(…)` and `typer.Argument(…)` of the command line, with its file's name."""
    for path in (ROOT / "src/scormbuild/cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"typer.Option", "typer.Argument"}:
                yield path.name, node


def test_an_option_is_written_once() -> None:
    """By what its help says: two that say the same are one, and stand in cli/shared_options.py."""
    helps = Counter(
        ast.unparse(keyword.value)
        for _, call in parameters_in_source()
        for keyword in call.keywords
        if keyword.arg == "help"
    )
    assert [text for text, times in helps.items() if times > 1] == []


@pytest.mark.parametrize("name", ["--database", "--config", "--organisation", "--dry-run"])
def test_what_many_commands_take_stands_in_one_file(name: str) -> None:
    files = [
        file
        for file, call in parameters_in_source()
        if name in {each.value for each in call.args if isinstance(each, ast.Constant)}
    ]
    assert files == ["shared_options.py"]


@pytest.fixture(scope="module")
def ends() -> dict[str, tuple[int, str]]:
    """How each command ends where no package of any extra is there."""
    missing = sorted({name for names in PACKAGES.values() for name in names})
    command = [sys.executable, command_tree.__file__, *missing]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("path", [path for path in COMMANDS if path not in command_tree.AUTHORS])
def test_a_command_whose_extra_is_missing_says_which_and_how_to_install_it(
    path: str, ends: dict[str, tuple[int, str]]
) -> None:
    status, said = ends[path]
    assert said in {
        f"scormbuild {path} needs the package {PACKAGES[extra][0]}\n"
        f"  hint: pip install 'scormbuild[{extra}]'\n"
        for extra in PACKAGES
    }
    assert status == 2


@pytest.mark.parametrize("path", ["report", "lrs export", "lrs sql create", "lrs sql refresh"])
def test_where_the_lrs_alone_is_there_what_reads_a_lake_asks_for_the_dashboard(path: str) -> None:
    hidden = f"import sys; sys.modules['duckdb'] = None\n{LOADED}"
    words = [*path.split(), *command_tree.least_arguments(COMMANDS[path])]
    done = subprocess.run([sys.executable, "-c", hidden, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"scormbuild {path} needs the package duckdb\n  hint: pip install 'scormbuild[dashboard]'\n"
    )


@pytest.mark.parametrize("extra", PACKAGES)
def test_the_packages_of_an_extra_are_those_of_the_project(extra: str) -> None:
    """All but those that its code never imports: what uvicorn or httpx takes where it is there."""
    distributions = packages_distributions()
    looked_for = {canonicalize_name(distributions[name][0]) for name in PACKAGES[extra]}
    asked_for = {canonicalize_name(name) for name in requirements(extra)}
    assert looked_for == asked_for - {"uvloop"}


def requirements(extra: str) -> set[str]:
    """The names of what an extra asks for, with those of the extras that it takes along."""
    names = set()
    for requirement in map(Requirement, PROJECT["optional-dependencies"][extra]):
        if requirement.name == PROJECT["name"]:
            names |= {name for other in requirement.extras for name in requirements(other)}
        else:
            names.add(requirement.name)
    return names
