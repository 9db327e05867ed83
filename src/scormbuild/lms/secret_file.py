"""Tokens and keys, read from files: on a command line everybody on the machine could read them."""

from __future__ import annotations

import re
from pathlib import Path

from scormbuild.errors import SettingsError


def read_token(path: Path) -> str:
    """The one word in a file; raises SettingsError, which doesn't quote it."""
    words = read_small_file(path).split()
    if len(words) != 1 or not words[0].isascii() or not words[0].isprintable():
        raise SettingsError(f"{path}: not a token\n  hint: the file holds the token, and nothing else")
    return words[0]


def read_key(path: Path) -> tuple[str, str]:
    """A key and its secret: KEY:SECRET, or one on each line."""
    words = re.split(r"[:\s]+", read_small_file(path).strip(), maxsplit=1)
    if len(words) != 2 or not words[1].isprintable():
        raise SettingsError(f"{path}: not a key with its secret\n  hint: the file holds KEY:SECRET")
    return words[0], words[1]


def read_small_file(path: Path) -> str:
    """The text of a small file."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(4096)
