"""New statements into a lake: ranges of them, made side by side, committed one after the other."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.analysis.lake import batch, state, write
from scormbuild.analysis.lake.batch import Task, WrittenBatch
from scormbuild.analysis.lake.state import ExportState
from scormbuild.errors import SettingsError
from scormbuild.lrs.database import Database
from scormbuild.lrs.store import change_log

Progress = Callable[[int, int], None]
IN_PROCESS_STATEMENTS = 20_000  # statements that are done sooner than another process has started
RANGE_STATEMENTS = 100_000  # statements of a file, where they are all of one month
PROCESSES = 4


@dataclass(frozen=True)
class ExportCallbacks:
    """What whoever asked for the export is told, and asked, on the way."""

    progress: Progress = lambda _done, _expected: None
    should_stop: Callable[[], bool] = lambda: False


def append_statements(
    database: Database, lake: Path, now: ExportState, home_page: str, through: int, run: ExportCallbacks
) -> tuple[int, ExportState]:
    """Add all statements up to a seq; how many that were, and the state that was committed last."""
    if through <= now.through:
        return 0, now
    after, seen = now.through, 0
    with database.reading() as connection:
        expected = change_log.count_statements(connection, now.organisation, after, through)
        # As many ranges as processors, none too small to be worth a process or too large for memory.
        share = min(RANGE_STATEMENTS, max(IN_PROCESS_STATEMENTS, -(-expected // count_processors())))
        ranges = list(change_log.split_range(connection, now.organisation, after, through, share))
    tasks = [Task(lake, now.organisation, home_page, now.words, *each) for each in ranges]
    with batch_writers(database, tasks, expected) as made:
        for each in made:
            # Names first, then the state: until that is written, the files don't count, so a kill in
            # between loses nothing and leaves only what the next export removes.
            write.rename_parts(each.files)
            now = replace(now, through=each.task.through)
            state.write_state(lake, now)
            seen += each.statements
            run.progress(seen, expected)
            if run.should_stop():
                break
    return seen, now


def count_processors() -> int:
    """How many this process may use, up to a few; some systems only tell how many there are."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, PROCESSES)


@contextmanager
def batch_writers(
    database: Database, tasks: Sequence[Task], expected: int
) -> Iterator[Iterator[WrittenBatch]]:
    """What is made of each task, in their order: here where it is little, else in other processes."""
    processes = min(len(tasks), count_processors())
    if expected < IN_PROCESS_STATEMENTS or processes < 2:
        yield (batch.write_batch(database, task) for task in tasks)
        return
    # It goes by the pipe between the processes, not by a command line that others can see.
    url = database.url.render_as_string(hide_password=False)
    # Spawned, as an LRS around us has threads and connections that a fork would copy.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=batch.start_worker, initargs=(url,))
    try:
        yield pool.map(batch.write_batch_in_worker, tasks)
    except BrokenProcessPool:
        hint = "was it killed, or is memory short? Given again, the export goes on where it was"
        raise SettingsError(f"a process of the export ended before its time\n  hint: {hint}") from None
    finally:
        pool.shutdown(cancel_futures=True)
