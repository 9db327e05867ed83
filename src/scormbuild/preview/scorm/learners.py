"""What the LMS keeps of each learner: attempts, each a mapping of elements to text, like Moodle's tracks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, TypeGuard

from scormbuild.files import BY_UMASK, write_file
from scormbuild.preview.run_times import RunTime
from scormbuild.preview.scorm.data_models import DATA_MODELS, DataModel

Attempt = dict[str, str]


class Learners:
    """All learners, in memory, and in a file between two runs of the preview."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._attempts = read_attempts(file)
        self._lock = Lock()

    def attempts(self, learner: str) -> list[Attempt]:
        """Copies of all attempts, oldest first; a learner nobody met has one, and it is empty."""
        with self._lock:
            return [dict(attempt) for attempt in self._attempts.get(learner, [{}])]

    def start_attempt(self, learner: str) -> int:
        """Begin a new, empty attempt; its number, from 1."""
        with self._lock:
            attempts = self._attempts.setdefault(learner, [{}])
            attempts.append({})
            self._write()
            return len(attempts)

    def delete_attempts(self, learner: str) -> None:
        """Delete all attempts: the learner is as one nobody met."""
        with self._lock:
            self._attempts.pop(learner, None)
            self._write()

    def store_commit(
        self, learner: str, number: int, changed: Mapping[str, str], finish: bool, run_time: RunTime
    ) -> None:
        """Keep what a commit brings; a course that ends without a status has completed, in most LMSs."""
        with self._lock:
            attempts = self._attempts.setdefault(learner, [{}])
            attempt = attempts[number - 1]
            # As Moodle does: it keeps no NUL.
            clean = {element: value.replace("\0", "") for element, value in changed.items()}
            attempt |= run_time.filter_commit(attempt, clean)
            status = DATA_MODELS[run_time.standard].statuses[0]
            if finish and run_time.completes and attempt.get(status, "not attempted") == "not attempted":
                attempt[status] = "completed"
            self._write()

    def _write(self) -> None:
        """A whole file or the old one, never half a file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_file(self._file, json.dumps(self._attempts, indent=1).encode(), BY_UMASK)


def read_attempts(file: Path) -> dict[str, list[Attempt]]:
    """The attempts by learner; none from a file that isn't there, or that something else wrote."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and all(map(is_attempts, kept.values())) else {}


def is_attempts(kept: object) -> bool:
    """Whether this is a list of at least one mapping of text to text."""
    return isinstance(kept, list) and bool(kept) and all(map(is_elements, kept))


def is_elements(data: object) -> TypeGuard[dict[str, str]]:
    """Whether this maps element names to text."""
    return isinstance(data, dict) and all(isinstance(value, str) for value in data.values())


def initial_elements(learner: str, attempt: Attempt, mode: str, run_time: RunTime) -> dict[str, Any]:
    """What a course finds as it begins (SCORM 1.2 RTE 3.4.4); entry and mode by Moodle's rules."""
    model = DATA_MODELS[run_time.standard]
    if mode == "auto":
        mode = "review" if model.is_done(attempt) else "normal"
    kept = {element: value for element, value in attempt.items() if element not in model.session_elements}
    elements = {
        model.learner_id: learner,
        # Last name first, as SCORM asks; Moodle turns it round.
        model.learner_name: "Jansen, Kim",
        model.credit: "credit" if mode == "normal" else "no-credit",
        model.mode: mode,
        model.entry: entry(attempt, model),
        model.total_time: attempt.get(model.total_time, model.no_time),
    }
    names = elements if run_time.given is None else run_time.given
    status = {model.statuses[0]: run_time.status} if run_time.status else {}
    return status | kept | {name: elements[name] for name in names}


def entry(attempt: Attempt, model: DataModel) -> str:
    """ab-initio for an empty attempt, resume after exit=suspend, otherwise nothing."""
    if not attempt:
        return "ab-initio"
    return "resume" if attempt.get(model.exit) == "suspend" else ""
