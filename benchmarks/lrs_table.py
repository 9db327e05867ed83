"""The figures of benchmarks/lrs_speed.py as tables, beside their goals."""

from __future__ import annotations

from typing import Any

from rich.table import Table

# What a second has to bring at least, and what a statement may cost in ms of CPU.
WRITE_GOALS = {"batches of 100": (6000, 0.15), "single POST on 32": (1500, 0.6)}
# What an answer may take in ms, at the middle, however many are stored.
QUERY_GOALS = {
    "limit=100": 5,
    "agent+verb+since": 10,
    "activity+related_activities": 10,
    "agent+related_agents": 10,
    "registration": 10,
}
MEMORY_GOAL = 250  # MB


def figure_tables(figures: dict[str, Any]) -> list[Table | str]:
    """Writes, queries and memory."""
    made = dict(figures["writes"])
    memory = {"after writes": made.pop("memory")}
    answered = {stored: dict(times) for stored, times in figures["queries"].items()}
    for stored, times in answered.items():
        memory[f"after queries among {int(stored):,}"] = times.pop("memory")
    return [
        writes_table(figures["database"], made),
        *(queries_table(int(stored), times) for stored, times in answered.items()),
        *(
            f"memory {when}: {size['now']:.0f} MB, at most {size['highest']:.0f}"
            for when, size in memory.items()
        ),
        f"goal: {MEMORY_GOAL} MB",
    ]


def writes_table(database: str, rates: dict[str, dict[str, float]]) -> Table:
    """Statements a second, and CPU in ms a statement."""
    columns = ("per s", "goal", "CPU ms", "goal", "database", "generator")
    result = Table("statements", *columns, title=f"writes, {database}")
    result.columns[0].no_wrap = True
    for name, rate in rates.items():
        goal, cost = next((goals for start, goals in WRITE_GOALS.items() if name.startswith(start)), ("", ""))
        result.add_row(
            name,
            f"{rate['statements']:.0f}",
            str(goal),
            f"{rate['lrs']:.3f}",
            str(cost),
            f"{rate['database']:.3f}",
            f"{rate['generator']:.3f}",
        )
    return result


def queries_table(stored: int, times: dict[str, dict[str, float]]) -> Table:
    """Milliseconds an answer, and of CPU."""
    result = Table("GET, ms", "p50", "goal", "p95", "CPU ms", "found", title=f"{stored:,} stored")
    for name, time in times.items():
        goal = str(QUERY_GOALS.get(name, ""))
        figures = (
            f"{time['p50']:.1f}",
            goal,
            f"{time['p95']:.1f}",
            f"{time['lrs']:.1f}",
            f"{time['found']:.0f}",
        )
        result.add_row(name, *figures)
    return result
