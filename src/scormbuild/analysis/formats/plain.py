"""Numbers and times as text that programs read, alike in all forms."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal


def decimal(value: float) -> str:
    """A number in digits: no exponent, no zeros behind the last place."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def utc(value: datetime) -> str:
    """A moment in UTC (RFC 3339), with as many places as it has."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
