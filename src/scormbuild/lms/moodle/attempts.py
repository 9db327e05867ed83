"""What a learner did in Moodle's SCORM activities since the last look, and what Moodle says of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from scormbuild.errors import LmsErrorResponse
from scormbuild.lms.checkpoint import Checkpoint, checkpoint_key
from scormbuild.lms.course_match import CourseMatch
from scormbuild.lms.moodle.client import Learner, Moodle, Sco, Scorm
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch
from scormbuild.lms.statement_builder import LearnerActivity
from scormbuild.lms.tracks import Tracks, value_digest

NOT_ALLOWED = "nopermissions"
COMPLETED_STATES = {1: "completed", 2: "passed"}  # Moodle's completion states that say it was done


@dataclass(frozen=True)
class Activity:
    """A SCORM activity, and what its statements are about."""

    scorm: Scorm
    scos: list[Sco]
    course_match: CourseMatch


@dataclass
class Visibility:
    """What the token's account may not see, so that it is asked for, and told of, once in a harvest."""

    closed_activities: set[int] = field(default_factory=set)  # whose tracks are not shown
    completion: bool = True


@dataclass
class Attempts:
    """What one learner did in the activities of one course; `full` reads again what was read before."""

    moodle: Moodle
    run: Run
    visible: Visibility
    course: int
    learner: Learner
    full: bool = False

    def batches(self, activity: Activity) -> Iterator[Batch]:
        """What is new in an activity; once it was said that the learner finished, it isn't asked again."""
        attested = self.is_attested(activity)  # before the attempts, that may say it now
        latest = yield from self.attempt_batches(activity)
        if latest is not None and not attested:
            yield from self.completion_batches(activity, latest)

    def attempt_batches(self, activity: Activity) -> Generator[Batch, None, Tracks | None]:
        """A batch for each attempt that is new; gives the latest, unless there was no need to look."""
        key = checkpoint_key(self.run.url, "scorm", activity.scorm.id, self.learner.id)
        mark, now = Checkpoint.parse(self.run.read_checkpoint(key)), self.run.now()
        course = activity.course_match.digest
        if not self.full and mark.can_skip(self.learner.last_access, course, now):
            self.run.summary.spared += 1
            return None
        known = {} if self.full or mark.course_digest != course else mark.attempt_digests
        latest, digests = None, dict(known)
        for number, found in self.read_attempts(activity, known):
            digests[str(number)] = value_digest([tracks.digest for tracks in found])
            if known.get(str(number)) != digests[str(number)]:
                yield self.attempt_batch(activity, found[0])
            latest = latest or found[0]
        if activity.scorm.module in self.visible.closed_activities:
            return latest
        fresh = replace(mark, looked_at=now, course_digest=course, attempt_digests=digests)
        if self.learner.last_access is not None or fresh != replace(mark, looked_at=now):
            yield Batch(checkpoints={key: fresh.to_json()})
        return latest

    def attempt_batch(self, activity: Activity, tracks: Tracks) -> Batch:
        """What one attempt proves; where the package has one SCO, also that it was said to be finished."""
        self.run.summary.attempts += 1
        statements = self.run.statements.attempt_statements(self.subject(activity), tracks)
        finished = len(activity.scos) == 1 and tracks.status in COMPLETED_STATES.values()
        return Batch(statements, self.attestation(activity) if finished else {})

    def read_attempts(self, activity: Activity, known: dict[str, str]) -> Iterator[tuple[int, list[Tracks]]]:
        """The last attempt, then those before it that were never read; each in all of the package's SCOs."""
        scos, learner = [sco.id for sco in activity.scos], self.learner.id
        try:
            last = [self.moodle.tracks(sco, learner) for sco in scos]
            number = max((tracks.attempt for tracks in last), default=0)
            if found := [tracks for tracks in last if tracks.digest]:
                yield number, found
            for earlier in range(number - 1, 0, -1):
                if str(earlier) not in known:
                    some = [self.moodle.tracks(sco, learner, earlier) for sco in scos]
                    if found := [tracks for tracks in some if tracks.digest]:
                        yield earlier, found
        except LmsErrorResponse as error:
            if error.code != NOT_ALLOWED:
                raise
            self.visible.closed_activities.add(activity.scorm.module)
            self.run.add_fault(
                f"activity {activity.scorm.module}: Moodle doesn't show what others did there",
                "give the token's account the capability mod/scorm:viewreport",
            )

    def completion_batches(self, activity: Activity, latest: Tracks) -> Iterator[Batch]:
        """What Moodle's own completion says, where no attempt's tracks do: a teacher may have decided.

        It holds for the activity, and so says nothing about an attempt that was begun later.
        """
        state, when = self.completions.get(activity.scorm.module, (0, 0))
        if state in COMPLETED_STATES and not self.is_attested(activity):
            statements = self.run.statements.completion_statements(
                self.subject(activity), latest, COMPLETED_STATES[state], when
            )
            yield Batch(statements, self.attestation(activity))

    @cached_property
    def completions(self) -> dict[int, tuple[int, int]]:
        """By module of the course: Moodle's completion, and when; once that isn't allowed, it isn't asked."""
        try:
            if self.visible.completion:
                return self.moodle.completions(self.course, self.learner.id)
        except LmsErrorResponse as error:
            if error.code == NOT_ALLOWED:
                self.visible.completion = False
                self.run.add_fault(
                    "Moodle doesn't show who completed what: only tracks were read",
                    "give the token's account the capability report/progress:view",
                )
        return {}

    def is_attested(self, activity: Activity) -> bool:
        """Whether it was said before that this learner finished: once is enough, in whichever attempt."""
        return self.run.read_checkpoint(self.attestation_key(activity)) == activity.course_match.iri

    def attestation(self, activity: Activity) -> dict[str, str]:
        """The checkpoint that says so."""
        return {self.attestation_key(activity): activity.course_match.iri}

    def attestation_key(self, activity: Activity) -> str:
        """Its key; in each database that there is, its word is "told"."""
        return checkpoint_key(self.run.url, "told", activity.scorm.id, self.learner.id)

    def subject(self, activity: Activity) -> LearnerActivity:
        """Whose attempts at what."""
        single = len(activity.scos) == 1
        key = f"scorm {activity.scorm.id}"
        return LearnerActivity(self.learner.username, key, activity.course_match, single)
