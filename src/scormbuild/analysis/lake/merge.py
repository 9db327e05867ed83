"""Many small files of a month to one: each export adds some, and a report opens every one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.analysis.lake import layout, lock, write

MANY = 16  # small files of a month
TOO_MANY = 256  # then a reader is no longer waited for: it has to open the lake anew
SMALL = 4 << 20  # bytes: some 50,000 statements


def merge(lake: Path, organisation: int, through: int) -> int:
    """Merge where there is too much; how many files were merged away.

    The merged file counts from the moment it has its name, and those that it holds no longer do.
    """
    live, _ = layout.counted(layout.batches(lake, organisation), through)
    months: dict[int, list[layout.Batch]] = defaultdict(list)
    for batch in live:
        months[batch.month].append(batch)
    gone = 0
    for runs in (list(adjacent(lake, batches)) for batches in months.values() if len(batches) > MANY):
        count = sum(map(len, runs))
        if count > MANY:
            with lock.held(lake, lock.READING, wait=lock.PATIENCE) as alone:
                if alone or count > TOO_MANY:
                    gone += sum(merged(lake, run) for run in runs)
    return gone


def adjacent(lake: Path, batches: Sequence[layout.Batch]) -> Iterator[list[layout.Batch]]:
    """Small files that lie beside each other, two or more."""

    def small(batch: layout.Batch) -> bool:
        return batch.path(lake).stat().st_size < SMALL

    for fits, run in groupby(sorted(batches), key=small):
        if fits and len(found := list(run)) > 1:
            yield found


def merged(lake: Path, run: Sequence[layout.Batch]) -> int:
    """Make one file of some; those that nobody needs any more are removed."""
    paths = [batch.path(lake) for batch in run]
    whole = layout.Batch(run[0].organisation, run[0].month, run[0].first, run[-1].last)
    content = pa.concat_tables(pq.read_table(path, partitioning=None) for path in paths)
    write.write(whole.path(lake), content.sort_by(write.ORDER))
    for path in paths:
        path.unlink()
    return len(paths) - 1
