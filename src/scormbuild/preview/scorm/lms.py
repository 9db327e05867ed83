"""The LMS behind the page: what it keeps, what it saw, and how it treats a commit."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, Literal

from scormbuild.preview.learning_system import LearningSystem
from scormbuild.preview.scorm.learners import Learners, initial_elements

Outcome = Literal["stored", "failed", "forbidden", "dropped", "lost"]
COMMIT_SECONDS = 0.1  # seconds that a commit takes in Moodle
LAUNCH_TIMEOUT = 2.0  # seconds that a launch waits for what the page before it sent last


@dataclass(frozen=True)
class Commit:
    """What one commit, or the end, sent: the changed elements only, as in Moodle."""

    learner: str
    attempt: int
    changed: Mapping[str, str]
    finish: bool = False
    leaving: bool = False  # sent by beacon
    page: str = ""  # which load of the LMS page sent it
    session: int = 0  # the log-in that the page was loaded in


@dataclass
class Lms(LearningSystem):
    """One course, its learners, and the switches."""

    learners: Learners = field(kw_only=True)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=10_000))
    commits: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=1_000))
    _commit_counts: Counter[str] = field(default_factory=Counter)
    _commit_condition: Condition = field(default_factory=Condition)

    def launch(self, learner: str, page: str, sent: int) -> dict[str, Any]:
        """What a launch needs, once all that this page has sent is here: a beacon may be overtaken."""
        with self._commit_condition:
            self._commit_condition.wait_for(lambda: self._commit_counts[page] >= sent, LAUNCH_TIMEOUT)
        attempts = self.learners.attempts(learner)
        run_time = self.switches.run_time
        return {
            "learner": learner,
            "attempt": len(attempts),
            "cmi": initial_elements(learner, attempts[-1], self.switches.mode, run_time),
            "switches": self.switches.as_dict(),
            "room": self.room,
            "session": self.session,
            "login": f"{self.session}/{learner}" if run_time.empties_storage else "",
        }

    def commit(self, commit: Commit) -> Outcome:
        """Store a commit, or do with it what the switches say; either way it is noted."""
        if self.switches.slow:
            time.sleep(COMMIT_SECONDS)
        outcome = self._outcome(commit)
        if outcome == "stored":
            self.learners.store_commit(
                commit.learner, commit.attempt, commit.changed, commit.finish, self.switches.run_time
            )
        self.commits.append({**vars(commit), "changed": dict(commit.changed), "outcome": outcome})
        with self._commit_condition:
            self._commit_counts[commit.page] += 1
            self._commit_condition.notify_all()
        self.events.send_event(
            "commit", {"learner": commit.learner, "outcome": outcome, "finish": commit.finish}
        )
        return outcome

    def _outcome(self, commit: Commit) -> Outcome:
        if self.switches.no_beacon and commit.leaving:
            return "lost"
        if self.switches.commits_lie:
            return "dropped"
        stale = self.switches.run_time.session_key and commit.session != self.session
        if self.switches.session_expired or stale:
            return "forbidden"
        return "failed" if self.switches.commits_fail else "stored"

    def delete_attempts(self, learner: str) -> None:
        """Delete a learner's attempts, as a teacher can, and tell every open page."""
        self.learners.delete_attempts(learner)
        self.events.send_event("attempts", {"learner": learner})

    def learner_data(self, learner: str) -> dict[str, Any]:
        """What the LMS holds of a learner."""
        attempts = self.learners.attempts(learner)
        return {"learner": learner, "attempt": len(attempts), "data": attempts[-1], "attempts": attempts}
