"""Results of an engine as plain values."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import EPOCH, to_datetime

Row = tuple[Any, ...]


def fetch_arrow(table: ir.Table, *columns: str) -> pa.Table:
    """A result as Arrow holds it: small enough for memory, too large for loops."""
    return table.select(*columns).to_pyarrow()


def sort_arrow(found: pa.Table, *columns: str) -> pa.Table:
    """By these columns, nulls last: by bytes, where an engine's own order depends on its collation."""
    return found.combine_chunks().sort_by([(column, "ascending") for column in columns])


def column_lists(found: pa.Table) -> list[list[Any]]:
    """The columns as lists of plain values."""
    return [
        text_values(column) if pa.types.is_string(column.type) else column.to_pylist()
        for column in found.itercolumns()
    ]


def text_values(column: pa.ChunkedArray) -> list[str | None]:
    """A column of text, of which what comes again is there once: a third of the memory, and sooner."""
    encoded = column.combine_chunks().dictionary_encode()
    words = [*encoded.dictionary.to_pylist(), None]
    return [words[place] for place in encoded.indices.fill_null(-1).to_numpy()]


def datetimes(column: pa.ChunkedArray) -> list[datetime | None]:
    """Microseconds since 1970 as moments: all at once, unless there are some that are none."""
    if column.null_count == 0:
        with suppress(OverflowError, TypeError):
            return [EPOCH + since for since in column.to_numpy().view("timedelta64[us]").tolist()]
    return [to_datetime(at) for at in column.to_pylist()]


def row_tuples(found: pa.Table) -> list[Row]:
    """The rows as plain values."""
    return list(zip(*column_lists(found), strict=True))


def fetch_rows(table: ir.Table, *columns: str) -> list[Row]:
    """The rows of a small result as plain values."""
    return row_tuples(fetch_arrow(table, *columns))


def organisation_rows(table: ir.Table, selection: Selection, *columns: str) -> list[Row]:
    """The rows of a small table that are the organisation's."""
    return fetch_rows(table.filter(table.organisation == selection.organisation), *columns)


def course_titles(tables: Tables, selection: Selection) -> dict[str, str]:
    """The title of each course that is kept."""
    return dict(organisation_rows(tables.courses, selection, "course", "title"))
