"""Charts as lengths and places: what a template needs to draw them, and nothing of how they look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000.0  # a bar's full length; a chart of columns is so wide and HIGH high
HEIGHT = 300.0
GAP = 0.25  # of a column's room
ROUND_TOPS = (10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100)  # tenths of what a chart may end at


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar; `parts` are (kind, from, length) along it."""

    label: str
    text: str
    parts: tuple[tuple[str, float, float], ...]
    note: str = ""
    highlight: bool = False
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart over time."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """A chart over time; `lines` are those of the grid: from the top, and the number that they stand for."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    ticks: tuple[str, ...]


def bar_length(share: float | None) -> float:
    """How long a bar is for a part of one, kept within what can be drawn."""
    if share is None or not math.isfinite(share):
        return 0.0
    return round(WIDTH * min(max(share, 0.0), 1.0), 1)


def simple_bar(label: str, share: float | None, text: str, *, note: str = "", marked: bool = False) -> Bar:
    """A bar of one part."""
    return Bar(label, text, (("full", 0.0, bar_length(share)),), note, marked)


def nested_bar(
    label: str, shares: Sequence[tuple[str, float]], text: str, note: str = "", sub: str = ""
) -> Bar:
    """A bar in which one part lies over the other, the longest first: finished within begun."""
    ordered = sorted(shares, key=lambda each: -each[1])
    return Bar(
        label, text, tuple((kind, 0.0, bar_length(share)) for kind, share in ordered), note, subtitle=sub
    )


def stacked_bar(label: str, shares: Sequence[tuple[str, float]], text: str, note: str = "") -> Bar:
    """A bar whose parts stand beside each other."""
    parts, at = [], 0.0
    for kind, share in shares:
        parts.append((kind, round(at, 1), bar_length(share)))
        at += bar_length(share)
    return Bar(label, text, tuple(parts), note)


def diverging_bar(label: str, shares: Sequence[float], text: str, note: str = "") -> Bar:
    """Steps of a scale around its middle: what leans to the left stands left of it.

    Half of an odd scale's middle step lies on either side. The bar's middle is at half its length, and a
    whole side is as long as everybody on it.
    """
    steps = len(shares)
    half = steps / 2
    left = sum(share * min(max(half - place, 0.0), 1.0) for place, share in enumerate(shares))
    at, parts = WIDTH / 2 * (1 - left), []
    for place, share in enumerate(shares):
        size = bar_length(share) / 2
        parts.append((step_class(place, steps), round(at, 1), round(size, 1)))
        at += size
    parts.append(("middle", WIDTH / 2 - 1.5, 3.0))
    return Bar(label, text, tuple(parts), note)


def step_class(place: int, steps: int) -> str:
    """The name of a step's colour: from l4, most to the left, over m to r4."""
    away = place - (steps - 1) / 2
    if away == 0:
        return "m"
    strength = max(1, min(4, round(abs(away) / ((steps - 1) / 2) * 4)))
    return f"{'l' if away < 0 else 'r'}{strength}"


def range_bar(label: str, figures: tuple[float, float, float], most: float, text: str, note: str = "") -> Bar:
    """Where the middle half lies, and in it the median, of lengths up to `most`."""
    low, median, high = (bar_length(each / most if most else 0) for each in figures)
    parts = (("full", low, max(high - low, 2.0)), ("median", max(median - 3.0, 0.0), 6.0))
    return Bar(label, text, parts, note)


def column_chart(values: Sequence[int], labels: Sequence[str], ticks: int = 5) -> ColumnChart:
    """A column for each value, under a grid of round numbers."""
    top = axis_top(max(values, default=0))
    room = WIDTH / max(len(values), 1)
    drawn = tuple(
        Column(
            round(place * room + room * GAP / 2, 2),
            round(HEIGHT - HEIGHT * value / top, 2),
            round(room * (1 - GAP), 2),
            round(HEIGHT * value / top, 2),
            label,
        )
        for place, (value, label) in enumerate(zip(values, labels, strict=True))
    )
    lines = tuple((HEIGHT * part / 2, round(top * (1 - part / 2))) for part in range(3))
    return ColumnChart(drawn, lines, axis_labels(labels, ticks))


def axis_top(most: float) -> int:
    """The next even number of two digits and noughts, so that half of it is whole."""
    size: int = 10 ** math.floor(math.log10(max(most, 1)))
    tops = (size * each // 10 for each in ROUND_TOPS)
    return next(top for top in tops if top >= most and top % 2 == 0)


def axis_labels(labels: Sequence[str], most: int) -> tuple[str, ...]:
    """The first label, the last, and some at even distances between them."""
    if len(labels) <= most:
        return tuple(labels)
    last = len(labels) - 1
    places = next((n for n in range(most - 1, 1, -1) if last % n == 0), 1)
    return tuple(labels[last * each // places] for each in range(places + 1))
