"""Local days out of moments: an engine's own tables of time zones may be old, or not there at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import ibis.expr.types as ir

Number = TypeVar("Number", int, "ir.IntegerColumn")
SECOND = 1_000_000  # of microseconds
DAY = 86_400 * SECOND
LONG_AGO = 999_999  # days before 1970, so that no moment is negative: `%` of those differs by engine
MONDAY = 3  # 1 January 1970 was a Thursday; LONG_AGO is whole weeks
STEP = 7 * 86_400  # seconds; no zone changes its offset twice within a week
FIRST_YEAR, LAST_YEAR = 1970, 2200  # what lies outside is a clock gone wrong: any offset will do


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local day, in microseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND


def month(at: int) -> int:
    """The month of a moment in UTC, as in 202611."""
    moment = datetime.fromtimestamp(at // SECOND, UTC)
    return moment.year * 100 + moment.month


def floored(at: ir.IntegerColumn, unit: int) -> ir.IntegerColumn:
    """The beginning of the stretch of so many microseconds that a moment is in, since LONG_AGO."""
    shifted = at + LONG_AGO * DAY
    return shifted - shifted % unit


def day_number(at: ir.IntegerColumn, zone: ZoneInfo, months: Iterable[int]) -> ir.IntegerColumn:
    """Days since 1970 by the local calendar, of moments in these months."""
    # Whole days before they are divided: exact also where an engine divides as floating point.
    return (floored(at + offset(at, zone, months), DAY) / DAY).cast("int64") - LONG_AGO


def monday(number: Number) -> Number:
    """The day on which the week of a day begins, both as days since 1970 (ISO 8601)."""
    return number - (number + LONG_AGO + MONDAY) % 7


def offset(at: ir.IntegerColumn, zone: ZoneInfo, months: Iterable[int]) -> ir.IntegerValue:
    """What local time is ahead of UTC at a moment, in microseconds."""
    import ibis

    (_, first), *changes = offsets(zone, months) or [(0, 0)]
    default = ibis.literal(first * SECOND, "int64")
    cases = [(at >= since * SECOND, ahead * SECOND) for since, ahead in reversed(changes)]
    return ibis.cases(*cases, else_=default) if cases else default


def offsets(zone: ZoneInfo, months: Iterable[int]) -> list[tuple[int, int]]:
    """Since which second local time is how many seconds ahead of UTC, right within these months."""
    found: list[tuple[int, int]] = []
    for each in sorted(months):
        if FIRST_YEAR <= each // 100 <= LAST_YEAR:
            found += of_month(zone, each)
    return [pair for place, pair in enumerate(found) if place == 0 or pair[1] != found[place - 1][1]]


def of_month(zone: ZoneInfo, number: int) -> list[tuple[int, int]]:
    """The same of one month: its beginning, and what changes in it."""
    year, place = divmod(number, 100)
    first = int(datetime(year, place, 1, tzinfo=UTC).timestamp())
    after = int(datetime(year + place // 12, place % 12 + 1, 1, tzinfo=UTC).timestamp())
    found = [(first, ahead(first, zone))]
    for begin in range(first, after, STEP):
        end = min(begin + STEP, after)
        if ahead(begin, zone) != ahead(end, zone):
            found.append(change(zone, begin, end))
    return found


def change(zone: ZoneInfo, before: int, after: int) -> tuple[int, int]:
    """The moment at which the offset changes, and to what."""
    old = ahead(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if ahead(middle, zone) == old else (before, middle)
    return after, ahead(after, zone)


def ahead(moment: int, zone: ZoneInfo) -> int:
    """How many seconds local time is ahead of UTC."""
    found = datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
    return int(found.total_seconds()) if found else 0
