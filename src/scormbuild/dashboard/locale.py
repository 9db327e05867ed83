"""Numbers, dates and spans of time as people of a language write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
EMPTY_CELL: Final = "\N{EN DASH}"
MINUTE_SECONDS, HOUR_SECONDS = 60, 3600


@dataclass(frozen=True, slots=True)
class LocaleFormats:
    """How a language writes: thousands, fractions, per cent, days, months and the parts of a span."""

    thousands_separator: str
    decimal_separator: str
    percent_sign: str
    date_format: str
    month_names: tuple[str, ...]
    duration_units: tuple[str, str, str]
    yes_no: tuple[str, str]
    week_format: str


LOCALE_FORMATS: Final = {
    "nl": LocaleFormats(
        ".",
        ",",
        NO_BREAK_SPACE + "%",
        "{0.day:02}-{0.month:02}-{0.year:04}",
        ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
        ("u", "min", "s"),
        ("ja", "nee"),
        "week {week}, {year}",
    ),
    "en": LocaleFormats(
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
class Locale:
    """A language and a time zone."""

    language: str
    zone: ZoneInfo

    @property
    def formats(self) -> LocaleFormats:
        """How this language writes."""
        return LOCALE_FORMATS[self.language]

    def format_number(self, value: float, digits: int = 0) -> str:
        """Such as 1.234,5; `digits` behind the comma, unless they are all noughts."""
        whole, _, rest = f"{abs(value):,.{digits}f}".partition(".")
        text = whole.replace(",", self.formats.thousands_separator)
        rest = rest.rstrip("0")
        # Minus nought is nought.
        sign = "\N{MINUS SIGN}" if value < 0 and (rest or whole != "0") else ""
        return sign + text + (self.formats.decimal_separator + rest if rest else "")

    def format_percent(self, value: float) -> str:
        """A part of one, in per cent with one digit."""
        return self.format_number(value * 100, 1) + self.formats.percent_sign

    def format_score(self, value: float) -> str:
        """What is in per cent already."""
        return self.format_number(value, 2) + self.formats.percent_sign

    def format_iso_date(self, text: str) -> str:
        """The local day of a moment that is written in ISO 8601."""
        return self.format_date(datetime.fromisoformat(text).astimezone(self.zone).date())

    def format_date(self, value: date) -> str:
        """Such as 23-11-2026."""
        return self.formats.date_format.format(value, self.formats.month_names[value.month - 1])

    def format_datetime(self, value: datetime | int) -> str:
        """Day and time of day in the zone; a number is microseconds since 1970."""
        local_time = instant(value).astimezone(self.zone)
        return f"{self.format_date(local_time.date())}{NO_BREAK_SPACE}{local_time:%H:%M}"

    def format_duration(self, seconds: float) -> str:
        """Such as 1 h 20 min; seconds only where there is less than an hour."""
        hours, rest = divmod(round(seconds), HOUR_SECONDS)
        minutes, left = divmod(rest, MINUTE_SECONDS)
        parts = [hours, minutes] if hours else [0, minutes, left]
        names = zip(parts, self.formats.duration_units, strict=False)
        said = [f"{self.format_number(part)}{NO_BREAK_SPACE}{name}" for part, name in names if part]
        return " ".join(said) or f"0{NO_BREAK_SPACE}{self.formats.duration_units[2]}"

    def format_week(self, text: str) -> str:
        """A week of ISO 8601, such as 2026-W47, in words."""
        year, _, week = text.partition("-W")
        return self.formats.week_format.format(week=int(week), year=year) if week.isdigit() else text

    def format_cell(self, value: Any, kind: str) -> str:
        """A value of a sheet as it stands in a table; a dash for nothing."""
        if value is None or value == "":
            return EMPTY_CELL
        match kind:
            case "count" | "ordinal" | "number":
                return self.format_number(value, 2 if kind == "number" else 0)
            case "share":
                return self.format_percent(value)
            case "score":
                return self.format_score(value)
            case "seconds":
                return self.format_duration(value)
            case "time":
                return self.format_datetime(value)
            case "day":
                return self.format_date(value) if isinstance(value, date) else self.format_week(str(value))
            case "yes_no":
                return self.formats.yes_no[not value]
        return str(value)


def local_date(clock: int, zone: ZoneInfo) -> date:
    """The local day of a moment in microseconds since 1970."""
    return instant(clock).astimezone(zone).date()


def instant(value: datetime | int) -> datetime:
    """A moment with its zone; what has none is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromtimestamp(value / 1_000_000, UTC)
