"""A folder that is built again: it takes the place of what was built before, and of nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scormbuild.course.folder import SUMS, write_folder
from scormbuild.errors import SettingsError

FILES = {"index.html": b"one", "media/a.png": b"picture"}


def content(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder as it was built before."""
    write_folder(tmp_path / "site", FILES)
    return tmp_path / "site"


def test_the_files_and_their_hashes_are_there(target: Path) -> None:
    assert content(target).keys() == {*FILES, SUMS}
    subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=target, check=True, capture_output=True)


def test_a_second_build_takes_the_place_of_the_first_and_leaves_nothing_of_it(target: Path) -> None:
    write_folder(target, {"index.html": b"two"})
    assert content(target).keys() == {"index.html", SUMS}
    assert (target / "index.html").read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_folder(tmp_path / "site", FILES)
    assert content(tmp_path / "site").keys() == {*FILES, SUMS}


@pytest.mark.parametrize("name", ["notes.txt", "media/more/b.png", ".htaccess"])
def test_a_folder_that_holds_something_else_stays_as_it_is(target: Path, name: str) -> None:
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_text("mine")
    before = content(target)
    with pytest.raises(SettingsError, match=f"holds {name}.*\n  hint: move it away, or name another place"):
        write_folder(target, {"index.html": b"two"})
    assert content(target) == before
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_folder_that_was_never_built_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("mine")
    with pytest.raises(SettingsError, match=r"holds index.html"):
        write_folder(tmp_path / "site", FILES)
    assert content(tmp_path / "site") == {"index.html": b"mine"}


def test_a_file_that_somebody_changed_stays_as_it_is(target: Path) -> None:
    (target / "index.html").write_text("mine")
    with pytest.raises(SettingsError, match=r"holds index.html"):
        write_folder(target, FILES)
    assert (target / "index.html").read_text() == "mine"


def test_a_link_is_not_followed(target: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/index.html").write_bytes(FILES["index.html"])
    (target / "index.html").unlink()
    (target / "index.html").symlink_to(tmp_path / "elsewhere/index.html")
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere")
    for place in (target, tmp_path / "linked"):
        with pytest.raises(SettingsError):
            write_folder(place, FILES)
    assert (tmp_path / "elsewhere/index.html").exists()


def test_a_file_in_the_folders_place_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(SettingsError, match="is no folder"):
        write_folder(tmp_path / "site", FILES)
    assert (tmp_path / "site").read_text() == "mine"


def test_a_build_that_fails_half_way_leaves_what_was_there(target: Path) -> None:
    with pytest.raises(OSError, match="name too long"):
        write_folder(target, {"index.html": b"two", "media/" + "x" * 300: b""})
    assert content(target)["index.html"] == b"one"
    assert [path.name for path in target.parent.iterdir()] == ["site"]
