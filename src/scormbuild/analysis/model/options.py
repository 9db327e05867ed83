"""What a report may be told beside whom and when it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

IDLE = 300  # seconds: who does nothing for longer isn't at work


@dataclass(frozen=True, slots=True)
class Options:
    """Each report takes what it knows."""

    idle: int = IDLE
    by: Literal["day", "week"] = "day"
    at: date | None = None  # a local day: the state at its end
