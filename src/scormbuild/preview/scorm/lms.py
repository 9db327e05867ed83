"""The LMS behind the page: what it keeps, what it saw, and how it treats a commit."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, Literal

from scormbuild.preview import learners
from scormbuild.preview.builds import Builds
from scormbuild.preview.events import EventBroadcaster
from scormbuild.preview.learners import Learners
from scormbuild.preview.run_times import run_times_of
from scormbuild.preview.standards import STANDARDS
from scormbuild.preview.switches import Switches

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
class Lms:
    """One course, its learners, and the switches."""

    builds: Builds
    learners: Learners
    events: EventBroadcaster
    standard: str = "scorm12"
    room: int = 4096  # characters of the state that every LMS of this standard keeps
    switches: Switches = field(default_factory=Switches)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=10_000))
    commits: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=1_000))
    session: int = 1  # which log-in this is
    after_login: str = "/"  # where log-in leads
    _commit_counts: Counter[str] = field(default_factory=Counter)
    _commit_condition: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self.switches = self.switches.with_changes({"behave-like": STANDARDS[self.standard].run_time})

    def set_switches(self, wishes: Mapping[str, object]) -> None:
        """Set switches, and tell every open page. ValueError, and no change, for a wish without sense."""
        switches = self.switches.with_changes(wishes)
        if switches.run_time.standard != self.standard:
            known = ", ".join(run_times_of(self.standard))
            raise ValueError(
                f"'{switches.behave_like}' plays courses of another standard: choose from {known}"
            )
        self.switches = switches
        self.events.send_event("switches", self.switches.as_dict())

    def launch(self, learner: str, page: str, sent: int) -> dict[str, Any]:
        """What a launch needs, once all that this page has sent is here: a beacon may be overtaken."""
        with self._commit_condition:
            self._commit_condition.wait_for(lambda: self._commit_counts[page] >= sent, LAUNCH_TIMEOUT)
        attempts = self.learners.attempts(learner)
        run_time = self.switches.run_time
        return {
            "learner": learner,
            "attempt": len(attempts),
            "cmi": learners.initial_elements(learner, attempts[-1], self.switches.mode, run_time),
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

    def remember_after_login(self, wanted: str) -> None:
        """Remember, where the LMS does so, which page or course file somebody without a session asked for."""
        if self.switches.run_time.returns:
            self.after_login = wanted

    def log_in(self) -> str:
        """Begin a new session; where to go now."""
        self.session += 1
        self.set_switches({"session-expired": False})
        destination, self.after_login = self.after_login, "/"
        return destination

    def delete_attempts(self, learner: str) -> None:
        """Delete a learner's attempts, as a teacher can, and tell every open page."""
        self.learners.delete_attempts(learner)
        self.events.send_event("attempts", {"learner": learner})

    def learner_data(self, learner: str) -> dict[str, Any]:
        """What the LMS holds of a learner."""
        attempts = self.learners.attempts(learner)
        return {"learner": learner, "attempt": len(attempts), "data": attempts[-1], "attempts": attempts}
