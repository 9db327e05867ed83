"""A sheet as Parquet, each column in the type of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.extras import needed

if TYPE_CHECKING:
    import pyarrow as pa

    from scormbuild.analysis.model.table import Kind, Sheet


def write(sheet: Sheet, stream: BinaryIO, _zone: ZoneInfo) -> None:
    """One file, compressed with Zstandard; times are moments in UTC."""
    with needed("Parquet"):
        from pyarrow import parquet

    parquet.write_table(table(sheet), stream, compression="zstd")


def table(sheet: Sheet) -> pa.Table:
    """The sheet as an Arrow table."""
    import pyarrow as pa

    columns = list(zip(*sheet.rows, strict=True)) or [() for _ in sheet.columns]
    types = [kind_of(column.kind) for column in sheet.columns]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=[column.name for column in sheet.columns])


def kind_of(kind: Kind) -> pa.DataType:
    """The type of a kind of value."""
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "count": pa.int64(),
        "number": pa.float64(),
        "share": pa.float64(),
        "score": pa.float64(),
        "seconds": pa.int64(),
        "time": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
        "yes_no": pa.bool_(),
    }
    return types[kind]
