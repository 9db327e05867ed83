"""Numbers, dates and spans of time as people of a language write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

NARROW: Final = "\N{NO-BREAK SPACE}"
NOTHING: Final = "\N{EN DASH}"
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language writes: thousands, fractions, per cent, days, months and the parts of a span."""

    thousands: str
    fraction: str
    per_cent: str
    day: str
    months: tuple[str, ...]
    spans: tuple[str, str, str]
    yes_no: tuple[str, str]
    week: str


MANNERS: Final = {
    "nl": Manner(
        ".",
        ",",
        NARROW + "%",
        "{0.day:02}-{0.month:02}-{0.year:04}",
        ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
        ("u", "min", "s"),
        ("ja", "nee"),
        "week {week}, {year}",
    ),
    "en": Manner(
        ",",
        ".",
        "%",
        "{0.day} {1} {0.year:04}",
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ("h", "min", "s"),
        ("yes", "no"),
        "week {week}, {year}",
    ),
}


@dataclass(frozen=True, slots=True)
class Local:
    """A language and a time zone."""

    language: str
    zone: ZoneInfo

    @property
    def manner(self) -> Manner:
        """How this language writes."""
        return MANNERS[self.language]

    def number(self, value: float, digits: int = 0) -> str:
        """Such as 1.234,5; `digits` behind the comma, unless they are all noughts."""
        whole, _, rest = f"{abs(value):,.{digits}f}".partition(".")
        text = whole.replace(",", self.manner.thousands)
        rest = rest.rstrip("0")
        sign = "\N{MINUS SIGN}" if value < 0 and (rest or whole != "0") else ""
        return sign + text + (self.manner.fraction + rest if rest else "")

    def share(self, value: float) -> str:
        """A part of one, in per cent with one digit."""
        return self.number(value * 100, 1) + self.manner.per_cent

    def score(self, value: float) -> str:
        """What is in per cent already."""
        return self.number(value, 2) + self.manner.per_cent

    def day(self, value: date) -> str:
        """Such as 23-11-2026."""
        return self.manner.day.format(value, self.manner.months[value.month - 1])

    def moment(self, value: datetime | int) -> str:
        """Day and time of day in the zone; a number is microseconds since 1970."""
        local = instant(value).astimezone(self.zone)
        return f"{self.day(local.date())}{NARROW}{local:%H:%M}"

    def span(self, seconds: float) -> str:
        """Such as 1 h 20 min; seconds only where there is less than an hour."""
        hours, rest = divmod(round(seconds), HOUR)
        minutes, left = divmod(rest, MINUTE)
        parts = [hours, minutes] if hours else [0, minutes, left]
        names = zip(parts, self.manner.spans, strict=False)
        said = [f"{self.number(part)}{NARROW}{name}" for part, name in names if part]
        return " ".join(said) or f"0{NARROW}{self.manner.spans[2]}"

    def week(self, text: str) -> str:
        """A week of ISO 8601, such as 2026-W47, in words."""
        year, _, week = text.partition("-W")
        return self.manner.week.format(week=int(week), year=year) if week.isdigit() else text

    def cell(self, value: Any, kind: str) -> str:
        """A value of a sheet as it stands in a table; a dash for nothing."""
        if value is None or value == "":
            return NOTHING
        match kind:
            case "count" | "number":
                return self.number(value, 0 if kind == "count" else 2)
            case "share":
                return self.share(value)
            case "score":
                return self.score(value)
            case "seconds":
                return self.span(value)
            case "time":
                return self.moment(value)
            case "day":
                return self.day(value) if isinstance(value, date) else self.week(str(value))
            case "yes_no":
                return self.manner.yes_no[not value]
        return str(value)


def today(clock: int, zone: ZoneInfo) -> date:
    """The local day of a moment in microseconds since 1970."""
    return instant(clock).astimezone(zone).date()


def instant(value: datetime | int) -> datetime:
    """A moment with its zone; what has none is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromtimestamp(value / 1_000_000, UTC)
