"""When a statement counts as done: by the clock of its sender, as far as the LRS can know.

A statement is kept as it was sent. What is newest, in a period or past its time goes by this moment: nothing
happens after it was stored, so that no clock that runs ahead, and nobody who writes 2099, has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scormbuild.lrs.xapi.patterns import LATEST, SECOND, parse_timestamp

DAY_MICROSECONDS: Final = 86_400_000_000
# 2 January of the year 1: before it some zone has no calendar, and xAPI takes the year 0.
FIRST_MOMENT: Final = -62_135_510_400_000_000
LAST_MOMENT: Final = LATEST * SECOND


def effective_time(stated: int, stored: int) -> int:
    """The moment, out of timestamp and stored, all in microseconds since 1970."""
    return min(max(stated, FIRST_MOMENT), stored)


def statement_time(statement: Mapping[str, Any], now: int = LAST_MOMENT) -> int:
    """The same of a statement; `now` counts for one that isn't stored yet."""
    stored = parse_timestamp(statement["stored"]) if "stored" in statement else now
    stated = parse_timestamp(statement["timestamp"]) if "timestamp" in statement else stored
    return effective_time(stated, stored)
