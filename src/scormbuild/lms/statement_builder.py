"""One attempt, from tracks to statements: the step that all sources with attempts have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scormbuild.lms.attestation import attested_result, attested_statements
from scormbuild.lms.course_match import CourseMatch, derive_registration
from scormbuild.lms.statements import Json, identifiers, proven_statements
from scormbuild.lms.suspend_data import AttemptState, decode_suspend_data
from scormbuild.lms.tracks import Tracks
from scormbuild.lrs.privacy.pseudonym import origin


@dataclass(frozen=True)
class LearnerActivity:
    """Whose attempts at what; `key` tells the activity from others there; one SCO may be all of it."""

    name: str
    key: str
    course_match: CourseMatch
    single_sco: bool = True


@dataclass(frozen=True)
class StatementBuilder:
    """Makes statements of what tracks prove, and of what the LMS says of them."""

    site: str
    find_pseudonym: Callable[[str, str], str]  # of an account, by home page and name
    now: Callable[[], int]

    @property
    def home_page(self) -> str:
        """The home page of the LMS's accounts: the origin of its address, as the player has it."""
        return origin(self.site)

    def attempt_statements(self, subject: LearnerActivity, tracks: Tracks) -> list[Json]:
        """What one attempt proves, and the LMS's own word.

        Where a package has several SCOs, none of them speaks for the whole.
        """
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
        return statements

    def completion_statements(
        self, subject: LearnerActivity, tracks: Tracks, status: str, when: int
    ) -> list[Json]:
        """What the LMS says besides its tracks."""
        registration, _ = self.find_registration(subject, tracks)
        timestamp = format_timestamp(when or tracks.modified_at or self.now())
        attempt = subject.course_match.attempt(registration, self.actor(subject), timestamp)
        return attested_statements(attempt, *attested_result(subject.course_match.outline, status, None))

    def find_registration(self, subject: LearnerActivity, tracks: Tracks) -> tuple[str, AttemptState | None]:
        """The registration of an attempt, made where the package made none; and its state if that is ours."""
        state = attempt_state(subject.course_match.outline, tracks)
        if state is not None and state.registration:
            return state.registration, state
        person = self.find_pseudonym(self.home_page, subject.name)
        return derive_registration(self.site, subject.key, person, tracks.attempt), state

    def actor(self, subject: LearnerActivity) -> Json:
        """A learner as the browser names them: an account with the LMS's user name."""
        return {"objectType": "Agent", "account": {"homePage": self.home_page, "name": subject.name}}


def attempt_state(outline: Json | None, tracks: Tracks) -> AttemptState | None:
    """The state in an attempt's tracks; None where it isn't ours."""
    if outline is None:
        return None
    decoded = decode_suspend_data(tracks.suspend_data, identifiers(outline, tracks.interactions))
    return decoded.state if decoded.kind == "ours" else None


def format_timestamp(seconds: int) -> str:
    """Seconds since 1970 as a timestamp."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
