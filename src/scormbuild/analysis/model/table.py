"""What a report gives: named columns with a kind each, and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, Literal

# count, number: int, float. ordinal: a place in an order. share: 0..1. score: per cent. seconds: whole ones.
# time: a datetime in UTC. day: a date. None is no answer, in every kind.
Kind = Literal["text", "count", "ordinal", "number", "share", "score", "seconds", "time", "day", "yes_no"]
FIGURE_KINDS: frozenset[Kind] = frozenset({"count", "number", "share", "score", "seconds"})
Row = tuple[Any, ...]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DATE = EPOCH.date()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    name: str
    kind: Kind

    @property
    def is_figure(self) -> bool:
        """Whether it tells how many, how much or how far."""
        return self.kind in FIGURE_KINDS


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The answer to a report's question; `rounded_to`: what its counts are multiples of (rounding.py)."""

    report: str
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)
    rounded_to: int = 1

    def column_index(self, column: str) -> int:
        """Where in a row a column stands."""
        return [each.name for each in self.columns].index(column)


def report_columns(**kinds: Kind) -> tuple[Column, ...]:
    """Columns by name, in this order."""
    return tuple(Column(name, kind) for name, kind in kinds.items())


def sort_rows(rows: Iterable[Row], *places: int) -> list[Row]:
    """Rows by the values in these places, None last: an engine's own order depends on its collation."""
    found = list(rows)
    for place in reversed(places):
        value = itemgetter(place)
        if any(value(row) is None for row in found):
            there = [row for row in found if value(row) is not None]
            found = sorted(there, key=value) + [row for row in found if value(row) is None]
        else:
            found.sort(key=value)
    return found


def share(part: int | None, whole: int | None) -> float | None:
    """A share to four places; None of nothing."""
    # Rounded here and not by the engine: one rounds halves up, another to the even digit.
    return round((part or 0) / whole, 4) if whole else None


@lru_cache(maxsize=4096)  # many rows, few scores
def round_score(value: float | None) -> float | None:
    """A score in per cent to two places."""
    return None if value is None else round(float(value), 2)


def to_datetime(at: int | None) -> datetime | None:
    """A moment out of microseconds since 1970; None before the year 1."""
    try:
        return None if at is None else EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return None


def to_date(number: int) -> date | None:
    """A day out of days since 1970; None before the year 1."""
    try:
        return EPOCH_DATE + timedelta(days=number)
    except OverflowError:
        return None


def percentile(histogram: Sequence[tuple[int, int]], part: float) -> int | None:
    """The least value that this part of all stays at or below; `histogram`: (value, how often), ascending."""
    wanted = part * sum(count for _, count in histogram)
    reached = 0
    for value, count in histogram:
        reached += count
        if reached >= wanted:
            return value
    return None
