"""A chart as values, and what the charts of all reports do alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard.charts.geometry import Bar, ColumnChart

MAX_BARS: Final = 30  # bars or questions that are drawn; the table has them all
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, or columns over time, under a title; `truncated_to`: how many are drawn where there are more."""

    title: str
    bars: tuple[Bar, ...] = ()
    kind: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    columns: ColumnChart | None = None
    summary: str = ""
    truncated_to: int = 0
    notes: tuple[str, ...] = field(default=())


def as_dicts(table: ReportTable) -> list[dict[str, Any]]:
    """The rows by the names of their columns."""
    names = [column.name for column in table.columns]
    names = ["day" if name == "week" else name for name in names]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def group_rows(
    rows: Iterable[dict[str, Any]], *names: str
) -> list[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    """The rows by the values of some columns, in the order in which they first come."""

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    return [(each, list(some)) for each, some in groupby(rows, key)]


def ratio(some: float | None, whole: float | None) -> float:
    """A share; nothing of nothing is nothing."""
    return (some or 0) / whole if whole else 0.0


def truncation(bars: Sequence[object]) -> int:
    """How many are drawn, where there are more."""
    return MAX_BARS if len(bars) > MAX_BARS else 0


def with_truncation(found: list[Chart], total: int) -> list[Chart]:
    """The pictures, the last of which says that there would be more."""
    if total > len(found) and found:
        last = found[-1]
        found[-1] = Chart(
            last.title, last.bars, last.kind, last.legend, last.columns, last.summary, len(found), last.notes
        )
    return found
