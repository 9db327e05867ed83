"""When people learn: over lunch, in the evening, at work when it is quiet, now and then at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

SECOND_MILLISECONDS = 1000  # milliseconds, in which all moments are
MINUTE_MILLISECONDS = 60 * SECOND_MILLISECONDS
HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS
DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Hours of the day, and how many of all visits begin before the end of each part.
DAY_PARTS = ((12.0, 13.3, 0.24), (19.0, 22.3, 0.60), (8.2, 17.0, 0.95), (22.3, 26.0, 1.0))
WEEKEND_SHARE = 0.35  # of the visits of a working day


def visit_moment(day: int, chance: Random, zone: ZoneInfo) -> int:
    """A moment on a local day (counted from 1970), or on the next when nobody feels like it."""
    while weekday(day) > 4 and chance.random() > WEEKEND_SHARE:
        day += 1
    share = chance.random()
    first, last, _ = next(part for part in DAY_PARTS if share < part[2])
    hour = first + (last - first) * (chance.random() + chance.random()) / 2
    return midnight_milliseconds(day, zone) + int(hour * HOUR_MILLISECONDS)


def weekday(day: int) -> int:
    """0 for Monday: 1970 began on a Thursday."""
    return (day + 3) % 7


@lru_cache(maxsize=4096)
def midnight_milliseconds(day: int, zone: ZoneInfo) -> int:
    """The moment at which a local day begins."""
    date = (EPOCH + timedelta(days=day)).date()
    return int(datetime.combine(date, time(), zone).timestamp() * SECOND_MILLISECONDS)


def local_day(moment: int, zone: ZoneInfo) -> int:
    """The local day of a moment."""
    # UTC's day, which a zone's own begins before or after; never by more than a day.
    near = moment // DAY_MILLISECONDS
    return (
        near + 1
        if midnight_milliseconds(near + 1, zone) <= moment
        else near
        if midnight_milliseconds(near, zone) <= moment
        else near - 1
    )


def next_visit(moment: int, chance: Random, zone: ZoneInfo) -> int:
    """When somebody goes on who stopped: the same day, the next, or when it comes to mind again."""
    day = local_day(moment, zone)
    share = chance.random()
    if share < 0.2:
        return moment + int((20 + 200 * chance.random()) * MINUTE_MILLISECONDS)
    wait = 1 if share < 0.55 else 2 + int(12 * chance.random() * chance.random())
    return visit_moment(day + wait, chance, zone)


def format_timestamp(moment: int) -> str:
    """A moment as a timestamp."""
    return f"{_second(moment // SECOND_MILLISECONDS)}.{moment % SECOND_MILLISECONDS:03}Z"


@lru_cache(maxsize=1024)
def _second(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
