"""What the LRS refuses of another store: kept in a file, with the reason, until it is taken or settled.

A line of JSON for each statement. What is mended in the file is taken by the next run, and leaves it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from scormbuild.files import OWNER_ONLY, open_replacement, sync_folder
from scormbuild.lms.checkpoint import checkpoint_key
from scormbuild.lrs.settings import database_file

# Gives the reason why a statement is refused, "" where it was taken.
Attempt = Callable[[Any], str]


@dataclass
class RefusedFile:
    """The file of one question to one store; `waiting` is how many lines are neither taken nor settled."""

    path: Path
    keys: set[str] = field(default_factory=set)
    waiting: int = 0
    unreadable_lines: list[int] = field(default_factory=list)

    def retry(self, attempt: Attempt, *, settle: bool = False) -> None:
        """Try everything in the file again, and leave in it what is refused still.

        `settle`: that is given up. Its id and reason stay, so that it is known when the store sends it again.
        """
        if not self.path.exists():
            return
        with open_replacement(self.path) as file:
            for number, line in enumerate(self.path.read_bytes().splitlines(), 1):
                self.retry_line(file, number, line, attempt, settle=settle)
        if not self.keys and not self.waiting:
            self.path.unlink()

    def retry_line(self, file: BinaryIO, number: int, line: bytes, attempt: Attempt, *, settle: bool) -> None:
        """Try one line, and write what is left of it."""
        if not line.strip():
            return
        entry = parse_entry(line)
        if entry is None:  # somebody's slip while mending: dropped, it would be lost for good
            self.unreadable_lines.append(number)
            self.waiting += 1
            file.write(line + b"\n")
            return
        if "statement" in entry:
            entry["reason"] = attempt(entry["statement"])
            if not entry["reason"]:
                return
            if settle:
                del entry["statement"]
        self.keys.add(entry["id"])
        self.waiting += "statement" in entry
        file.write(format_entry(entry))

    def append(self, refused: Iterable[tuple[Any, str]]) -> list[tuple[Any, str]]:
        """Keep statements with their reasons, on the disk when this returns; gives those that are new."""
        new = list(self.select_new(refused))
        if new:
            with open(self.path, "ab", opener=lambda path, flags: os.open(path, flags, OWNER_ONLY)) as file:
                file.writelines(format_entry(new_entry(*each)) for each in new)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.absolute().parent)
        self.waiting += len(new)
        return new

    def select_new(self, refused: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
        """What isn't in the file: a run begins a little before the end of the last, and meets it again."""
        for statement, reason in refused:
            key = statement_key(statement)
            if key not in self.keys:
                self.keys.add(key)
                yield statement, reason


def default_refused_path(database: str, organisation: str | None, source: str, url: str) -> Path:
    """Beside the file of the database, or in this folder where that is a server; a name for each question."""
    file = database_file(database)
    name = PurePosixPath(urlsplit(database).path).name  # no password: it may change
    digest = checkpoint_key(name, organisation or "default", source)[:8]
    host = urlsplit(url).netloc.rpartition("@")[2].lower().replace(":", "-")  # Windows takes no colon
    return (file.parent if file else Path()) / f"refused-{host}-{digest}.jsonl"


def statement_key(statement: Any) -> str:
    """A statement's id, or a digest of what has none."""
    if isinstance(statement, dict) and isinstance(statement.get("id"), str):
        return str(statement["id"]).lower()
    return sha256(json.dumps(statement, sort_keys=True).encode()).hexdigest()


def new_entry(statement: Any, reason: str) -> dict[str, Any]:
    """What a line holds."""
    return {"id": statement_key(statement), "reason": reason, "statement": statement}


def parse_entry(line: bytes) -> dict[str, Any] | None:
    """A line as it was written, or as somebody mended it; None where it is neither."""
    try:
        entry = json.loads(line)
        return {**entry, "id": str(entry["id"])} if isinstance(entry, dict) else None
    except (ValueError, KeyError, RecursionError):
        return None


def format_entry(entry: dict[str, Any]) -> bytes:
    """A line. Escaped to ASCII: half a surrogate pair, which may be the very reason, has no UTF-8."""
    return json.dumps(entry).encode() + b"\n"
