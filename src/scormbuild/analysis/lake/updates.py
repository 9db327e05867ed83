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
from scormbuild.analysis.lake.batch import arrow, by_month, whole
from scormbuild.analysis.lake.state import State
from scormbuild.lrs.database import Database
from scormbuild.lrs.projection.flat import flat
from scormbuild.lrs.store import change_log

SEQ = pa.int64()


def patch(database: Database, lake: Path, state: State, home_page: str) -> tuple[int, int]:
    """Follow the journal; how many files were written anew, and the last number that was followed."""
    rewritten, number = 0, state.amended
    while True:
        with database.reading() as connection:
            lines = change_log.amended(connection, state.organisation, number)
            seqs = sorted(line.seq for line in lines if line.seq <= state.through)
            today = change_log.today(connection, state.organisation, seqs)
        if not lines:
            return rewritten, number
        rewritten += rewrite(lake, state, home_page, today)
        number = lines[-1].number


def rewrite(lake: Path, state: State, home_page: str, today: Mapping[int, str | None]) -> int:
    """Bring these statements up to date: first out of where they were, then in where they belong.

    A statement whose timestamp stays is in the same file before and after, so that both are one step.
    """
    seqs = list(today)
    rows = [flat(seq, body, home_page) for seq, body in today.items() if body is not None]
    fresh = dict(by_month(whole([arrow(rows)], words=state.words)))
    live, _ = layout.counted(layout.batches(lake, state.organisation), state.through)
    rewritten = 0
    for batch in live:
        if not covered(batch, seqs):
            continue
        path = batch.path(lake)
        here = within(fresh.get(batch.month), batch)
        if (content := changed(path, seqs, here)) is not None:
            write.write(path, content)
            rewritten += 1
    for batch, content in homeless(state.organisation, fresh, live):
        write.write(batch.path(lake), content)
        rewritten += 1
    return rewritten


def covered(batch: layout.Batch, seqs: Sequence[int]) -> bool:
    """Whether any of the seqs, in order, lies in a file's range."""
    place = bisect_left(seqs, batch.first)
    return place < len(seqs) and seqs[place] <= batch.last


def within(fresh: pa.Table | None, batch: layout.Batch) -> pa.Table:
    """The rows of a month that belong into one of its files."""
    if fresh is None:
        return write.table("statements", [])
    seq = fresh["seq"]
    return fresh.filter(pc.and_(pc.greater_equal(seq, batch.first), pc.less_equal(seq, batch.last)))


def changed(path: Path, seqs: Sequence[int], here: pa.Table) -> pa.Table | None:
    """What a file must hold; None where it is as it must be, which its column of seqs tells."""
    old = pa.array(seqs, SEQ)
    found = pq.read_table(path, columns=["seq"], partitioning=None)["seq"]
    if not here.num_rows and not pc.any(pc.is_in(found, value_set=old)).as_py():
        return None
    content = pq.read_table(path, partitioning=None)
    kept = content.filter(pc.invert(pc.is_in(content["seq"], value_set=old)))
    return pa.concat_tables([kept, here]).sort_by(write.ORDER)


def homeless(
    organisation: int, fresh: dict[int, pa.Table], live: Sequence[layout.Batch]
) -> Iterator[tuple[layout.Batch, pa.Table]]:
    """Statements in whose month no file covers their seq, each for a file of its own."""
    for month, content in fresh.items():
        ranges = [(each.first, each.last) for each in live if each.month == month]
        for place, seq in enumerate(content["seq"].to_pylist()):
            if not any(first <= seq <= last for first, last in ranges):
                yield layout.Batch(organisation, month, seq, seq), content.slice(place, 1)
