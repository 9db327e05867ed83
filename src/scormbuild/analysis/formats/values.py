"""Numbers and times as text that programs read, alike in all forms."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal


def format_decimal(value: float) -> str:
    """A number in digits: no exponent, no zeros behind the last place."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_utc(value: datetime) -> str:
    """A moment in UTC (RFC 3339), with as many places as it has."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
