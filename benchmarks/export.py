"""How fast statements become a lake: a whole database, nothing new, and one that changed.

python benchmarks/export.py /tmp/year.db             a database of SQLite, such as benchmarks/year.py makes
python benchmarks/export.py /tmp/year.db --once      only the whole, to watch it with py-spy --subprocesses
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from processes import memory

from scormbuild.analysis.lake.export import ExportResult, export_lake
from scormbuild.lrs.database import Database
from scormbuild.lrs.store import change_log

GOALS = {"statements a second": 50_000, "memory of all processes, MB": 1_000, "nothing new, ms": 20}


@contextmanager
def watch_memory(peak: list[float]) -> Iterator[None]:
    """Notes the memory of this process and those that it started."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            with suppress(FileNotFoundError, ProcessLookupError, KeyError):  # one that has just ended
                peak.append(memory(os.getpid()).now)

    thread = threading.Thread(target=look)
    thread.start()
    yield
    done.set()
    thread.join()


def time_call(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu_seconds() -> float:
    """Seconds of this process and those that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def time_full_export(database: Database, lake: Path) -> dict[str, float]:
    """All that is there, into a new lake."""
    peak: list[float] = [0]
    before, began = cpu_seconds(), time.perf_counter()
    with watch_memory(peak):
        done: list[ExportResult] = export_lake(database, lake)
    seconds, statements = time.perf_counter() - began, sum(each.statements for each in done)
    size = sum(path.stat().st_size for path in lake.rglob("*.parquet"))
    return {
        "statements": statements,
        "seconds": seconds,
        "statements a second": statements / seconds,
        "CPU of a statement, µs": (cpu_seconds() - before) / statements * 1e6,
        "memory of all processes, MB": max(peak),
        "bytes of a statement": size / statements,
    }


def time_next_exports(database: Database, lake: Path) -> dict[str, float]:
    """When nothing is new, and when a statement of long ago changed."""
    quiet = min(time_call(lambda: export_lake(database, lake)) for _ in range(5))
    with database.writing() as connection:
        middle = next(
            iter(change_log.split_range(connection, 1, 0, change_log.newest_seq(connection, 1), 10))
        )[1]
        change_log.insert_changes(connection, 1, [middle])
    changed = time_call(lambda: export_lake(database, lake))
    return {"nothing new, ms": quiet * 1000, "a statement changed, ms": changed * 1000}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a database of SQLite; its journal gets a line")
    parser.add_argument("--once", action="store_true")
    given = parser.parse_args()
    database = Database.open(f"sqlite:///{given.file}")
    folder = Path(tempfile.mkdtemp())
    try:
        found = time_full_export(database, folder / "lake")
        found |= {} if given.once else time_next_exports(database, folder / "lake")
    finally:
        database.close()
        shutil.rmtree(folder)
    for name, value in found.items():
        print(f"{name:32}{value:>14,.1f}{f'   goal {GOALS[name]:,}' if name in GOALS else ''}")


if __name__ == "__main__":
    main()
