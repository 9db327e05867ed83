"""One attempt, from tracks to statements in the LRS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scormbuild.lms.attestation import attested_result, attested_statements
from scormbuild.lms.course_match import CourseMatch, derive_registration
from scormbuild.lms.statements import Json, identifiers, proven_statements
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.suspend_data import AttemptState, decode_suspend_data
from scormbuild.lms.tracks import Tracks

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import Ingest


@dataclass(frozen=True)
class LearnerActivity:
    """Whose attempts at what; `key` tells the activity from others there, `whole`: one SCO is all of it."""

    name: str
    key: str
    course_match: CourseMatch
    single_sco: bool = True


@dataclass(frozen=True)
class AttemptWriter:
    """Hands over what tracks prove, and what the LMS says of them."""

    ingest: Ingest
    site: str
    home_page: str
    now: Callable[[], int]
    summary: HarvestSummary

    def write_attempt(self, subject: LearnerActivity, tracks: Tracks) -> None:
        """What one attempt proves, and the LMS's own word.

        Where a package has several SCOs, none of them speaks for the whole.
        """
        self.summary.attempts += 1
        registration, state = self.find_registration(subject, tracks)
        actor, timestamp = self.actor(subject), format_timestamp(tracks.modified_at or self.now())
        outline, statements = subject.course_match.outline, []
        if outline is not None and state is not None:
            known = replace(state, registration=registration)
            statements += proven_statements(
                outline, known, tracks.status, actor, timestamp, tracks.interactions
            )
        if subject.single_sco:
            attempt = subject.course_match.attempt(registration, actor, timestamp)
            statements += attested_statements(attempt, *attested_result(outline, tracks.status, tracks.raw))
        self.write_statements(statements)

    def write_completion(self, subject: LearnerActivity, tracks: Tracks, status: str, when: int) -> None:
        """What the LMS says besides its tracks."""
        registration, _ = self.find_registration(subject, tracks)
        timestamp = format_timestamp(when or tracks.modified_at or self.now())
        attempt = subject.course_match.attempt(registration, self.actor(subject), timestamp)
        self.write_statements(
            attested_statements(attempt, *attested_result(subject.course_match.outline, status, None))
        )

    def find_registration(self, subject: LearnerActivity, tracks: Tracks) -> tuple[str, AttemptState | None]:
        """The registration of an attempt, made where the package made none; and its state if that is ours."""
        state = attempt_state(subject.course_match.outline, tracks)
        if state is not None and state.registration:
            return state.registration, state
        person = self.ingest.find_pseudonym(self.home_page, subject.name)
        return derive_registration(self.site, subject.key, person, tracks.attempt), state

    def actor(self, subject: LearnerActivity) -> Json:
        """A learner as the browser names them: an account with the LMS's user name."""
        return {"objectType": "Agent", "account": {"homePage": self.home_page, "name": subject.name}}

    def write_statements(self, statements: list[Json]) -> None:
        """Hand statements over, and count."""
        if statements:
            self.summary.add_counts(self.ingest.store_statements(statements))


def attempt_state(outline: Json | None, tracks: Tracks) -> AttemptState | None:
    """The state in an attempt's tracks; None where it isn't ours."""
    if outline is None:
        return None
    decoded = decode_suspend_data(tracks.suspend_data, identifiers(outline, tracks.interactions))
    return decoded.state if decoded.kind == "ours" else None


def format_timestamp(seconds: int) -> str:
    """Seconds since 1970 as a timestamp."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
