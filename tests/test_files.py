"""Files on the disk: whole or not at all, for whom they are meant."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from scormbuild.files import BY_UMASK, open_replacement, write_file


def test_a_file_takes_the_place_of_the_one_before_it_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_file(tmp_path / "course.zip", b"old\n")
    write_file(tmp_path / "course.zip", b"new\n")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("course.zip", b"new\n")]


def test_a_file_that_can_not_take_its_place_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "course.zip").mkdir()
    with pytest.raises(OSError, match=r"course\.zip"):
        write_file(tmp_path / "course.zip", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["course.zip"]


def test_while_it_is_written_the_old_file_is_there_and_the_new_one_hidden(tmp_path: Path) -> None:
    target = tmp_path / "answers.csv"
    target.write_bytes(b"old")
    with open_replacement(target) as file:
        file.write(b"half")
        file.flush()
        (part,) = set(tmp_path.iterdir()) - {target}
        assert part.name.startswith(".")
        assert part.name.endswith(".part")
        assert target.read_bytes() == b"old"


def test_a_writer_that_is_broken_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), open_replacement(tmp_path / "answers.csv") as file:
        break_off(file)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("answers.csv", b"old")]


def break_off(file: BinaryIO) -> None:
    file.write(b"half")
    raise KeyboardInterrupt


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_is_its_owners_alone_unless_the_umask_may_say_who_reads_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "answers.csv", b"")
        write_file(tmp_path / "course.zip", b"", BY_UMASK)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"answers.csv": 0o600, "course.zip": 0o640}
