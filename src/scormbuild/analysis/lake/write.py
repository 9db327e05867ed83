"""Rows to a Parquet file: whole or not at all, for its owner only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.analysis.lake import layout
from scormbuild.analysis.lake.state import make_private_folder, validate_lake_folder
from scormbuild.analysis.model.schema import PARTITIONS, RELATIONS, ColumnType
from scormbuild.files import open_part, part_path, sync_folder

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "int32": pa.int32(),
    "int64": pa.int64(),
    "string": pa.string(),
    "bool": pa.bool_(),
    "double": pa.float64(),
    "timestamp": pa.timestamp("us"),
}
ROW_GROUP_ROWS = 131_072  # of a row group
NO_DICTIONARY = {"id", "response"}  # hardly two values are the same, so a dictionary of them would only cost
FILE_ORDER = [
    ("attempt", "ascending"),
    ("timestamp_us", "ascending"),
    ("seq", "ascending"),
]  # a report walks through attempts


def arrow_schema(table: str) -> pa.Schema:
    """The columns of a table as its files hold them: without what the path tells."""
    kept = {name: kind for name, kind in RELATIONS[table].items() if name not in PARTITIONS}
    return pa.schema([pa.field(name, ARROW_TYPES[kind]) for name, kind in kept.items()])


def relation_table(called: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Rows in the order of a table's columns, without those that the path tells."""
    columns = list(zip(*rows, strict=True)) or [()] * len(arrow_schema(called))
    arrays = [
        pa.array(values, field.type) for values, field in zip(columns, arrow_schema(called), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(called))


def write_file(path: Path, content: pa.Table) -> None:
    """Write a file; it is on the disk and complete when it gets its name."""
    rename_parts([(write_part(path, content), path)])


def write_part(path: Path, content: pa.Table) -> Path:
    """Write a file under a name that doesn't count, and have it on the disk."""
    make_private_folder(path.parent)
    part = part_path(path)
    with open_part(part) as written:
        pq.write_table(
            content,
            written,
            compression="zstd",
            row_group_size=ROW_GROUP_ROWS,
            use_dictionary=[each for each in content.column_names if each not in NO_DICTIONARY],
        )
    return part


def rename_parts(written: Iterable[tuple[Path, Path]]) -> None:
    """Give parts their names: each takes the place of a file that had the name, at once."""
    folders = set()
    for part, path in written:
        part.replace(path)
        folders.add(path.parent)
    # The name is the folder's content: it too has to be on the disk before the state says that the file
    # counts.
    for folder in folders:
        sync_folder(folder)


def create_lake(lake: Path) -> None:
    """Make what every lake has, for its owner only; raises SettingsError where something else is there.

    The folder of the states comes last: with it, it is a lake.
    """
    validate_lake_folder(lake)
    for called in RELATIONS:
        file = layout.schema_file(lake, called)
        # An older version's has other columns.
        if not file.exists() or pq.read_schema(file).names != arrow_schema(called).names:
            write_file(file, relation_table(called, []))
    make_private_folder(lake / layout.STATE_FOLDER)
