"""Statements that changed after their export: just the files that hold them are written anew.

A file is read and written whole, and takes the place of its former self in one step. Who is killed in between
finds the journal as it was, and does it once more: doing it twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scormbuild.analysis.lake import layout, write
from scormbuild.analysis.lake.batch import flat_table, split_by_month, statements_table
from scormbuild.analysis.lake.state import ExportState
from scormbuild.lrs.database import Database
from scormbuild.lrs.projection import flat_row
from scormbuild.lrs.store import change_log

SEQ_TYPE = pa.int64()


def apply_changes(database: Database, lake: Path, state: ExportState, home_page: str) -> tuple[int, int]:
    """Follow the journal; how many files were written anew, and the last number that was followed."""
    rewritten, number = 0, state.amended
    while True:
        with database.reading() as connection:
            lines = change_log.list_changes(connection, state.organisation, number)
            seqs = sorted(line.seq for line in lines if line.seq <= state.through)
            today = change_log.read_current_bodies(connection, state.organisation, seqs)
        if not lines:
            return rewritten, number
        rewritten += rewrite_files(lake, state, home_page, today)
        # Whole numbers of the journal only (list_changes): one change is never followed by halves.
        number = lines[-1].revision


def rewrite_files(lake: Path, state: ExportState, home_page: str, today: Mapping[int, str | None]) -> int:
    """Bring these statements up to date: first out of where they were, then in where they belong.

    A statement whose timestamp stays is in the same file before and after, so that both are one step.
    """
    seqs = list(today)
    rows = [flat_row(seq, body, home_page) for seq, body in today.items() if body is not None]
    fresh = dict(split_by_month(statements_table([flat_table(rows)], words=state.words)))
    live, _ = layout.split_live_files(layout.statement_files(lake, state.organisation), state.through)
    rewritten = 0
    for batch in live:
        if not covers_any(batch, seqs):
            continue
        path = batch.path(lake)
        here = rows_within(fresh.get(batch.month), batch)
        if (content := changed_content(path, seqs, here)) is not None:
            write.write_file(path, content)
            rewritten += 1
    for batch, content in uncovered_rows(state.organisation, fresh, live):
        write.write_file(batch.path(lake), content)
        rewritten += 1
    return rewritten


def covers_any(batch: layout.StatementFile, seqs: Sequence[int]) -> bool:
    """Whether any of the seqs, in order, lies in a file's range."""
    place = bisect_left(seqs, batch.first)
    return place < len(seqs) and seqs[place] <= batch.last


def rows_within(fresh: pa.Table | None, batch: layout.StatementFile) -> pa.Table:
    """The rows of a month that belong into one of its files."""
    if fresh is None:
        return write.relation_table("statements", [])
    seq = fresh["seq"]
    return fresh.filter(pc.and_(pc.greater_equal(seq, batch.first), pc.less_equal(seq, batch.last)))


def changed_content(path: Path, seqs: Sequence[int], here: pa.Table) -> pa.Table | None:
    """What a file must hold; None where it is as it must be, which its column of seqs tells."""
    old = pa.array(seqs, SEQ_TYPE)
    found = pq.read_table(path, columns=["seq"], partitioning=None)["seq"]
    # One column is enough to tell: what was voided before its export was never in a file.
    if not here.num_rows and not pc.any(pc.is_in(found, value_set=old)).as_py():
        return None
    content = pq.read_table(path, partitioning=None)
    kept = content.filter(pc.invert(pc.is_in(content["seq"], value_set=old)))
    return pa.concat_tables([kept, here]).sort_by(write.FILE_ORDER)


def uncovered_rows(
    organisation: int, fresh: dict[int, pa.Table], live: Sequence[layout.StatementFile]
) -> Iterator[tuple[layout.StatementFile, pa.Table]]:
    """Statements in whose month no file covers their seq, each for a file of its own."""
    for month, content in fresh.items():
        ranges = [(each.first, each.last) for each in live if each.month == month]
        for place, seq in enumerate(content["seq"].to_pylist()):
            if not any(first <= seq <= last for first, last in ranges):
                # Such as one whose timestamp is in another month than it was.
                yield layout.StatementFile(organisation, month, seq, seq), content.slice(place, 1)
