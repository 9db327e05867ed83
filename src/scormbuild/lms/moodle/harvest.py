"""A harvest of Moodle: a request for each learner of each SCORM activity who may have done something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scormbuild.errors import BadRequest, Conflict, LmsRefused
from scormbuild.lms.checkpoint import Mark, item
from scormbuild.lms.course_match import Target, claimed, target
from scormbuild.lms.moodle.client import Learner, Moodle, Sco, Scorm
from scormbuild.lms.summary import Summary
from scormbuild.lms.tracks import Tracks, digest
from scormbuild.lms.writer import Delivery, Subject

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import Inlet

NOT_ALLOWED = "nopermissions"
COMPLETED = {1: "completed", 2: "passed"}  # Moodle's completion states that say it was done
Completions = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Activity:
    """A SCORM activity, and what its statements are about."""

    scorm: Scorm
    scos: list[Sco]
    target: Target


class Harvest:
    """One run; all that it knows of the world comes in, so that a test can stand in for each."""

    def __init__(
        self,
        moodle: Moodle,
        inlet: Inlet,
        source: tuple[str, str],
        now: Callable[[], int],
        step: Callable[[int, int], None] = lambda _done, _expected: None,
        *,
        full: bool = False,
    ) -> None:
        self.moodle = moodle
        self.inlet = inlet
        self.site, self.home_page = source
        self.now = now
        self.step = step
        self.full = full
        self.summary = Summary(self.site)
        self.delivery = Delivery(inlet, self.site, self.home_page, now, self.summary)
        self.closed: set[int] = set()  # activities whose tracks the token may not see
        self.completion_shown = True

    def run(self, courses: list[str]) -> Summary:
        """Look at these courses, or at all; the summary grows meanwhile, so it holds after a fault too."""
        by_course: dict[int, list[Activity]] = {}
        for scorm in self.moodle.scorms(self.moodle.courses(courses), self.site):
            with self.telling(f"activity {scorm.module}"):
                by_course.setdefault(scorm.course, []).append(self.activity(scorm))
        done = expected = 0
        for course, activities in by_course.items():
            with self.telling(f"course {course}"):
                learners = self.learners(course)
                expected += len(learners)
                for done, learner in enumerate(learners, done + 1):  # noqa: B020 (goes on counting)
                    self.learner(learner, activities)
                    self.step(done, expected)
        self.suspect(bool(courses))
        return self.summary

    def suspect(self, named: bool) -> None:
        """Moodle leaves out what an account may not see, and doesn't say so: nothing at all is a fault."""
        for course in sorted(self.moodle.closed) if named else ():
            self.tell(
                f"course {course}: Moodle doesn't let the token's account in",
                "give it the capability moodle/course:view, for a hidden course also "
                "the capability moodle/course:viewhiddencourses",
            )
        if not self.summary.faults and not self.summary.activities:
            self.tell(
                "Moodle shows no SCORM activity in these courses",
                "if there are some, give the token's account the capability moodle/course:view, "
                "for hidden ones also the capability moodle/course:viewhiddenactivities",
            )
        elif not self.summary.faults and not self.summary.learners:
            self.tell(
                "Moodle shows no learner in these courses",
                "if there are some, give the token's account the capability moodle/user:viewdetails, "
                "with separate groups also the capability moodle/site:accessallgroups",
            )

    def activity(self, scorm: Scorm) -> Activity:
        """What an activity is, mapped where it is a course that we know."""
        scos = self.moodle.scos(scorm.id)
        marks = [(sco.identifier, sco.manifest) for sco in scos]
        mapping = self.inlet.mapping()
        found = target(scorm.address, scorm.name, marks, self.inlet.outlines(), mapping)
        if found.outline is not None and scorm.address not in mapping:
            self.inlet.map(scorm.address, found.iri)
        course = claimed(marks)
        if found.outline is None and course is not None:
            self.tell(
                f"activity {scorm.module} looks like the course {course!r}, which the receiver doesn't know: "
                "only completion was read",
                "scormbuild lrs course add FOLDER",
            )
        self.summary.activities += 1
        return Activity(scorm, scos, found)

    def learners(self, course: int) -> list[Learner]:
        """Who is enrolled, with a user name: without it there is no telling of whom a browser spoke."""
        found = list(self.moodle.learners(course))
        named = [learner for learner in found if learner.username]
        if len(named) < len(found):
            self.tell(
                f"course {course}: Moodle hides the user names of {len(found) - len(named)} learners",
                "give the token's account the capability moodle/user:viewalldetails",
            )
        return named

    def learner(self, learner: Learner, activities: list[Activity]) -> None:
        """All activities of a course for one learner."""
        self.summary.learners += 1
        self.join(learner)
        completions: Completions | None = None
        for activity in activities:
            if activity.scorm.module in self.closed:
                continue
            with self.telling(f"activity {activity.scorm.module}, learner {learner.id}"):
                told = self.told(learner, activity)
                latest = self.attempts(learner, activity)
                if latest is None or told:
                    continue
                if completions is None:
                    completions = self.completions(activity.scorm.course, learner.id)
                self.vouch(learner, activity, latest, completions)

    def join(self, learner: Learner) -> None:
        """Number and user name are one person; noted once, and again when they change."""
        key = item(self.site, "user", learner.id)
        mark = self.inlet.veiled(digest([learner.username, learner.fullname]))
        if self.inlet.harvested(self.site, key) != mark:
            self.inlet.join(self.home_page, str(learner.id), learner.username, learner.fullname)
            self.inlet.harvest(self.site, key, mark)

    def attempts(self, learner: Learner, activity: Activity) -> Tracks | None:
        """Read what is new of a learner's attempts; gives the latest, unless there was no need to look."""
        key = item(self.site, "scorm", activity.scorm.id, learner.id)
        mark, now, course = (
            Mark.read(self.inlet.harvested(self.site, key)),
            self.now(),
            activity.target.digest,
        )
        if not self.full and mark.spares(learner.seen, course, now):
            self.summary.spared += 1
            return None
        known = {} if self.full or mark.target != course else mark.attempts
        latest, digests = None, dict(known)
        for number, found in self.read(learner, activity, known):
            digests[str(number)] = digest([tracks.digest for tracks in found])
            if known.get(str(number)) != digests[str(number)]:
                self.delivery.take(subject(learner, activity), found[0])
                if len(activity.scos) == 1 and found[0].status in COMPLETED.values():
                    self.note_told(learner, activity)
            latest = latest or found[0]
        if activity.scorm.module in self.closed:
            return latest
        fresh = replace(mark, looked=now, target=course, attempts=digests)
        if learner.seen is not None or fresh != replace(mark, looked=now):
            self.inlet.harvest(self.site, key, fresh.text())
        return latest

    def read(
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
                if str(earlier) not in known:
                    some = [self.moodle.tracks(sco, learner.id, earlier) for sco in scos]
                    if found := [tracks for tracks in some if tracks.digest]:
                        yield earlier, found
        except LmsRefused as error:
            if error.code != NOT_ALLOWED:
                raise
            self.closed.add(activity.scorm.module)
            self.tell(
                f"activity {activity.scorm.module}: Moodle doesn't show what others did there",
                "give the token's account the capability mod/scorm:viewreport",
            )

    def told(self, learner: Learner, activity: Activity) -> bool:
        """Whether it was said before that this learner finished: once is enough, in whichever attempt."""
        key = item(self.site, "told", activity.scorm.id, learner.id)
        return self.inlet.harvested(self.site, key) == activity.target.iri

    def note_told(self, learner: Learner, activity: Activity) -> None:
        """Keep that it was said."""
        key = item(self.site, "told", activity.scorm.id, learner.id)
        self.inlet.harvest(self.site, key, activity.target.iri)

    def vouch(self, learner: Learner, activity: Activity, tracks: Tracks, completions: Completions) -> None:
        """What Moodle's own completion says, where no attempt's tracks do: a teacher may have decided.

        It holds for the activity, and so says nothing about an attempt that was begun later.
        """
        state, when = completions.get(activity.scorm.module, (0, 0))
        if state in COMPLETED and not self.told(learner, activity):
            self.delivery.vouch(subject(learner, activity), tracks, COMPLETED[state], when)
            self.note_told(learner, activity)

    def completions(self, course: int, learner: int) -> Completions:
        """Moodle's completion of all activities; once it isn't allowed, it isn't asked again."""
        try:
            return self.moodle.completions(course, learner) if self.completion_shown else {}
        except LmsRefused as error:
            if error.code == NOT_ALLOWED:
                self.completion_shown = False
                self.tell(
                    "Moodle doesn't show who completed what: only tracks were read",
                    "give the token's account the capability report/progress:view",
                )
            return {}

    def tell(self, fault: str, hint: str) -> None:
        """Keep a fault for the end."""
        self.summary.faults.append(f"{fault}\n  hint: {hint}")

    @contextmanager
    def telling(self, place: str) -> Iterator[None]:
        """Keep what one learner or activity can't give for the end, and go on with the rest."""
        try:
            yield
        except (LmsRefused, BadRequest, Conflict) as error:
            self.summary.faults.append(f"{place}: {error}")


def subject(learner: Learner, activity: Activity) -> Subject:
    """Whose attempts at what."""
    whole = len(activity.scos) == 1
    return Subject(learner.username, f"scorm {activity.scorm.id}", activity.target, whole)
