"""When something was made, as its row has it, in the visitor's manner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scormbuild.dashboard.locale import Locale


def date_formatter(locale: Locale) -> Callable[[str], str]:
    """What gives the day of a moment that is written in ISO 8601."""
    return lambda text: locale.format_date(datetime.fromisoformat(text).astimezone(locale.zone).date())
