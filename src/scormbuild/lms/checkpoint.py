"""How far the harvest of one learner in one activity came, as it is kept between two runs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

DAY_SECONDS = 24 * 3600
SLACK_SECONDS = 3600  # Moodle notes visits late, and no two clocks agree


@dataclass(frozen=True)
class Checkpoint:
    """When it was looked at, in seconds since 1970, what the course was then, and each attempt's digest."""

    looked_at: int = 0
    course_digest: str = ""
    attempt_digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None) -> Checkpoint:
        """A mark as it was kept; where there is none, or one of another version, an empty one."""
        try:
            kept: Any = json.loads(text or "{}")
            return cls(int(kept["looked"]), str(kept["target"]), dict(kept["attempts"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def to_json(self) -> str:
        """The mark as it is kept."""
        return json.dumps(
            {"looked": self.looked_at, "target": self.course_digest, "attempts": self.attempt_digests}
        )

    def can_skip(self, seen: int | None, target: str, now: int) -> bool:
        """Whether there can be nothing new: nobody was there since, and it isn't a day ago.

        Once a day everything is looked at: Moodle's app sends what was done offline without noting a visit.
        """
        if seen is None or self.course_digest != target or now - self.looked_at >= DAY_SECONDS:
            return False
        return seen + SLACK_SECONDS < self.looked_at


def checkpoint_key(*parts: object) -> str:
    """The key of a mark: it names nobody to who reads the table."""
    return sha256(" ".join(map(str, parts)).encode()).hexdigest()[:32]
