"""How much a key may send and store in a minute: statements, bytes and rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth.bucket import MAX_BUCKETS, Rate, TokenBuckets
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.xapi.source import PACKAGE

MINUTE = 60.0
STATEMENTS, BYTES, ROWS = "statements", "bytes", "rows"
# Statements of our player take 1.3 kB and 11 rows on average: so it never meets these two, and who makes
# each of them as large as it may be is through with the minute soon.
BYTES_PER_STATEMENT = 4096
ROWS_PER_STATEMENT = 20


def effective_limits(limits: Limits) -> Limits:
    """The limits with the rates in bytes and rows that go with a package's rate in statements."""
    # Also for keys that were made before there were such rates.
    if limits.source != PACKAGE or limits.rate is None:
        return limits
    return replace(
        limits,
        byte_rate=limits.byte_rate or limits.rate * BYTES_PER_STATEMENT,
        row_rate=limits.row_rate or limits.rate * ROWS_PER_STATEMENT,
    )


def rates_of(limits: Limits) -> dict[str, int | None]:
    """How much of what a key may send in a minute; None: as much as it likes."""
    effective = effective_limits(limits)
    return {STATEMENTS: effective.rate, BYTES: effective.byte_rate, ROWS: effective.row_rate}


class RateLimiter:
    """A bucket for each thing that a key has a rate of, for this process."""

    def __init__(self, monotonic: Callable[[], float], max_buckets: int = MAX_BUCKETS) -> None:
        self.buckets = TokenBuckets(monotonic, max_buckets)

    def take(self, key: str, limits: Limits, amounts: Mapping[str, int]) -> None:
        """Take amounts out of the buckets of a key; raises TooManyRequests where one of them holds less.

        An amount larger than its bucket waits until that is full, and is paid off afterwards.
        """
        rates = rates_of(limits)
        limited = {what: Rate(rate, MINUTE) for what in amounts if (rate := rates[what]) is not None}
        # Asked before anything is taken: a client that is refused and comes again must not push its own
        # turn back.
        for what, limit in limited.items():
            if wait := self.buckets.wait_seconds(f"{key} {what}", limit, amounts[what]):
                message = f"more than the {limit.size} {what} a minute that this key may store"
                raise TooManyRequests(message, {"Retry-After": str(wait)})
        for what, limit in limited.items():
            self.buckets.take(f"{key} {what}", limit, amounts[what])
