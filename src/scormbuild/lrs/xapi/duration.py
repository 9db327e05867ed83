"""Durations, such as PT4H35M59.14S (xAPI 1.0.3 Data 4.6, ISO 8601:2004 4.4.3.2)."""

from __future__ import annotations

import re
from math import isfinite

# Only the last number may have a fraction, and weeks stand alone. Possessive (`++`): a hostile string of
# digits makes nothing go back and try again.
AMOUNT = r"([0-9]++(?:[.,][0-9]++(?=[A-Z]\Z))?)"
DURATION = re.compile(
    rf"P(?!\Z)(?:{AMOUNT}W|(?:{AMOUNT}Y)?(?:{AMOUNT}M)?(?:{AMOUNT}D)?"
    rf"(?:T(?!\Z)(?:{AMOUNT}H)?(?:{AMOUNT}M)?(?:{AMOUNT}S)?)?)"
)
SECONDS_PER_UNIT = (604_800, 86_400, 3_600, 60, 1)
FRACTION = re.compile(r"[.,](\d*)S")


def is_duration(text: str) -> bool:
    """Whether it is a duration with designators."""
    return DURATION.fullmatch(text) is not None


def parse_duration(text: str) -> float | None:
    """Seconds; None where it is no duration, or has years or months, which have no fixed length."""
    if (match := DURATION.fullmatch(text)) is None:
        return None
    weeks, years, months, *rest = match.groups()
    # A month has no number of seconds (Data 2.3.1 says as much of all durations).
    if years or months:
        return None
    parts = zip((weeks, *rest), SECONDS_PER_UNIT, strict=True)
    seconds = sum(float(part.replace(",", ".")) * unit for part, unit in parts if part)
    return seconds if isfinite(seconds) else None  # hundreds of digits are a duration too


def truncate_duration(text: str) -> str:
    """The same text to hundredths of a second: beyond them, two durations are the same (Data 4.6)."""
    return FRACTION.sub(lambda match: f".{match[1][:2]}".rstrip("0").rstrip(".") + "S", text)
