"""A sheet as Parquet, each column in the type of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.extras import require_extra

if TYPE_CHECKING:
    import pyarrow as pa

    from scormbuild.analysis.model.table import Kind, ReportTable


def write(sheet: ReportTable, stream: BinaryIO, _zone: ZoneInfo) -> None:
    """One file, compressed with Zstandard; times are moments in UTC."""
    with require_extra("Parquet"):
        from pyarrow import parquet

    parquet.write_table(arrow_table(sheet), stream, compression="zstd")


def arrow_table(sheet: ReportTable) -> pa.Table:
    """The sheet as an Arrow table."""
    import pyarrow as pa

    columns = list(zip(*sheet.rows, strict=True)) or [() for _ in sheet.columns]
    types = [arrow_type(column.kind) for column in sheet.columns]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=[column.name for column in sheet.columns])


def arrow_type(kind: Kind) -> pa.DataType:
    """The type of a kind of value."""
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "count": pa.int64(),
        "ordinal": pa.int64(),
        "number": pa.float64(),
        "share": pa.float64(),
        "score": pa.float64(),
        "seconds": pa.int64(),
        "time": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
        "yes_no": pa.bool_(),
    }
    return types[kind]
