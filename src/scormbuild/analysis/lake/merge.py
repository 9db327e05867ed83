"""Many small files of a month to one: each export adds some, and a report opens every one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.analysis.lake import layout, lock, write

MAX_SMALL_FILES = 16  # small files of a month
FORCED_MERGE_FILES = 256  # then a reader is no longer waited for: it has to open the lake anew
SMALL_FILE_BYTES = 4 << 20  # bytes: some 50,000 statements


def merge_small_files(lake: Path, organisation: int, through: int) -> int:
    """Merge where there is too much; how many files were merged away.

    The merged file counts from the moment it has its name, and those that it holds no longer do.
    """
    live, _ = layout.split_live_files(layout.statement_files(lake, organisation), through)
    months: dict[int, list[layout.StatementFile]] = defaultdict(list)
    for batch in live:
        months[batch.month].append(batch)
    gone = 0
    for runs in (
        list(adjacent_small_files(lake, batches))
        for batches in months.values()
        if len(batches) > MAX_SMALL_FILES
    ):
        count = sum(map(len, runs))
        if count > MAX_SMALL_FILES:
            # A reader took its list of files when it opened the lake; one that is gone by then would be an
            # error in the middle of a report.
            with lock.exclusive_lock(lake, lock.READING_LOCK, wait=lock.READING_WAIT_SECONDS) as alone:
                if alone or count > FORCED_MERGE_FILES:
                    gone += sum(merge_files(lake, run) for run in runs)
    return gone


def adjacent_small_files(
    lake: Path, batches: Sequence[layout.StatementFile]
) -> Iterator[list[layout.StatementFile]]:
    """Small files that lie beside each other, two or more."""

    def small(batch: layout.StatementFile) -> bool:
        return batch.path(lake).stat().st_size < SMALL_FILE_BYTES

    for fits, run in groupby(sorted(batches), key=small):
        if fits and len(found := list(run)) > 1:
            yield found


def merge_files(lake: Path, run: Sequence[layout.StatementFile]) -> int:
    """Make one file of some; those that nobody needs any more are removed."""
    paths = [batch.path(lake) for batch in run]
    whole = layout.StatementFile(run[0].organisation, run[0].month, run[0].first, run[-1].last)
    # `partitioning=None`: else the path's columns are read into the table, and written into the new file.
    content = pa.concat_tables(pq.read_table(path, partitioning=None) for path in paths)
    # The whole is on the disk under its name before a part goes: killed in between, the parts don't count
    # any more (layout.split_live_files).
    write.write_file(whole.path(lake), content.sort_by(write.FILE_ORDER))
    for path in paths:
        path.unlink()
    return len(paths) - 1
