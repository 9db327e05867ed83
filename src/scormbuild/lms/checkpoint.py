"""How far the harvest of one learner in one activity came, as it is kept between two runs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

DAY = 24 * 3600
SLACK = 3600  # Moodle notes visits late, and no two clocks agree


@dataclass(frozen=True)
class Mark:
    """When it was looked at, in seconds since 1970, what the course was then, and each attempt's digest."""

    looked: int = 0
    target: str = ""
    attempts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None) -> Mark:
        """A mark as it was kept; where there is none, or one of another version, an empty one."""
        try:
            kept: Any = json.loads(text or "{}")
            return cls(int(kept["looked"]), str(kept["target"]), dict(kept["attempts"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def text(self) -> str:
        """The mark as it is kept."""
        return json.dumps({"looked": self.looked, "target": self.target, "attempts": self.attempts})

    def spares(self, seen: int | None, target: str, now: int) -> bool:
        """Whether there can be nothing new: nobody was there since, and it isn't a day ago.

        Once a day everything is looked at: Moodle's app sends what was done offline without noting a visit.
        """
        if seen is None or self.target != target or now - self.looked >= DAY:
            return False
        return seen + SLACK < self.looked


def item(*parts: object) -> str:
    """The key of a mark: it names nobody to who reads the table."""
    return sha256(" ".join(map(str, parts)).encode()).hexdigest()[:32]
