"""How many statements a key may store in a minute."""

from __future__ import annotations

from collections.abc import Callable

from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth.bucket import MAX_BUCKETS, Rate, TokenBuckets

MINUTE = 60.0


class RateLimiter:
    """One bucket a key, for this process."""

    def __init__(self, monotonic: Callable[[], float], max_buckets: int = MAX_BUCKETS) -> None:
        self.buckets = TokenBuckets(monotonic, max_buckets)

    def take(self, key: str, rate: int | None, count: int = 1) -> None:
        """Take `count` statements out of the bucket of a key; raises TooManyRequests where it holds less.

        A batch larger than the bucket waits until that is full, and is paid off afterwards.
        """
        if rate is None:
            return
        limit = Rate(rate, MINUTE)
        # Asked before anything is taken: a client that is refused and comes again must not push its own
        # turn back.
        if wait := self.buckets.wait_seconds(key, limit, count):
            message = f"more than the {rate} statements a minute that this key may store"
            raise TooManyRequests(message, {"Retry-After": str(wait)})
        self.buckets.take(key, limit, count)
