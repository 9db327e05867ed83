"""Passwords that became known in a breach: a file of hashes, of any size, that is never read whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.dashboard.harness import PASSWORD, open_harness
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth.breached_passwords import is_breached

KNOWN = "zonnebloem tuin kas"


def write_hashes(folder: Path, passwords: Iterable[str], end: str = "\r\n") -> Path:
    """A file as Have I Been Pwned gives it: hashes in order, with how often each was seen."""
    hashes = sorted(sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in passwords)
    path = folder / "hashes.txt"
    path.write_bytes("".join(f"{each}:{number % 997}{end}" for number, each in enumerate(hashes)).encode())
    return path


@given(st.sets(st.text(min_size=1), min_size=1, max_size=40), st.text(), st.sampled_from(["\n", "\r\n"]))
def test_those_in_the_file_are_found_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, known: set[str], other: str, end: str
) -> None:
    known = {each.encode("utf-8", "replace").decode() for each in known}
    other = other.encode("utf-8", "replace").decode()
    path = write_hashes(tmp_path_factory.mktemp("hashes"), known, end)
    assert all(is_breached(each, path) for each in known)
    assert is_breached(other, path) == (other in known)


def test_of_a_large_file_a_few_lines_are_read(tmp_path: Path) -> None:
    path = write_hashes(tmp_path, (f"password {number}" for number in range(100_000)))
    tracemalloc.start()
    assert is_breached("password 77777", path)
    assert not is_breached("password 777777", path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300_000 < path.stat().st_size


def test_a_file_that_has_gone_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"can't be read.*\n  hint: the setting breached_passwords"):
        is_breached(PASSWORD, tmp_path / "gone.txt")


def test_a_password_that_became_known_is_taken_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_hashes(tmp_path, [KNOWN, "another one"])
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with open_harness(url, tmp_path / "lake", breached_passwords=path) as harness:
        client = harness.log_in_as("analyst")
        refused = client.post("/password", {"old": PASSWORD, "new": KNOWN, "again": KNOWN})
        assert (refused.status_code, "known in a data breach" in refused.text) == (400, True)
        good = "a sentence that nobody has seen"
        assert client.post("/password", {"old": PASSWORD, "new": good, "again": good}).status_code == 303
    monkeypatch.setenv("SCORMBUILD_LRS_BREACHED_PASSWORDS", str(path))
    command = ["lrs", "login", "create", "anna", "--role", "analyst", "--ask", "--database", url]
    done = CliRunner().invoke(app, command, input=f"{KNOWN}\n")
    assert (done.exit_code, "known in a breach" in done.stderr) == (2, True)
    assert CliRunner().invoke(app, command, input=f"{good}\n").exit_code == 0
