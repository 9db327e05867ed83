"""Passwords that became known in a breach: looked up in a file of hashes, so that nobody else is asked.

The file has a SHA-1 hash in hexadecimal on each line, in order, as Have I Been Pwned gives them away; what
stands behind a hash doesn't count.
"""

from __future__ import annotations

import os
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from scormbuild.errors import SettingsError

HASH_DIGITS = 40
LONGEST_LINE = 200  # bytes


def is_breached(password: str, hashes: Path) -> bool:
    """Whether a file has a password's hash. It may hold a billion: some forty of its lines are read."""
    wanted = sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
    try:
        with hashes.open("rb") as file:
            return find_hash(file, wanted)
    except OSError as error:
        raise SettingsError(
            f"{hashes}: can't be read: {error.strerror}\n  hint: the setting breached_passwords names it"
        ) from None


def find_hash(file: BinaryIO, wanted: str) -> bool:
    """Whether a hash stands in a file that is in order."""
    low, high = 0, file.seek(0, os.SEEK_END)
    # Lines differ in length, so it is bytes that are halved: of each, the line that begins there or behind.
    while low < high:
        middle = (low + high) // 2
        found = read_hash_from(file, middle)
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return read_hash_from(file, low) == wanted


def read_hash_from(file: BinaryIO, place: int) -> str:
    """The hash of the first line that begins at a place or behind it; "" behind the last."""
    file.seek(max(0, place - 1))
    if place:
        file.readline(LONGEST_LINE)  # the rest of the line before
    return file.readline(LONGEST_LINE)[:HASH_DIGITS].decode("latin-1").strip().upper()
