"""Local days out of moments: an engine's own tables of time zones may be old, or not there at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import ibis.expr.types as ir

Number = TypeVar("Number", int, "ir.IntegerColumn")
SECOND_MICROSECONDS = 1_000_000  # of microseconds
DAY_MICROSECONDS = 86_400 * SECOND_MICROSECONDS
EPOCH_SHIFT_DAYS = 999_999  # days before 1970, so that no moment is negative: `%` of those differs by engine
MONDAY_SHIFT = 3  # 1 January 1970 was a Thursday; EPOCH_SHIFT_DAYS is whole weeks
WEEK_SECONDS = 7 * 86_400  # seconds; no zone changes its offset twice within a week
FIRST_YEAR, LAST_YEAR = 1970, 2200  # what lies outside is a clock gone wrong: any offset will do


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local day, in microseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND_MICROSECONDS


def month(at: int) -> int:
    """The month of a moment in UTC, as in 202611."""
    moment = datetime.fromtimestamp(at // SECOND_MICROSECONDS, UTC)
    return moment.year * 100 + moment.month


def floor_moment(at: ir.IntegerColumn, unit: int) -> ir.IntegerColumn:
    """The beginning of the stretch of so many microseconds that a moment is in, since EPOCH_SHIFT_DAYS."""
    shifted = at + EPOCH_SHIFT_DAYS * DAY_MICROSECONDS
    return shifted - shifted % unit


def day_number(at: ir.IntegerColumn, zone: ZoneInfo, months: Iterable[int]) -> ir.IntegerColumn:
    """Days since 1970 by the local calendar, of moments in these months."""
    # Whole days before they are divided: exact also where an engine divides as floating point.
    return (floor_moment(at + utc_offset(at, zone, months), DAY_MICROSECONDS) / DAY_MICROSECONDS).cast(
        "int64"
    ) - EPOCH_SHIFT_DAYS


def monday(number: Number) -> Number:
    """The day on which the week of a day begins, both as days since 1970 (ISO 8601)."""
    return number - (number + EPOCH_SHIFT_DAYS + MONDAY_SHIFT) % 7


def utc_offset(at: ir.IntegerColumn, zone: ZoneInfo, months: Iterable[int]) -> ir.IntegerValue:
    """What local time is ahead of UTC at a moment, in microseconds."""
    import ibis

    (_, first), *changes = utc_offsets(zone, months) or [(0, 0)]
    default = ibis.literal(first * SECOND_MICROSECONDS, "int64")
    cases = [
        (at >= since * SECOND_MICROSECONDS, ahead * SECOND_MICROSECONDS) for since, ahead in reversed(changes)
    ]
    return ibis.cases(*cases, else_=default) if cases else default


def utc_offsets(zone: ZoneInfo, months: Iterable[int]) -> list[tuple[int, int]]:
    """Since which second local time is how many seconds ahead of UTC, right within these months."""
    found: list[tuple[int, int]] = []
    for each in sorted(months):
        if FIRST_YEAR <= each // 100 <= LAST_YEAR:
            found += month_offsets(zone, each)
    return [pair for place, pair in enumerate(found) if place == 0 or pair[1] != found[place - 1][1]]


def month_offsets(zone: ZoneInfo, number: int) -> list[tuple[int, int]]:
    """The same of one month: its beginning, and what changes in it."""
    year, place = divmod(number, 100)
    first = int(datetime(year, place, 1, tzinfo=UTC).timestamp())
    after = int(datetime(year + place // 12, place % 12 + 1, 1, tzinfo=UTC).timestamp())
    found = [(first, seconds_ahead(first, zone))]
    for begin in range(first, after, WEEK_SECONDS):
        end = min(begin + WEEK_SECONDS, after)
        if seconds_ahead(begin, zone) != seconds_ahead(end, zone):
            found.append(find_offset_change(zone, begin, end))
    return found


def find_offset_change(zone: ZoneInfo, before: int, after: int) -> tuple[int, int]:
    """The moment at which the offset changes, and to what."""
    old = seconds_ahead(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if seconds_ahead(middle, zone) == old else (before, middle)
    return after, seconds_ahead(after, zone)


def seconds_ahead(moment: int, zone: ZoneInfo) -> int:
    """How many seconds local time is ahead of UTC."""
    found = datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
    return int(found.total_seconds()) if found else 0
