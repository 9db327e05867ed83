"""Writes what benchmarks/lrs_speed.py --json has measured into docs/developer/lrs.md, beside the goals.

python benchmarks/lrs_docs.py sqlite.json postgresql.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lrs_table import MEMORY_GOAL, QUERY_GOALS, WRITE_GOALS

PAGE = Path(__file__).parents[1] / "docs/developer/lrs.md"
Figures = dict[str, Any]


def tables(measured: list[Figures]) -> str:
    """Writes, queries and memory of each database, side by side."""
    names = [each["database"] for each in measured]
    return "\n\n".join(
        table(first, names, rows)
        for first, rows in (
            ("statements a second; CPU in ms a statement (LRS + database)", writes(measured)),
            ("GET on one connection: p50 in ms, with so many stored", queries(measured)),
            ("resident memory in MB, at most", memory(measured)),
        )
    )


def table(first: str, names: list[str], rows: Iterator[list[str]]) -> str:
    """Markdown."""
    head = ["|".join(["", first, "goal", *names, ""]), "|".join(["", *["---"] * (len(names) + 2), ""])]
    return "\n".join([*head, *("| " + " | ".join(row) + " |" for row in rows)])


def writes(measured: list[Figures]) -> Iterator[list[str]]:
    """One row a way of writing."""
    for name in measured[0]["writes"]:
        if name != "memory":
            goals = [goal for start, goal in WRITE_GOALS.items() if name.startswith(start)]
            wanted = [f"{rate:,}; {cost}" for rate, cost in goals] or [""]
            yield [name, *wanted, *(rate(each["writes"][name]) for each in measured)]


def rate(found: dict[str, float]) -> str:
    """Statements a second, and what they cost on each side."""
    beside = f" + {found['database']:.2f}" if found["database"] else ""
    return f"{found['statements']:,.0f}; {found['lrs']:.3f}{beside}"


def queries(measured: list[Figures]) -> Iterator[list[str]]:
    """One row a question, its answers among few and among many."""
    sizes = list(measured[0]["queries"])
    for name in measured[0]["queries"][sizes[0]]:
        if name != "memory":
            cells = [[f"{each['queries'][size][name]['p50']:.1f}" for size in sizes] for each in measured]
            yield [name, str(QUERY_GOALS.get(name, "")), *(" / ".join(cell) for cell in cells)]


def memory(measured: list[Figures]) -> Iterator[list[str]]:
    """After writing, and after asking among as many as there are."""
    yield [
        "after the writes",
        str(MEMORY_GOAL),
        *(f"{each['writes']['memory']['highest']:.0f}" for each in measured),
    ]
    for size in measured[0]["queries"]:
        found = (each["queries"][size]["memory"]["highest"] for each in measured)
        yield [
            f"after the queries, {int(size):,} stored",
            str(MEMORY_GOAL),
            *(f"{one:.0f}" for one in found),
        ]


def main() -> None:
    """The command."""
    measured = [json.loads(Path(path).read_text()) for path in sys.argv[1:]]
    text = PAGE.read_text(encoding="utf-8")
    pattern = r"(?s)(<!-- LRS figures -->\n).*?(<!-- end -->)"
    PAGE.write_text(re.sub(pattern, rf"\g<1>{tables(measured)}\n\g<2>", text), encoding="utf-8")


if __name__ == "__main__":
    main()
