"""How fast the LRS is, and what that costs: batches, single statements, queries, memory.

    python benchmarks/lrs_speed.py                        queries among a million statements, on SQLite
    python benchmarks/lrs_speed.py --database postgresql  on a PostgreSQL of its own, with its own settings
    python benchmarks/lrs_speed.py --quick                a short form
    python benchmarks/lrs_speed.py --keep FOLDER          keeps the filled databases, and uses them again

The LRS runs as its users start it, and nothing that makes a write durable is touched. Its CPU is counted
with all its children; PostgreSQL's is counted apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import processes
from load import Load, Rate, median_rates
from lrs_table import figure_tables
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from statement_stream import QueryParameters, StatementStream

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.lrs.lrs_process import Key, create_key, sqlite_database_url, start_lrs
from support.lrs.postgres import Cluster  # databases and processes as the tests start them

BATCH = 100
NOTE_NAME = "filled.json"


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    statement_counts: tuple[int, ...]
    batches: int
    singles: int
    queries: int
    runs: int = 3


WHOLE = Sizes(statement_counts=(100_000, 1_000_000), batches=200, singles=4000, queries=300)
QUICK = Sizes(statement_counts=(10_000,), batches=50, singles=500, queries=50)


def measure(kind: str, sizes: Sizes, folder: Path, console: Console) -> dict[str, object]:
    """All figures: writes into an empty database, then queries in one of each size."""
    with tempfile.TemporaryDirectory(prefix="empty-", dir=folder) as empty:
        figures: dict[str, object] = {"database": kind, "writes": writes(kind, Path(empty), sizes, console)}
    figures["queries"] = {
        str(stored): queries(kind, folder, stored, sizes, console) for stored in sizes.statement_counts
    }
    return figures


def writes(kind: str, folder: Path, sizes: Sizes, console: Console) -> dict[str, object]:
    """Batches and single statements; the first run warms up and isn't counted."""
    crowd = StatementStream(seed=1)
    with open_lrs(kind, folder) as load:
        load.post_batches(list(crowd.batches(BATCH, sizes.batches // 5)), BATCH, 4)
        result: dict[str, object] = {}
        for connections in (1, 4, 8):
            console.print(f"batches of {BATCH} on {connections}")
            runs = [
                load.post_batches(list(crowd.batches(BATCH, sizes.batches)), BATCH, connections)
                for _ in range(sizes.runs)
            ]
            result[f"batches of {BATCH} on {connections}"] = median_rates(runs)
        for connections in (1, 8, 32):
            console.print(f"single statements on {connections}")
            runs = [write_singles(load, crowd, sizes.singles, connections) for _ in range(sizes.runs)]
            result[f"single POST on {connections}"] = median_rates(runs)
        result["memory"] = asdict(processes.memory(load.lrs_pid))
        return result


def write_singles(load: Load, crowd: StatementStream, count: int, connections: int) -> Rate:
    """One run of single statements; fewer where they can't be committed together."""
    wanted = count // 4 if connections == 1 else count
    return load.post_batches([crowd.statement() for _ in range(wanted)], 1, connections)


def queries(kind: str, folder: Path, stored: int, sizes: Sizes, console: Console) -> dict[str, object]:
    """Times of each kind of query with so many statements stored."""
    place = folder / f"{kind}-{stored}"
    with open_filled_lrs(kind, place, stored, console) as (load, since):
        result: dict[str, object] = {}
        for name, ask in QueryParameters(seed=2, since=since).kinds().items():
            load.query_statements([ask() for _ in range(sizes.queries // 5)])
            console.print(f"{name} among {stored:,}")
            result[name] = asdict(load.query_statements([ask() for _ in range(sizes.queries)]))
        result["memory"] = asdict(processes.memory(load.lrs_pid))
        return result


@contextmanager
def open_filled_lrs(kind: str, folder: Path, stored: int, console: Console) -> Iterator[tuple[Load, str]]:
    """An LRS with so many statements, and when half of them were there; kept ones are used again."""
    note = folder / NOTE_NAME
    if not note.exists():
        shutil.rmtree(folder, ignore_errors=True)  # what an interrupted run has left
    folder.mkdir(exist_ok=True)
    with open_lrs(kind, folder) as load:
        if not note.exists():
            since = fill_lrs(load, stored, console)
            note.write_text(json.dumps({"since": since}))
        yield load, json.loads(note.read_text())["since"]


def fill_lrs(load: Load, stored: int, console: Console) -> str:
    """Stores so many statements by batches; the moment when half of them were there."""
    crowd, batches = StatementStream(seed=3), stored // BATCH
    with Progress(
        "{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    ) as bar:
        task = bar.add_task(f"filling with {stored:,}, in batches", total=batches)
        tell: Callable[[], None] = lambda: bar.advance(task)  # noqa: E731
        load.fill(crowd.batches(BATCH, batches // 2), tell)
        half = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        load.fill(crowd.batches(BATCH, batches - batches // 2), tell)
    return half


@contextmanager
def open_lrs(kind: str, folder: Path) -> Iterator[Load]:
    """An LRS whose files and key lie in the folder."""
    with open_database(kind, folder) as (url, server), start_lrs(url) as process:
        yield Load(read_or_create_key(url, folder).request_builder(process), process.pid, server)


@contextmanager
def open_database(kind: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """An address, and the process of the database server if there is one to be counted."""
    if kind == "sqlite":
        yield sqlite_database_url(folder / "lrs.db"), None
    elif kind == "postgresql":
        for above in (folder, folder.parent):  # PostgreSQL's account passes through both
            above.chmod(0o755)
        cluster = Cluster(folder / "cluster")
        cluster.create()
        cluster.start()
        try:
            yield cluster.address("postgres"), cluster.pid
        finally:
            cluster.stop()
    else:
        yield kind, None


def read_or_create_key(url: str, folder: Path) -> Key:
    """The key to the database in this folder, made the first time."""
    kept = folder / "key.json"
    if not kept.exists():
        made = create_key(url)
        kept.write_text(json.dumps([made.key, made.secret]))
    return Key(*json.loads(kept.read_text()))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--database", default="sqlite", help="sqlite, postgresql, or the URL of an empty database"
    )
    parser.add_argument("--quick", action="store_true", help="a short form, for a first impression")
    parser.add_argument(
        "--stored", type=int, action="append", help="query among so many, instead of the usual"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the filled databases are kept")
    parser.add_argument("--json", action="store_true", help="print JSON rather than a table")
    options = parser.parse_args()
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="lrs-", dir="/tmp") as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sizes = QUICK if options.quick else WHOLE
        if options.stored:
            sizes = replace(sizes, statement_counts=tuple(options.stored))
        figures = measure(options.database, sizes, folder, console)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        Console().print(*figure_tables(figures), sep="\n")


if __name__ == "__main__":
    main()
