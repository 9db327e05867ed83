"""This moment, as rows have it; and what becomes of `stored` where the clock is set."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

SECOND = 1_000_000
# A step that is taken as it comes: machines that keep time make none that is larger.
LARGEST_STEP = 300 * SECOND
# So long has a clock to stay where it jumped: NTP sets one right that was wrong within this time.
DOUBT = 3_600 * SECOND


def now_microseconds() -> int:
    """Microseconds since 1970, as statements, the audit log and all that is compared with them have it."""
    return time.time_ns() // 1000


def now_text() -> str:
    """To the second, as the rows have it that people look at: keys, logins, organisations, holds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def elapsed_microseconds() -> int:
    """Microseconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    if not hasattr(time, "clock_gettime_ns"):
        return time.monotonic_ns() // 1000
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1000


def ignore_warning(message: str) -> None:
    """For who has no log."""


class StoredClock:
    """The moments that `stored` is made of: a clock's, but that it rises, and isn't led ahead by a jump.

    Readers follow by `stored`, so what was stored at a moment to come holds all later ones there until that
    moment has come. Therefore a jump ahead isn't believed before it has lasted; a clock that is set back is
    believed at once, and `stored` goes on from the last one by the least step.
    """

    def __init__(
        self,
        now: Callable[[], int] = now_microseconds,
        elapsed: Callable[[], int] = elapsed_microseconds,
        warn: Callable[[str], None] = ignore_warning,
    ) -> None:
        self.now, self.elapsed, self.warn = now, elapsed, warn
        self.lock = Lock()
        self.believed: tuple[int, int] | None = None  # a moment of the clock, and of the one that nobody sets
        self.latest = 0  # the latest moment that anybody was told
        self.doubted_since: int | None = None
        self.ahead: set[int] = set()  # organisations whose newest statement is stored at a moment to come

    def moment(self, now: int) -> int:
        """The moment to store at, where the clock says it is `now`."""
        with self.lock:
            told = self._steady(now)
            # A small step back: what was told to be stored up to `latest` must not get more.
            if told < self.latest <= told + LARGEST_STEP:
                told = self.latest
            self.latest = told
            return told

    def settled_moment(self, now: int) -> int | None:
        """`now`, for who is told that nothing comes before it any more; None while the clock is in doubt."""
        with self.lock:
            self._steady(now)
            if self.doubted_since is not None:
                return None
            self.latest = max(self.latest, now)
            return now

    def next_place(self, organisation: int, moment: int, newest: int) -> int:
        """The first place in stored order: that of a moment, or right behind the newest one."""
        if newest - moment <= LARGEST_STEP:
            self.ahead.discard(organisation)
        elif organisation not in self.ahead:
            self.ahead.add(organisation)
            self.warn(
                f"the newest statement of organisation {organisation} was stored"
                f" {seconds(newest - moment)} from now, by a clock that was ahead: new ones are stored right"
                " behind it until then"
            )
        return max(moment, newest + 1)

    @property
    def in_doubt(self) -> bool:
        """Whether the clock has jumped ahead, and isn't believed yet."""
        return self.doubted_since is not None

    def _steady(self, now: int) -> int:
        elapsed = self.elapsed()
        expected = now if self.believed is None else self.believed[0] + elapsed - self.believed[1]
        if now - expected > LARGEST_STEP:
            if self.doubted_since is None:
                self.doubted_since = elapsed
                self.warn(
                    f"the clock jumped ahead by {seconds(now - expected)}: not believed before it has stayed"
                    f" there for {seconds(DOUBT)}"
                )
            if elapsed - self.doubted_since < DOUBT:
                return expected
        if self.doubted_since is not None:
            self.warn("the clock is believed again")
        if expected - now > LARGEST_STEP:
            self.warn(f"the clock was set back by {seconds(expected - now)}")
            self.latest = 0
        self.doubted_since, self.believed = None, (now, elapsed)
        return now


def seconds(microseconds: int) -> str:
    """A time for the log."""
    return f"{microseconds // SECOND} s"
