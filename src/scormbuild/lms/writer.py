"""One attempt, from tracks to statements in the receiver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scormbuild.lms.attestation import meaning, vouched
from scormbuild.lms.course_match import Target, made_registration
from scormbuild.lms.statements import Json, identifiers, proven
from scormbuild.lms.summary import Summary
from scormbuild.lms.suspend_data import State, decode
from scormbuild.lms.tracks import Tracks

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import Inlet


@dataclass(frozen=True)
class Subject:
    """Whose attempts at what; `key` tells the activity from others there, `whole`: one SCO is all of it."""

    name: str
    key: str
    target: Target
    whole: bool = True


@dataclass(frozen=True)
class Delivery:
    """Hands over what tracks prove, and what the LMS says of them."""

    inlet: Inlet
    site: str
    home_page: str
    now: Callable[[], int]
    summary: Summary

    def take(self, subject: Subject, tracks: Tracks) -> None:
        """What one attempt proves, and the LMS's own word.

        Where a package has several SCOs, none of them speaks for the whole.
        """
        self.summary.attempts += 1
        registration, state = self.registration(subject, tracks)
        actor, timestamp = self.actor(subject), moment(tracks.modified or self.now())
        outline, statements = subject.target.outline, []
        if outline is not None and state is not None:
            known = replace(state, registration=registration)
            statements += proven(outline, known, tracks.status, actor, timestamp, tracks.interactions)
        if subject.whole:
            attempt = subject.target.attempt(registration, actor, timestamp)
            statements += vouched(attempt, *meaning(outline, tracks.status, tracks.raw))
        self.store(statements)

    def vouch(self, subject: Subject, tracks: Tracks, status: str, when: int) -> None:
        """What the LMS says besides its tracks."""
        registration, _ = self.registration(subject, tracks)
        timestamp = moment(when or tracks.modified or self.now())
        attempt = subject.target.attempt(registration, self.actor(subject), timestamp)
        self.store(vouched(attempt, *meaning(subject.target.outline, status, None)))

    def registration(self, subject: Subject, tracks: Tracks) -> tuple[str, State | None]:
        """The registration of an attempt, made where the package made none; and its state if that is ours."""
        state = own_state(subject.target.outline, tracks)
        if state is not None and state.registration:
            return state.registration, state
        person = self.inlet.person(self.home_page, subject.name)
        return made_registration(self.site, subject.key, person, tracks.attempt), state

    def actor(self, subject: Subject) -> Json:
        """A learner as the browser names them: an account with the LMS's user name."""
        return {"objectType": "Agent", "account": {"homePage": self.home_page, "name": subject.name}}

    def store(self, statements: list[Json]) -> None:
        """Hand statements over, and count."""
        if statements:
            self.summary.count(self.inlet.take(statements))


def own_state(outline: Json | None, tracks: Tracks) -> State | None:
    """The state in an attempt's tracks; None where it isn't ours."""
    if outline is None:
        return None
    decoded = decode(tracks.suspend_data, identifiers(outline, tracks.interactions))
    return decoded.state if decoded.kind == "ours" else None


def moment(seconds: int) -> str:
    """Seconds since 1970 as a timestamp."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
