"""Rows to a Parquet file: whole or not at all, for its owner only."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.analysis.lake import layout
from scormbuild.analysis.lake.state import private, settle, validate_place
from scormbuild.analysis.model.schema import PARTITIONS, RELATIONS, Kind

TYPES: dict[Kind, pa.DataType] = {
    "int32": pa.int32(),
    "int64": pa.int64(),
    "string": pa.string(),
    "bool": pa.bool_(),
    "double": pa.float64(),
    "timestamp": pa.timestamp("us"),
}
ROWS = 131_072  # of a row group
PLAIN = {"id", "response"}  # hardly two values are the same, so a dictionary of them would only cost
ORDER = [
    ("attempt", "ascending"),
    ("at", "ascending"),
    ("seq", "ascending"),
]  # a report walks through attempts


def schema(table: str) -> pa.Schema:
    """The columns of a table as its files hold them: without what the path tells."""
    kept = {name: kind for name, kind in RELATIONS[table].items() if name not in PARTITIONS}
    return pa.schema([pa.field(name, TYPES[kind]) for name, kind in kept.items()])


def table(called: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Rows in the order of a table's columns, without those that the path tells."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema(called))
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema(called), strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema(called))


def write(path: Path, content: pa.Table) -> None:
    """Write a file; it is on the disk and complete when it gets its name."""
    name([(part(path, content), path)])


def part(path: Path, content: pa.Table) -> Path:
    """Write a file under a name that doesn't count, the thread's own, and have it on the disk."""
    private(path.parent)
    place = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{layout.PART}")
    with os.fdopen(os.open(place, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as written:
        pq.write_table(
            content,
            written,
            compression="zstd",
            row_group_size=ROWS,
            use_dictionary=[each for each in content.column_names if each not in PLAIN],
        )
        written.flush()
        os.fsync(written.fileno())
    return place


def name(written: Iterable[tuple[Path, Path]]) -> None:
    """Give parts their names: each takes the place of a file that had the name, at once."""
    folders = set()
    for place, path in written:
        place.replace(path)
        folders.add(path.parent)
    for folder in folders:
        settle(folder)


def lay(lake: Path) -> None:
    """Make what every lake has, for its owner only; raises SettingsError where something else is there.

    The folder of the states comes last: with it, it is a lake.
    """
    validate_place(lake)
    for called in RELATIONS:
        if not layout.empty(lake, called).exists():
            write(layout.empty(lake, called), table(called, []))
    private(lake / layout.STATE)
