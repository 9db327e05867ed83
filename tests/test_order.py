"""The order of the tests: what it calls long is there, and every test comes once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.order import SECONDS, TESTS

SHARING = """
import pytest
@pytest.fixture(scope="module")
def made(tmp_path_factory): return tmp_path_factory.mktemp("made")
@pytest.mark.parametrize("number", range(3))
def test_shares(made, number): (made / str(number)).touch(); assert len(list(made.iterdir())) == number + 1
"""

HOOK = """
from pathlib import Path
import pytest
from support.order import order_units
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items): items[:] = order_units(items, Path(__file__).parent / "tests")
"""


def test_every_unit_that_is_called_long_is_there() -> None:
    groups = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py"))
    for name in SECONDS:
        assert (TESTS / name).is_file() or f'xdist_group("{name}")' in groups, name


def test_a_file_is_run_in_one_process_and_each_of_its_tests_once(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / f"tests/{folder}/test_shares.py").write_text(SHARING)
    (tmp_path / "conftest.py").write_text(HOOK)
    command = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        [sys.executable, *command, "--import-mode=importlib"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TESTS), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "6 passed" in done.stdout, done.stdout + done.stderr
