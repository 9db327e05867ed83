"""Writes what reports.py --json and dashboard_pages.py --json have measured into the docs.

python benchmarks/reports_docs.py reports.json desk.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard_pages import GOAL
from reports import GOALS

PAGE = Path(__file__).parents[1] / "docs/developer/analysis.md"
Figures = dict[str, Any]


def tables(reports: Figures, desk: Figures) -> str:
    """Reports and the export by size, then the dashboard's pages."""
    sizes = sorted(reports, key=int)
    heads = [f"{int(size) / 1e6:g} M" for size in sizes]
    last = heads[-1]
    head = ("seconds (of CPU)", "goal", *heads, f"{last}, a course", f"{last}, a month", "memory")
    rows = [*report_rows(reports, sizes), export_row(reports, sizes)]
    first = markdown(head, [*rows, ("rows of the longest", "", *longest_row(reports, sizes), "", "", "")])
    pages = [
        (name, *(f"{times[kind]:.0f}" for kind in ("first", "other", "cpu", "again")))
        for name, times in desk.items()
    ]
    second = markdown((f"page, ms (goal {GOAL})", "first", "other months", "of CPU", "again"), pages)
    return f"{first}\n\nThe desk's pages among a million statements:\n\n{second}"


def report_rows(reports: Figures, sizes: list[str]) -> Iterator[tuple[str, ...]]:
    """A row for each report."""
    last = reports[sizes[-1]]["reports"]
    for name, kinds in last.items():
        runs = [reports[size]["reports"][name]["all"] for size in sizes]
        memory = max(run["memory"] for run in (*runs, *kinds.values()))
        some = (kinds["a course"], kinds["a month"])
        yield (name, f"{GOALS['report']:.0f}", *map(cell, (*runs, *some)), f"{memory:.0f} MB")


def export_row(reports: Figures, sizes: list[str]) -> tuple[str, ...]:
    """The row of the export, in statements a second."""
    found = [reports[size]["export"] for size in sizes]
    rates = [f"{each['statements a second']:,.0f}/s" for each in found]
    memory = max(each["memory of all processes, MB"] for each in found)
    return ("export", f"{GOALS['export']:,}/s", *rates, "", "", f"{memory:.0f} MB")


def longest_row(reports: Figures, sizes: list[str]) -> list[str]:
    """How many rows the longest sheet of each size has."""
    return [f"{max(run['all']['rows'] for run in reports[size]['reports'].values()):,}" for size in sizes]


def cell(run: Figures) -> str:
    """Seconds, and seconds of CPU."""
    return f"{run['seconds']:.2f} ({run['cpu']:.2f})"


def markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """The command."""
    reports, desk = (json.loads(Path(path).read_text()) for path in sys.argv[1:])
    text = PAGE.read_text(encoding="utf-8")
    pattern = r"(?s)(<!-- analysis figures -->\n).*?(<!-- end -->)"
    PAGE.write_text(re.sub(pattern, rf"\g<1>{tables(reports, desk)}\n\g<2>", text), encoding="utf-8")


if __name__ == "__main__":
    main()
