"""A harvest of Moodle: a request for each learner of each SCORM activity who may have done something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scormbuild.errors import BadRequest, Conflict, LmsErrorResponse
from scormbuild.lms.checkpoint import Checkpoint, checkpoint_key
from scormbuild.lms.course_match import CourseMatch, claimed_course, match_course
from scormbuild.lms.moodle.client import Learner, Moodle, Sco, Scorm
from scormbuild.lms.statement_builder import AttemptWriter, LearnerActivity
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.tracks import Tracks, value_digest

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import Ingest

NOT_ALLOWED = "nopermissions"
COMPLETED_STATES = {1: "completed", 2: "passed"}  # Moodle's completion states that say it was done
Completions = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Activity:
    """A SCORM activity, and what its statements are about."""

    scorm: Scorm
    scos: list[Sco]
    course_match: CourseMatch


class Harvest:
    """One run; all that it knows of the world comes in, so that a test can stand in for each."""

    def __init__(
        self,
        moodle: Moodle,
        ingest: Ingest,
        source: tuple[str, str],
        now: Callable[[], int],
        step: Callable[[int, int], None] = lambda _done, _expected: None,
        *,
        full: bool = False,
    ) -> None:
        self.moodle = moodle
        self.ingest = ingest
        self.site, self.home_page = source
        self.now = now
        self.on_progress = step
        self.full = full
        self.summary = HarvestSummary(self.site)
        self.writer = AttemptWriter(ingest, self.site, self.home_page, now, self.summary)
        self.closed_activities: set[int] = set()  # activities whose tracks the token may not see
        self.completion_visible = True

    def run(self, courses: list[str]) -> HarvestSummary:
        """Look at these courses, or at all; the summary grows meanwhile, so it holds after a fault too."""
        by_course: dict[int, list[Activity]] = {}
        for scorm in self.moodle.scorms(self.moodle.courses(courses), self.site):
            with self.collect_faults(f"activity {scorm.module}"):
                by_course.setdefault(scorm.course, []).append(self.read_activity(scorm))
        done = expected = 0
        for course, activities in by_course.items():
            with self.collect_faults(f"course {course}"):
                learners = self.read_learners(course)
                expected += len(learners)
                for done, learner in enumerate(learners, done + 1):  # noqa: B020 (goes on counting)
                    self.harvest_learner(learner, activities)
                    self.on_progress(done, expected)
        self.check_visibility(bool(courses))
        return self.summary

    def check_visibility(self, named: bool) -> None:
        """Moodle leaves out what an account may not see, and doesn't say so: nothing at all is a fault."""
        for course in sorted(self.moodle.closed_courses) if named else ():
            self.add_fault(
                f"course {course}: Moodle doesn't let the token's account in",
                "give it the capability moodle/course:view, for a hidden course also "
                "the capability moodle/course:viewhiddencourses",
            )
        if not self.summary.faults and not self.summary.activities:
            self.add_fault(
                "Moodle shows no SCORM activity in these courses",
                "if there are some, give the token's account the capability moodle/course:view, "
                "for hidden ones also the capability moodle/course:viewhiddenactivities",
            )
        elif not self.summary.faults and not self.summary.learners:
            self.add_fault(
                "Moodle shows no learner in these courses",
                "if there are some, give the token's account the capability moodle/user:viewdetails, "
                "with separate groups also the capability moodle/site:accessallgroups",
            )

    def read_activity(self, scorm: Scorm) -> Activity:
        """What an activity is, mapped where it is a course that we know."""
        scos = self.moodle.scos(scorm.id)
        marks = [(sco.identifier, sco.manifest) for sco in scos]
        mapping = self.ingest.mapping()
        found = match_course(scorm.address, scorm.name, marks, self.ingest.outlines(), mapping)
        if found.outline is not None and scorm.address not in mapping:
            self.ingest.map_activity(scorm.address, found.iri)
        course = claimed_course(marks)
        if found.outline is None and course is not None:
            self.add_fault(
                f"activity {scorm.module} looks like the course {course!r}, which the LRS doesn't know: "
                "only completion was read",
                "scormbuild lrs course add FOLDER",
            )
        self.summary.activities += 1
        return Activity(scorm, scos, found)

    def read_learners(self, course: int) -> list[Learner]:
        """Who is enrolled, with a user name: without it there is no telling of whom a browser spoke."""
        found = list(self.moodle.learners(course))
        named = [learner for learner in found if learner.username]
        if len(named) < len(found):
            self.add_fault(
                f"course {course}: Moodle hides the user names of {len(found) - len(named)} learners",
                "give the token's account the capability moodle/user:viewalldetails",
            )
        return named

    def harvest_learner(self, learner: Learner, activities: list[Activity]) -> None:
        """All activities of a course for one learner."""
        self.summary.learners += 1
        self.link_identities(learner)
        completions: Completions | None = None
        for activity in activities:
            if activity.scorm.module in self.closed_activities:
                continue
            with self.collect_faults(f"activity {activity.scorm.module}, learner {learner.id}"):
                told = self.is_attested(learner, activity)
                latest = self.harvest_attempts(learner, activity)
                if latest is None or told:
                    continue
                if completions is None:
                    completions = self.read_completions(activity.scorm.course, learner.id)
                self.attest_completion(learner, activity, latest, completions)

    def link_identities(self, learner: Learner) -> None:
        """Number and user name are one person; noted once, and again when they change."""
        key = checkpoint_key(self.site, "user", learner.id)
        # With a key, as a plain hash of a name is found by trying names.
        mark = self.ingest.keyed_hash(value_digest([learner.username, learner.fullname]))
        if self.ingest.read_checkpoint(self.site, key) != mark:
            self.ingest.join_accounts(self.home_page, str(learner.id), learner.username, learner.fullname)
            self.ingest.write_checkpoint(self.site, key, mark)

    def harvest_attempts(self, learner: Learner, activity: Activity) -> Tracks | None:
        """Read what is new of a learner's attempts; gives the latest, unless there was no need to look."""
        key = checkpoint_key(self.site, "scorm", activity.scorm.id, learner.id)
        mark, now, course = (
            Checkpoint.parse(self.ingest.read_checkpoint(self.site, key)),
            self.now(),
            activity.course_match.digest,
        )
        if not self.full and mark.can_skip(learner.last_access, course, now):
            self.summary.spared += 1
            return None
        known = {} if self.full or mark.course_digest != course else mark.attempt_digests
        latest, digests = None, dict(known)
        for number, found in self.read_attempts(learner, activity, known):
            digests[str(number)] = value_digest([tracks.digest for tracks in found])
            if known.get(str(number)) != digests[str(number)]:
                self.writer.write_attempt(learner_activity(learner, activity), found[0])
                if len(activity.scos) == 1 and found[0].status in COMPLETED_STATES.values():
                    self.record_attestation(learner, activity)
            latest = latest or found[0]
        if activity.scorm.module in self.closed_activities:
            return latest
        fresh = replace(mark, looked_at=now, course_digest=course, attempt_digests=digests)
        # After its statements: whoever dies in between hands them over again, and the LRS knows them.
        if learner.last_access is not None or fresh != replace(mark, looked_at=now):
            self.ingest.write_checkpoint(self.site, key, fresh.to_json())
        return latest

    def read_attempts(
        self, learner: Learner, activity: Activity, known: dict[str, str]
    ) -> Iterator[tuple[int, list[Tracks]]]:
        """The last attempt, then those before it that were never read; each in all of the package's SCOs."""
        scos = [sco.id for sco in activity.scos]
        try:
            last = [self.moodle.tracks(sco, learner.id) for sco in scos]
            number = max((tracks.attempt for tracks in last), default=0)
            if found := [tracks for tracks in last if tracks.digest]:
                yield number, found
            for earlier in range(number - 1, 0, -1):
                # What is no longer the last attempt changes no more.
                if str(earlier) not in known:
                    some = [self.moodle.tracks(sco, learner.id, earlier) for sco in scos]
                    if found := [tracks for tracks in some if tracks.digest]:
                        yield earlier, found
        except LmsErrorResponse as error:
            if error.code != NOT_ALLOWED:
                raise
            self.closed_activities.add(activity.scorm.module)
            self.add_fault(
                f"activity {activity.scorm.module}: Moodle doesn't show what others did there",
                "give the token's account the capability mod/scorm:viewreport",
            )

    def is_attested(self, learner: Learner, activity: Activity) -> bool:
        """Whether it was said before that this learner finished: once is enough, in whichever attempt."""
        key = checkpoint_key(self.site, "told", activity.scorm.id, learner.id)
        return self.ingest.read_checkpoint(self.site, key) == activity.course_match.iri

    def record_attestation(self, learner: Learner, activity: Activity) -> None:
        """Keep that it was said."""
        key = checkpoint_key(self.site, "told", activity.scorm.id, learner.id)
        self.ingest.write_checkpoint(self.site, key, activity.course_match.iri)

    def attest_completion(
        self, learner: Learner, activity: Activity, tracks: Tracks, completions: Completions
    ) -> None:
        """What Moodle's own completion says, where no attempt's tracks do: a teacher may have decided.

        It holds for the activity, and so says nothing about an attempt that was begun later.
        """
        state, when = completions.get(activity.scorm.module, (0, 0))
        if state in COMPLETED_STATES and not self.is_attested(learner, activity):
            self.writer.write_completion(
                learner_activity(learner, activity), tracks, COMPLETED_STATES[state], when
            )
            self.record_attestation(learner, activity)

    def read_completions(self, course: int, learner: int) -> Completions:
        """Moodle's completion of all activities; once it isn't allowed, it isn't asked again."""
        try:
            return self.moodle.completions(course, learner) if self.completion_visible else {}
        except LmsErrorResponse as error:
            if error.code == NOT_ALLOWED:
                self.completion_visible = False
                self.add_fault(
                    "Moodle doesn't show who completed what: only tracks were read",
                    "give the token's account the capability report/progress:view",
                )
            return {}

    def add_fault(self, fault: str, hint: str) -> None:
        """Keep a fault for the end."""
        self.summary.faults.append(f"{fault}\n  hint: {hint}")

    @contextmanager
    def collect_faults(self, place: str) -> Iterator[None]:
        """Keep what one learner or activity can't give for the end, and go on with the rest."""
        try:
            yield
        except (LmsErrorResponse, BadRequest, Conflict) as error:
            self.summary.faults.append(f"{place}: {error}")


def learner_activity(learner: Learner, activity: Activity) -> LearnerActivity:
    """Whose attempts at what."""
    whole = len(activity.scos) == 1
    return LearnerActivity(learner.username, f"scorm {activity.scorm.id}", activity.course_match, whole)
