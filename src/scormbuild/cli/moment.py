"""Moments on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

from scormbuild.errors import SettingsError


def parse_moment(text: str) -> datetime:
    """A day or a time; without a zone it is in UTC. Raises SettingsError."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"{text!r} is no moment\n  hint: write 2027-01-31 or 2027-01-31T12:00:00Z"
        ) from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
