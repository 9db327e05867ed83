"""How two whole numbers go together, out of their sums."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over pairs: how many, of each number, of their products and squares."""

    count: int
    x: int
    y: int
    xy: int
    xx: int
    yy: int


def correlation(sums: Sums) -> float | None:
    """Pearson's r to two places; None where one of the numbers is always the same.

    Exact to the last step: whole numbers don't lose each other's digits.
    """
    together = sums.count * sums.xy - sums.x * sums.y
    apart = (sums.count * sums.xx - sums.x**2) * (sums.count * sums.yy - sums.y**2)
    if apart <= 0:
        return None
    # The root with 32 bits behind the point: large sums don't fit a float.
    return round(min(1.0, max(-1.0, (together << 32) / isqrt(apart << 64))), 2)
