"""Does an LRS lose anything? It is killed again and again, its disk fills up, its database goes away.

    python benchmarks/fault_injection.py                 fifty kills on each database, and all other hardships
    python benchmarks/fault_injection.py --rounds 5      fewer kills
    python benchmarks/fault_injection.py --database URL  kills only, on this empty database

32 clients write all the while. Afterwards every acknowledged statement has to be there, no batch by half,
nothing twice, and `scormbuild lrs check` has to be content. Exit status 1 if anything is amiss.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.lrs import fault_injection as faults  # as the tests inject them
from support.lrs.durability import Tally, kill_again_and_again, refuse_and_recover
from support.lrs.lrs_process import (
    LrsProcess,
    create_key,
    run_lrs_command,
    sqlite_database_url,
    start_lrs,
)
from support.lrs.postgres import Cluster, run_cluster

FaultInjection = Callable[[LrsProcess], tuple[faults.Action, faults.Action]]


def run_kills(url: str, rounds: int, console: Console) -> Tally:
    """Kill -9 in the middle of writing, so many times, and a look after each."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("killed", total=rounds)
        return kill_again_and_again(
            url, create_key(url), rounds, 1, lambda: progress.advance(task), check_each=True
        )


def inject_fault(url: str, trouble: FaultInjection) -> Tally:
    """One LRS that has to get through it without being started again."""
    key = create_key(url)
    with start_lrs(url) as process:
        tally, _ = refuse_and_recover(process, key, *trouble(process))
        odd = sorted(str(status) for status in set(tally.statuses) - {200, 204, 503})
        tally.add_fault("answers of another kind", odd)
        if process.stop():
            tally.faults.append("the LRS ended badly")
    run_lrs_command("check", database=url)
    return tally


def sqlite_trials(folder: Path, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """What can happen to a file."""
    if rounds:
        yield "killed, SQLite", run_kills(sqlite_database_url(folder / "killed.db"), rounds, console)
    yield (
        "no room for this process, SQLite",
        inject_fault(sqlite_database_url(folder / "limited.db"), faults.limit_file_size),
    )
    locked = folder / "locked.db"
    yield (
        "held by another, SQLite",
        inject_fault(sqlite_database_url(locked), lambda _: faults.lock_sqlite(locked)),
    )
    if os.geteuid() != 0:
        console.print("not tried, as it needs root: a disk that is full, files that are read-only")
        return
    # `lrs check` asks for half a gigabyte of free room.
    with faults.mount_small_disk(folder / "disk", megabytes=640) as disk:
        yield (
            "disk full, SQLite",
            inject_fault(sqlite_database_url(disk / "lrs.db"), lambda _: faults.fill_disk(disk)),
        )
    still = folder / "still"
    still.mkdir()
    yield (
        "read-only, SQLite",
        inject_fault(sqlite_database_url(still / "lrs.db"), lambda _: faults.make_immutable(still)),
    )


def postgresql_trials(started: Cluster, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """What can happen to a server."""
    if rounds:
        with started.database() as url:
            yield "killed, PostgreSQL", run_kills(url, rounds, console)
    with started.database() as url:
        yield "read-only, PostgreSQL", inject_fault(url, lambda _: faults.make_read_only(started))
    with started.database() as url:
        yield "PostgreSQL restarted", inject_fault(url, lambda _: faults.crash_postgres(started))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=50, help="how many kills (default: 50)")
    parser.add_argument("--database", metavar="URL", help="only kills, on this empty database")
    parser.add_argument("--no-kills", action="store_true", help="only the other hardships")
    options = parser.parse_args()
    console, faults = Console(), 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, run_cluster() as started:
        tallies = (
            [("killed", run_kills(options.database, options.rounds, console))]
            if options.database
            else all_trials(Path(folder), started, 0 if options.no_kills else options.rounds, console)
        )
        for name, tally in tallies:
            console.print(f"{name}: {tally}", markup=False)
            faults += len(tally.faults)
    sys.exit(bool(faults))


def all_trials(folder: Path, started: Cluster, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """All of them, one after the other."""
    yield from sqlite_trials(folder, rounds, console)
    yield from postgresql_trials(started, rounds, console)


if __name__ == "__main__":
    main()
