"""Does a receiver lose anything? It is killed again and again, its disk fills up, its database goes away.

    python benchmarks/faults.py                 fifty kills on each database, and all other hardships
    python benchmarks/faults.py --rounds 5      fewer kills
    python benchmarks/faults.py --database URL  kills only, on this empty database

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

import spoilers  # the trials of the tests
from support.lrs.postgres import Cluster, cluster
from support.lrs.receiver_process import Receiver, command, create_key, running, sqlite
from support.lrs.trials import Tally, kill_again_and_again, refuse_and_recover

Hardship = Callable[[Receiver], tuple[spoilers.Action, spoilers.Action]]


def kills(url: str, rounds: int, console: Console) -> Tally:
    """Kill -9 in the middle of writing, so many times, and a look after each."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("killed", total=rounds)
        return kill_again_and_again(
            url, create_key(url), rounds, 1, lambda: progress.advance(task), check_each=True
        )


def hardship(url: str, trouble: Hardship) -> Tally:
    """One receiver that has to get through it without being started again."""
    key = create_key(url)
    with running(url) as receiver:
        tally, _ = refuse_and_recover(receiver, key, *trouble(receiver))
        odd = sorted(str(status) for status in set(tally.statuses) - {200, 204, 503})
        tally.complain("answers of another kind", odd)
        if receiver.stop():
            tally.faults.append("the receiver ended badly")
    command("check", database=url)
    return tally


def on_sqlite(folder: Path, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """What can happen to a file."""
    if rounds:
        yield "killed, SQLite", kills(sqlite(folder / "killed.db"), rounds, console)
    yield "no room for this process, SQLite", hardship(sqlite(folder / "limited.db"), spoilers.full_for)
    locked = folder / "locked.db"
    yield "held by another, SQLite", hardship(sqlite(locked), lambda _: spoilers.locked(locked))
    if os.geteuid() != 0:
        console.print("not tried, as it needs root: a disk that is full, files that are read-only")
        return
    # `lrs check` asks for half a gigabyte of free room.
    with spoilers.small_disk(folder / "disk", megabytes=640) as disk:
        yield "disk full, SQLite", hardship(sqlite(disk / "receiver.db"), lambda _: spoilers.full(disk))
    still = folder / "still"
    still.mkdir()
    yield "read-only, SQLite", hardship(sqlite(still / "receiver.db"), lambda _: spoilers.immutable(still))


def on_postgresql(started: Cluster, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """What can happen to a server."""
    if rounds:
        with started.database() as url:
            yield "killed, PostgreSQL", kills(url, rounds, console)
    with started.database() as url:
        yield "read-only, PostgreSQL", hardship(url, lambda _: spoilers.read_only(started))
    with started.database() as url:
        yield "PostgreSQL restarted", hardship(url, lambda _: spoilers.down(started))


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
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, cluster() as started:
        tallies = (
            [("killed", kills(options.database, options.rounds, console))]
            if options.database
            else trials(Path(folder), started, 0 if options.no_kills else options.rounds, console)
        )
        for name, tally in tallies:
            console.print(f"{name}: {tally}", markup=False)
            faults += len(tally.faults)
    sys.exit(bool(faults))


def trials(folder: Path, started: Cluster, rounds: int, console: Console) -> Iterator[tuple[str, Tally]]:
    """All of them, one after the other."""
    yield from on_sqlite(folder, rounds, console)
    yield from on_postgresql(started, rounds, console)


if __name__ == "__main__":
    main()
