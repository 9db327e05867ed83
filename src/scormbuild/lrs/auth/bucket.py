"""Token buckets: how much of something may happen at once, and how fast after that."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

# Names come from outside, made-up ones too: memory must not grow with each of them.
MAX_BUCKETS = 10_000
LONGEST_NAME = 100  # characters; of a longer name its digest is kept


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once; an empty bucket is full again in so many seconds."""

    size: int
    seconds: float


class TokenBuckets:
    """A bucket for each name, in this process; those that were idle longest are forgotten first."""

    def __init__(self, monotonic: Callable[[], float], max_buckets: int = MAX_BUCKETS) -> None:
        self.monotonic = monotonic  # seconds of a clock that never runs back
        self.max_buckets = max_buckets
        self.levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens at a moment, and when

    def wait_seconds(self, name: str, rate: Rate, count: int = 1) -> int:
        """Seconds until a bucket holds so many, or is full, where they are more than it can hold; 0: now."""
        if (kept := short_name(name)) in self.levels:
            self.levels.move_to_end(kept)  # who asks again and again isn't idle, and not forgotten
        short = min(count, rate.size) - self.tokens(name, rate)
        return max(0, math.ceil(short * rate.seconds / rate.size))

    def take(self, name: str, rate: Rate, count: int = 1) -> None:
        """Take so many out of a bucket; what it doesn't hold is owed, and paid off first."""
        kept = short_name(name)
        self.levels[kept] = self.tokens(name, rate) - count, self.monotonic()
        self.levels.move_to_end(kept)
        if len(self.levels) > self.max_buckets:
            self.levels.popitem(last=False)

    def give_back(self, name: str, rate: Rate, count: int = 1) -> None:
        """Put so many back, which fill a bucket at the most."""
        # One that was forgotten meanwhile is full; put in again here, it would be one too many.
        if (kept := short_name(name)) in self.levels:
            self.levels[kept] = self.tokens(name, rate) + count, self.monotonic()

    def refill(self, name: str) -> None:
        """Have a bucket full."""
        self.levels.pop(short_name(name), None)

    def tokens(self, name: str, rate: Rate) -> float:
        """What a bucket holds now; one that nobody used is full."""
        now = self.monotonic()
        level, since = self.levels.get(short_name(name), (float(rate.size), now))
        return min(rate.size, level + (now - since) * rate.size / rate.seconds)


def short_name(name: str) -> str:
    """The name of a bucket, or in the place of a long one its digest."""
    return name if len(name) <= LONGEST_NAME else sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
