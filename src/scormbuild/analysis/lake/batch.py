"""One range of stored statements to files, one for each month: in this process or in one beside it."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.analysis.lake import layout, write
from scormbuild.lrs.database import Database
from scormbuild.lrs.projection import FLAT_ROW_COLUMNS, flat_row
from scormbuild.lrs.store import change_log
from scormbuild.question_kinds import CLOSED_FORMS

STATEMENTS_PER_READ = 4_000  # statements that are in memory as Python's own values
FLAT_TYPES = {
    "text": pa.string(),
    "bool": pa.bool_(),
    "double": pa.float64(),
    "int32": pa.int32(),
    "int64": pa.int64(),
}
FLAT_SCHEMA = pa.schema([pa.field(name, FLAT_TYPES[kind]) for name, kind in FLAT_ROW_COLUMNS])


@dataclass(frozen=True)
class Task:
    """What to make files of: `after` < seq <= `through`."""

    lake: Path
    organisation: int
    home_page: str
    open_text: bool
    after: int
    through: int


@dataclass(frozen=True)
class WrittenBatch:
    """Files that are written, and wait for their names."""

    task: Task
    statements: int
    files: tuple[tuple[Path, Path], ...]  # each as it is written, and the name that makes it count


def write_batch(database: Database, task: Task) -> WrittenBatch:
    """Write the files of a range; they don't count before they are named."""
    found, seen, first = [], 0, task.through
    with database.reading() as connection:
        for portion in change_log.read_statement_range(
            connection, task.organisation, task.after, task.through, rows=STATEMENTS_PER_READ
        ):
            # The name tells what is in it, from the first statement on; a gap before that belongs to no
            # file.
            first = min(first, portion[0].seq)
            seen += len(portion)
            rows = [flat_row(each.seq, each.body, task.home_page) for each in portion if not each.voided]
            found.append(flat_table(rows))
    made = []
    for month, content in split_by_month(statements_table(found, words=task.open_text)):
        path = layout.StatementFile(task.organisation, month, first, task.through).path(task.lake)
        made.append((write.write_part(path, content), path))
    return WrittenBatch(task, seen, tuple(made))


def flat_table(rows: list[tuple[object, ...]]) -> pa.Table:
    """Flat rows as columns."""
    columns = zip(*rows, strict=True) if rows else [()] * len(FLAT_SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, FLAT_SCHEMA, strict=True)],
        schema=FLAT_SCHEMA,
    )


def statements_table(found: list[pa.Table], *, words: bool) -> pa.Table:
    """The columns of a file: with times for people, and without what people wrote if that stays behind."""
    content = pa.concat_tables(found) if found else flat_table([])
    # Before it is sorted or written: what isn't to be in the lake is in no temporary file either.
    if not words:
        content = without_open_text(content)
    moment = pa.timestamp("us")
    content = content.append_column("timestamp", content["at"].cast(moment))
    content = content.append_column("stored", content["seq"].cast(moment))
    # `at` is a word of DuckDB's grammar from its version 2 on, so that nobody could ask for it by name.
    content = content.rename_columns({"at": "timestamp_us"})
    return content.select(write.arrow_schema("statements").names)


def without_open_text(content: pa.Table) -> pa.Table:
    """The same without any response that wasn't chosen from a list."""
    # A form that isn't known may hold somebody's words: only lists of options are surely free of them.
    chosen = pc.is_in(content["form"], value_set=pa.array(CLOSED_FORMS))
    kept = pc.if_else(chosen, content["response"], pa.scalar(None, pa.string()))
    return content.set_column(content.column_names.index("response"), FLAT_SCHEMA.field("response"), kept)


def month_column(content: pa.Table) -> pa.ChunkedArray:
    """The month of each row, YYYYMM in UTC."""
    moment = content["timestamp"]
    return pc.add(pc.multiply(pc.year(moment), 100), pc.month(moment)).cast(pa.int32())


def split_by_month(content: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each month, in the order of a file."""
    month = month_column(content)
    for value in sorted(pc.unique(month).to_pylist()):
        yield value, content.filter(pc.equal(month, value)).sort_by(write.FILE_ORDER)


class WorkerState:
    """What a process beside this one keeps from range to range."""

    database: Database


def start_worker(url: str) -> None:
    """Prepare a process; it ends with the one that started it, also where that is killed."""
    gc.disable()  # rows make no cycles, and looking for them took a tenth of the time
    # Without a look at its schema, which whoever started the export has seen to.
    WorkerState.database = Database.of(url)
    threading.Thread(target=exit_with_parent, daemon=True).start()


def exit_with_parent() -> None:
    """End when the starting process does."""
    parent = parent_process()
    if parent is not None:
        # A parent that is killed sends no signal: its end of the pipe closes.
        connection.wait([parent.sentinel])
        # Not sys.exit, which would end this thread only.
        os._exit(1)


def write_batch_in_worker(task: Task) -> WrittenBatch:
    """`write_batch` in a process beside the one that asked."""
    return write_batch(WorkerState.database, task)
