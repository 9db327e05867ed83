"""How often a password may be tried: of one name, and of all names together."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MAX_NAMES = 10_000
ALL_NAMES = ""


@dataclass(frozen=True, slots=True)
class TryLimit:
    """So many tries at once, and after that one in so many seconds."""

    tries: int
    seconds: float


NAME_LIMIT, TOTAL_LIMIT = TryLimit(8, 30.0), TryLimit(60, 1.0)


class Throttle:
    """Counts tries that failed, in this process; names that were tried longest ago are forgotten first."""

    def __init__(
        self, monotonic: Callable[[], float], name: TryLimit = NAME_LIMIT, everybody: TryLimit = TOTAL_LIMIT
    ) -> None:
        self.monotonic = monotonic  # seconds of a clock that never runs back
        self.limits = {False: name, True: everybody}
        self.try_counts: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tries by then, and when

    def wait_seconds(self, name: str) -> int:
        """Seconds until the name may be tried; 0: now. A name that isn't known is told the same."""
        return max(self.seconds_left(name), self.seconds_left(ALL_NAMES))

    def count_try(self, name: str) -> None:
        """Count a try, before it is known how it ends: many at once must not slip through together."""
        for each in (name, ALL_NAMES):
            self.try_counts[each] = self.current_tries(each) + 1, self.monotonic()
            self.try_counts.move_to_end(each)
        if len(self.try_counts) > MAX_NAMES:
            self.try_counts.popitem(last=False)

    def forget_tries(self, name: str) -> None:
        """The password was right: its tries are forgotten."""
        self.try_counts.pop(name, None)
        tries, at = self.try_counts.get(ALL_NAMES, (0.0, 0.0))
        self.try_counts[ALL_NAMES] = max(0.0, tries - 1), at

    def seconds_left(self, name: str) -> int:
        """Seconds until one of these may be tried."""
        pace = self.limits[name == ALL_NAMES]
        over = self.current_tries(name) + 1 - pace.tries
        return max(0, math.ceil(over * pace.seconds))

    def current_tries(self, name: str) -> float:
        """How many tries still count."""
        tries, at = self.try_counts.get(name, (0.0, 0.0))
        return max(0.0, tries - (self.monotonic() - at) / self.limits[name == ALL_NAMES].seconds)
