"""How many statements a key may store in a minute: a bucket that fills at that pace."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

from scormbuild.errors import TooManyRequests

MOST_BUCKETS = 10_000
MINUTE = 60.0


class Rates:
    """One bucket a key, for this process; those that were idle longest are forgotten first."""

    def __init__(self, ticks: Callable[[], float], most: int = MOST_BUCKETS) -> None:
        self.ticks = ticks  # seconds of a clock that never runs back
        self.most = most
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when

    def take(self, key: str, rate: int | None, count: int = 1) -> None:
        """Take `count` statements out of the bucket of a key; raises TooManyRequests where it holds less.

        A batch larger than the bucket waits until that is full, and is paid off afterwards.
        """
        if rate is None:
            return
        now = self.ticks()
        left, since = self.buckets.pop(key, (float(rate), now))
        left = min(rate, left + (now - since) * rate / MINUTE)
        short = min(count, rate) - left
        self.keep(key, left if short > 0 else left - count, now)
        if short > 0:
            wait = max(1, math.ceil(short * MINUTE / rate))
            message = f"more than the {rate} statements a minute that this key may store"
            raise TooManyRequests(message, {"Retry-After": str(wait)})

    def keep(self, key: str, left: float, now: float) -> None:
        """Put a bucket back, as the one used last."""
        self.buckets[key] = left, now
        if len(self.buckets) > self.most:
            self.buckets.popitem(last=False)
