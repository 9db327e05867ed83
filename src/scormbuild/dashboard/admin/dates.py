"""When something was made, as its row has it, in the visitor's manner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scormbuild.dashboard.locale import Local


def since(local: Local) -> Callable[[str], str]:
    """What gives the day of a moment that is written in ISO 8601."""
    return lambda text: local.day(datetime.fromisoformat(text).astimezone(local.zone).date())
