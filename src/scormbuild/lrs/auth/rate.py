"""How many statements a key may store in a minute: a bucket that fills at that pace."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

from scormbuild.errors import TooManyRequests

MAX_BUCKETS = 10_000
MINUTE = 60.0


class RateLimiter:
    """One bucket a key, for this process; those that were idle longest are forgotten first."""

    def __init__(self, monotonic: Callable[[], float], max_buckets: int = MAX_BUCKETS) -> None:
        self.monotonic = monotonic  # seconds of a clock that never runs back
        self.max_buckets = max_buckets
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when

    def take(self, key: str, rate: int | None, count: int = 1) -> None:
        """Take `count` statements out of the bucket of a key; raises TooManyRequests where it holds less.

        A batch larger than the bucket waits until that is full, and is paid off afterwards.
        """
        if rate is None:
            return
        now = self.monotonic()
        left, since = self.buckets.pop(key, (float(rate), now))
        left = min(rate, left + (now - since) * rate / MINUTE)
        short = min(count, rate) - left
        self.put_back(key, left if short > 0 else left - count, now)
        if short > 0:
            wait = max(1, math.ceil(short * MINUTE / rate))
            message = f"more than the {rate} statements a minute that this key may store"
            raise TooManyRequests(message, {"Retry-After": str(wait)})

    def put_back(self, key: str, left: float, now: float) -> None:
        """Put a bucket back, as the one used last."""
        self.buckets[key] = left, now
        if len(self.buckets) > self.max_buckets:
            self.buckets.popitem(last=False)
