"""The attempts of all learners: in memory, and in a file between two runs of the preview."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from pathlib import Path

from scormbuild.files import BY_UMASK, write_file
from scormbuild.preview.xapi.session import Registration

HOME_PAGE = "https://lms.example.org"


class Registrations:
    """By learner, the oldest attempt first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._all = read_registrations(file)

    def current(self, learner: str) -> Registration:
        """The newest attempt; a learner nobody met gets a first one."""
        return self._all.get(learner, [])[-1] if self._all.get(learner) else self.start(learner)

    def count(self, learner: str) -> int:
        """How many attempts there are."""
        return len(self._all.get(learner, []))

    def start(self, learner: str) -> Registration:
        """Begin a new, empty attempt."""
        actor = {"account": {"homePage": HOME_PAGE, "name": learner}}
        attempt = Registration(str(uuid.uuid4()), actor)
        self._all.setdefault(learner, []).append(attempt)
        return attempt

    def delete(self, learner: str) -> None:
        """Empty what there is, and forget it: the learner is as one nobody met."""
        for attempt in self._all.pop(learner, []):
            attempt.empty()

    def save(self) -> None:
        """A whole file or the old one, never half a file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        kept = {learner: list(map(asdict, attempts)) for learner, attempts in self._all.items()}
        write_file(self._file, json.dumps(kept, indent=1).encode(), BY_UMASK)


def read_registrations(file: Path) -> dict[str, list[Registration]]:
    """The attempts by learner; none from a file that isn't there, or that something else wrote."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {
            learner: [Registration(**attempt) for attempt in attempts] for learner, attempts in kept.items()
        }
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}
