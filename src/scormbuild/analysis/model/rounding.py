"""Figures about people as they may be shown: rounded, so that nobody can be told from them.

Conventional rounding to a base, as HESA and statistical offices publish tables that can be combined freely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from scormbuild.analysis.model.table import Column, ReportTable, Row, share

NICE_STEPS = (1, 2, 5)  # and their tens, hundreds …
MEAN_STEPS = (0.1, 0.2, 0.5, 1.0)
MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Share:
    """A part of persons, as it is before it is rounded; a report never divides by itself."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Doings:
    """What so many persons did together: statements, attempts, answers, seconds."""

    amount: int
    persons: int


@dataclass(frozen=True, slots=True)
class Average:
    """A mean, percentile or correlation of so many persons; `span`: from its lowest to its highest value."""

    value: float | None
    persons: int
    span: float = 0.0


class ListedRow(tuple[Any, ...]):
    """A row that is there whatever people did: a page or an option of the outline, or a check."""

    __slots__ = ()


def round_count(count: int, base: int) -> int | None:
    """The nearest multiple of the base; None for less than the base, also for nobody.

    One function for parts and wholes: as it never falls, no part is more than its whole.
    """
    # Nobody too: if 0 were told from 1, a difference of two filters would tell of one person.
    return (2 * count + base) // (2 * base) * base if count >= base else None


def round_share(told: Share, base: int) -> float | None:
    """A share of rounded numbers, in whole per cents."""
    part, whole = round_count(told.part, base), round_count(told.whole, base)
    return None if part is None or whole is None else round(part / whole, 2)


def round_doings(told: Doings, base: int) -> int | None:
    """As coarse as the people: a step is what as many as the base do on average, or the base."""
    if told.persons < base:
        return None
    step = max(base, nice_step(base * told.amount // told.persons))
    return (2 * told.amount + step) // (2 * step) * step or None


def nice_step(most: int) -> int:
    """The largest of 1, 2, 5, 10, 20 … that is no more than this; 0 for nothing."""
    power = 10 ** (len(str(most)) - 1)
    return max((each * power for each in NICE_STEPS if each * power <= most), default=0)


def round_average(told: Average, kind: str, base: int) -> float | None:
    """So coarse that one person moves it by no more than a step; None for few persons.

    As with HESA's "more than seven": those who are rounded to twice the base.
    """
    persons = round_count(told.persons, base) or 0
    if told.value is None or persons < 2 * base:
        return None
    if kind == "seconds":
        return round(told.value / MINUTE_SECONDS) * MINUTE_SECONDS
    step = next((step for step in MEAN_STEPS if step >= told.span / persons), MEAN_STEPS[-1])
    return round(round(told.value / step) * step, 1)


def exact_value(value: Any) -> Any:
    """A cell as it was counted."""
    match value:
        case Share(part, whole):
            return share(part, whole)
        case Doings(amount):
            return amount
        case Average(found):
            return found
    return value


def rounded_value(value: Any, column: Column, base: int) -> Any:
    """A cell as it may be shown."""
    match value:
        case Share():
            return round_share(value, base)
        case Doings():
            return round_doings(value, base)
        case Average():
            return round_average(value, column.kind, base)
        case int() if column.kind == "count":
            return round_count(value, base)
        case int() | float() if column.is_figure:
            raise TypeError(f"{column.name}: a figure has to say how many people it is about")
    return value


def rounded_table(table: ReportTable, base: int) -> ReportTable:
    """The table as it may be shown where nobody may be told from it; with 1, as it was counted."""
    if base == 1:
        return replace(table, rows=[tuple(map(exact_value, row)) for row in table.rows])
    rows = [(row, rounded_row(row, table.columns, base)) for row in table.rows]
    # That somebody was there is a figure as well, so a row that people made goes where it tells nothing.
    kept = [shown for row, shown in rows if isinstance(row, ListedRow) or has_figures(shown, table.columns)]
    return replace(table, rows=kept, rounded_to=base)


def rounded_row(row: Row, columns: Sequence[Column], base: int) -> Row:
    """A row as it may be shown."""
    return tuple(rounded_value(value, column, base) for value, column in zip(row, columns, strict=True))


def has_figures(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row tells anything."""
    return any(value is not None and column.is_figure for value, column in zip(row, columns, strict=True))
