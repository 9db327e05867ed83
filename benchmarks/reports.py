"""How fast a lake is made of a plausible year, and how fast each report is over it, and what that costs.

    python benchmarks/reports.py                                    a million statements
    python benchmarks/reports.py --statements 1000000 --statements 10000000 --keep /tmp/years
    python benchmarks/reports.py --only completion --profile        where the time of one report goes

Each report runs in a process of its own, with two threads and 1 GB, once to warm the disk's cache and then
twice; what counts is the better one. Imports aren't counted, opening the lake is. Memory is that of the whole
process.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from export import time_full_export
from rich.console import Console
from rich.table import Table

from scormbuild.lrs.database import Database

COURSE = "urn:scormbuild:course:course-08"
EMPTY_ORGANISATION = 0  # an organisation without statements
KINDS: dict[str, dict[str, str]] = {
    "all": {},
    "a course": {"course": COURSE},
    "a month": {"since": "2026-03-01", "until": "2026-03-31"},
}
SUFFIXES = {"year": ".db", "lake": "", "export": ".json"}  # what is kept of each size
GOALS = {"report": 2.0, "export": 50_000, "memory": 1024}
RUNS = 2
HERE = Path(__file__)
Figures = dict[str, Any]


def prepare_lake(folder: Path, statements: int) -> tuple[Path, Figures]:
    """The lake of a year of so many statements, and what making it cost; one that is there is used again."""
    database, lake, note = (folder / f"{name}-{statements}{end}" for name, end in SUFFIXES.items())
    if not database.exists():
        subprocess.run(
            [sys.executable, HERE.with_name("year.py"), database, "--statements", f"{statements}"], check=True
        )
    if not note.exists():
        note.write_text(json.dumps(measure_export(database, lake)))
    return lake, json.loads(note.read_text())


def measure_export(database: Path, lake: Path) -> Figures:
    """What an export into a new lake takes."""
    opened = Database.open(f"sqlite:///{database.absolute()}")
    try:
        return {
            **time_full_export(opened, lake),
            "bytes": sum(path.stat().st_size for path in lake.rglob("*.parquet")),
        }
    finally:
        opened.close()


def measure_report(lake: Path, name: str, kind: str) -> Figures:
    """The best of some runs of one report, each in its own process."""
    command = [sys.executable, str(HERE), "--one", name, "--kind", kind, "--lake", str(lake)]
    runs = []
    for _ in range(RUNS + 1):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            return {"fault": done.stderr.strip().splitlines()[-1]}
        runs.append(json.loads(done.stdout))
    return min(runs[1:], key=lambda run: run["seconds"])


def run_report(lake: Path, name: str, kind: str, *, profile: bool) -> Figures:
    """A report in this process."""
    from scormbuild.analysis.engines import duckdb
    from scormbuild.analysis.model.options import Options
    from scormbuild.analysis.model.permissions import Permissions
    from scormbuild.analysis.model.selection import Selection
    from scormbuild.analysis.reports import REPORTS

    limits = {
        name: date.fromisoformat(text) if name != "course" else text for name, text in KINDS[kind].items()
    }
    selection = Selection(1, ZoneInfo("Europe/Amsterdam"), **limits)
    options = Options(at=date(2026, 6, 30)) if name == "snapshot" else Options()
    with duckdb.open_tables(lake, memory="1GB", threads=2) as tables:  # imports, and what Ibis does once
        REPORTS[name].make_table(
            tables,
            Selection(EMPTY_ORGANISATION, selection.zone, **limits),
            Permissions(open_text_courses=None),
            options,
        )
    profiler = cProfile.Profile()
    cpu, began = time.process_time(), time.perf_counter()
    if profile:
        profiler.enable()
    with duckdb.open_tables(lake, memory="1GB", threads=2) as tables:
        sheet = REPORTS[name].make_table(tables, selection, Permissions(open_text_courses=None), options)
    took = time.perf_counter() - began
    if profile:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(35)
    return {
        "seconds": took,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": len(sheet.rows),
    }


def measure_reports(folder: Path, sizes: list[int], only: list[str], console: Console) -> Figures:
    """All figures by size."""
    from scormbuild.analysis.reports import REPORTS

    found: Figures = {}
    for statements in sizes:
        lake, export = prepare_lake(folder, statements)
        found[str(statements)] = {"export": export, "reports": {}}
        for name in only or REPORTS:
            for kind in KINDS:
                console.print(f"{name}, {kind}, among {statements:,}")
                found[str(statements)]["reports"].setdefault(name, {})[kind] = measure_report(
                    lake, name, kind
                )
    return found


def tables(found: Figures) -> list[Table | str]:
    """The figures as tables."""
    shown: list[Table | str] = []
    for statements, figures in found.items():
        table = Table(
            "report", *(f"{kind}: s / CPU s / MB / rows" for kind in KINDS), title=f"{int(statements):,}"
        )
        for name, kinds in figures["reports"].items():
            table.add_row(name, *(cell(kinds[kind]) for kind in KINDS))
        export = figures["export"]
        shown += [
            f"export: {export['statements a second']:,.0f}/s (goal {GOALS['export']:,}), "
            f"{export['memory of all processes, MB']:.0f} MB at most, "
            f"{export['bytes'] / 1e6:,.0f} MB on the disk",
            table,
        ]
    return [*shown, f"goals: {GOALS['report']:.0f} s and {GOALS['memory']} MB"]


def cell(run: Figures) -> str:
    """One run in a table."""
    if "fault" in run:
        return run["fault"][:60]
    return f"{run['seconds']:.2f} / {run['cpu']:.2f} / {run['memory']:.0f} / {run['rows']:,}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, action="append", help="a size; may be given again")
    parser.add_argument("--only", action="append", default=[], metavar="REPORT")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where databases and lakes are kept")
    parser.add_argument("--json", action="store_true", help="print JSON rather than tables")
    parser.add_argument("--profile", action="store_true", help="with --only and --keep: where the time goes")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--kind", default="all", choices=list(KINDS), help="with --profile")
    parser.add_argument("--lake", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return print(json.dumps(run_report(options.lake, options.one, options.kind, profile=False)))
    sizes = options.statements or [1_000_000]
    with tempfile.TemporaryDirectory(prefix="years-", dir="/tmp") as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if options.profile:
            lake, _ = prepare_lake(folder, sizes[0])
            return print(json.dumps(run_report(lake, options.only[0], options.kind, profile=True)))
        found = measure_reports(folder, sizes, options.only, Console(stderr=True))
    if options.json:
        return print(json.dumps(found, indent=2))
    return Console().print(*tables(found), sep="\n")


if __name__ == "__main__":
    main()
