"""How often a password may be tried: of one name, and of all names together."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_NAMES = 10_000
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many tries at once, and after that one in so many seconds."""

    tries: int
    seconds: float


NAME, ALL = Pace(8, 30.0), Pace(60, 1.0)


class Throttle:
    """Counts tries that failed, in this process; names that were tried longest ago are forgotten first."""

    def __init__(self, ticks: Callable[[], float], name: Pace = NAME, everybody: Pace = ALL) -> None:
        self.ticks = ticks  # seconds of a clock that never runs back
        self.paces = {False: name, True: everybody}
        self.spent: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tries by then, and when

    def wait(self, name: str) -> int:
        """Seconds until the name may be tried; 0: now. A name that isn't known is told the same."""
        return max(self.left(name), self.left(EVERYBODY))

    def take(self, name: str) -> None:
        """Count a try, before it is known how it ends: many at once must not slip through together."""
        for each in (name, EVERYBODY):
            self.spent[each] = self.now(each) + 1, self.ticks()
            self.spent.move_to_end(each)
        if len(self.spent) > MOST_NAMES:
            self.spent.popitem(last=False)

    def give_back(self, name: str) -> None:
        """The password was right: its tries are forgotten."""
        self.spent.pop(name, None)
        tries, at = self.spent.get(EVERYBODY, (0.0, 0.0))
        self.spent[EVERYBODY] = max(0.0, tries - 1), at

    def left(self, name: str) -> int:
        """Seconds until one of these may be tried."""
        pace = self.paces[name == EVERYBODY]
        over = self.now(name) + 1 - pace.tries
        return max(0, math.ceil(over * pace.seconds))

    def now(self, name: str) -> float:
        """How many tries still count."""
        tries, at = self.spent.get(name, (0.0, 0.0))
        return max(0.0, tries - (self.ticks() - at) / self.paces[name == EVERYBODY].seconds)
