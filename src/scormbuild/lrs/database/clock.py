"""This moment, as rows have it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now_microseconds() -> int:
    """Microseconds since 1970, as statements, the audit log and all that is compared with them have it."""
    return time.time_ns() // 1000


def now_text() -> str:
    """To the second, as the rows have it that people look at: keys, logins, organisations, holds."""
    return datetime.now(UTC).isoformat(timespec="seconds")
