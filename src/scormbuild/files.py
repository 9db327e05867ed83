"""Files that are there whole or not at all, and still there after the machine fell over."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

OWNER_ONLY = 0o600  # what people wrote, and who they are
BY_UMASK = 0o666  # what anybody may read whom the account lets: the system takes its umask off
PART_SUFFIX = ".part"  # ends the name of a file that is being written


def part_path(target: Path) -> Path:
    """A name beside the target that nobody else has; the dot hides it from who lists or reads the folder."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")


@contextmanager
def open_part(part: Path, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """A new file, on the disk and closed when the block ends, gone when it fails."""
    try:
        # x: never through a link that somebody laid there; the mode from the start: nobody looks in first.
        with open(part, "x+b", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # before the name: a journal may keep a name and lose what it names
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def open_replacement(target: Path, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """A file that takes the target's place, at once, when the block ends; when it fails nothing changes."""
    part = part_path(target)
    with open_part(part, mode) as file:
        yield file
    try:
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The new name is in the folder, not in the file.
    sync_folder(target.parent)


def write_file(target: Path, content: bytes, mode: int = OWNER_ONLY) -> None:
    """Put the content at the target, in a folder that is there."""
    with open_replacement(target, mode) as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows opens no folder, and writes names down by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
