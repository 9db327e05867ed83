"""How often a password may be tried: of one name, and of all names together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scormbuild.lrs.auth.bucket import Rate, TokenBuckets

ALL_NAMES: Final = ""
NAME_LIMIT: Final = Rate(8, 8 * 30.0)  # eight tries at once, and after that one in half a minute
TOTAL_LIMIT: Final = Rate(60, 60 * 1.0)


class Throttle:
    """Counts tries that failed, in this process."""

    def __init__(
        self, monotonic: Callable[[], float], name: Rate = NAME_LIMIT, everybody: Rate = TOTAL_LIMIT
    ) -> None:
        self.buckets = TokenBuckets(monotonic)
        self.name, self.everybody = name, everybody

    def wait_seconds(self, name: str) -> int:
        """Seconds until the name may be tried; 0: now. A name that isn't known is told the same."""
        # One guess at each of thousands of names is an attack too; the limit of a name would never see it.
        of_all = self.buckets.wait_seconds(ALL_NAMES, self.everybody)
        return max(of_all, self.buckets.wait_seconds(name, self.name))

    def count_try(self, name: str) -> None:
        """Count a try, before it is known how it ends: many at once must not slip through together."""
        self.buckets.take(name, self.name)
        self.buckets.take(ALL_NAMES, self.everybody)

    def forget_tries(self, name: str) -> None:
        """The password was right: its tries are forgotten."""
        self.buckets.refill(name)
        # Only this one try: a right password must not make up for the wrong ones of others.
        self.buckets.give_back(ALL_NAMES, self.everybody)
