"""Which origins any key names: a browser asks before it sends a key, so whose it is can't be known yet."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy import Connection, text

from scormbuild.errors import Unavailable
from scormbuild.lrs.auth.credentials import CACHE_SECONDS
from scormbuild.lrs.auth.limits import limits_from_json

SELECT_LIMITS = text("select limits from credential where revoked is null")


def list_origins(connection: Connection) -> frozenset[str]:
    """The origins of all keys that weren't revoked."""
    found = connection.execute(SELECT_LIMITS).scalars()
    return frozenset(origin for limits in found for origin in limits_from_json(json.loads(limits)).origins)


class KnownOrigins:
    """The origins, looked up anew when two seconds old: anybody may ask, as often as they like."""

    def __init__(self, find: Callable[[], Awaitable[frozenset[str]]], monotonic: Callable[[], float]) -> None:
        self.find = find
        self.monotonic = monotonic  # seconds of a clock that never runs back
        self.origins: frozenset[str] = frozenset()
        self.until = -1.0

    async def current(self) -> frozenset[str]:
        """The origins; those of before, where the database is away."""
        now = self.monotonic()
        if now >= self.until:
            # Before the question, so that those who ask meanwhile don't ask again.
            self.until = now + CACHE_SECONDS
            with suppress(Unavailable):
                self.origins = await self.find()
        return self.origins
