"""The small tables of a lake: courses, questions, teams and the like, a file each."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

from scormbuild.analysis.lake import layout, write

Rows = list[tuple[Any, ...]]


def write_changed_tables(
    lake: Path, organisation: int, tables: dict[str, Rows], digests: dict[str, str]
) -> dict[str, str]:
    """Write the tables that differ from what the lake holds; the digests of what it holds now."""
    today = {name: table_digest(rows) for name, rows in tables.items()}
    for name, rows in tables.items():
        if today[name] != digests.get(name):
            write.write_file(
                layout.dimension_file(lake, name, organisation), write.relation_table(name, rows)
            )
    return today


def table_digest(rows: Rows) -> str:
    """What tells one content of a table from another."""
    return blake2b(repr(rows).encode(), digest_size=16).hexdigest()
