"""Moodle as a source: a request for each learner of each SCORM activity who may have done something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scormbuild.lms.checkpoint import checkpoint_key
from scormbuild.lms.course_match import claimed_course, match_course
from scormbuild.lms.moodle.attempts import Activity, Attempts, Visibility
from scormbuild.lms.moodle.client import Learner, Moodle, Scorm
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Part
from scormbuild.lms.tracks import value_digest


@dataclass(frozen=True)
class MoodleSource:
    """These courses, or all that the token shows; `full` looks at everything again."""

    moodle: Moodle
    url: str  # as the site writes it itself
    courses: list[str]
    full: bool = False
    attests = True

    @property
    def lock_name(self) -> str:
        """One harvest of a site at a time, whichever courses it asks for."""
        return self.url

    def parts(self, run: Run) -> Iterator[Part]:
        """A part for each learner of each activity."""
        by_course: dict[int, list[Activity]] = {}
        for scorm in self.moodle.scorms(self.moodle.courses(self.courses), self.url):
            with run.collect_faults(f"activity {scorm.module}"):
                by_course.setdefault(scorm.course, []).append(self.read_activity(run, scorm))
        visible, expected = Visibility(), 0
        for course, activities in by_course.items():
            with run.collect_faults(f"course {course}"):
                learners = self.read_learners(run, course)
                expected += len(learners)
                for learner in learners:
                    run.summary.learners += 1
                    yield from self.link_identities(run, learner)
                    attempts = Attempts(self.moodle, run, visible, course, learner, self.full)
                    yield from learner_parts(attempts, activities)
                    run.on_progress(run.summary.learners, expected)
        self.check_visibility(run)

    def read_activity(self, run: Run, scorm: Scorm) -> Activity:
        """What an activity is, mapped where it is a course that we know."""
        scos = self.moodle.scos(scorm.id)
        marks = [(sco.identifier, sco.manifest) for sco in scos]
        mapping = run.ingest.mapping()
        found = match_course(scorm.address, scorm.name, marks, run.ingest.outlines(), mapping)
        if found.outline is not None and scorm.address not in mapping:
            run.ingest.map_activity(scorm.address, found.iri)
        course = claimed_course(marks)
        if found.outline is None and course is not None:
            run.add_fault(
                f"activity {scorm.module} looks like the course {course!r}, which the LRS doesn't know: "
                "only completion was read",
                "scormbuild lrs course add FOLDER",
            )
        run.summary.activities += 1
        return Activity(scorm, scos, found)

    def read_learners(self, run: Run, course: int) -> list[Learner]:
        """Who is enrolled, with a user name: without it there is no telling of whom a browser spoke."""
        found = list(self.moodle.learners(course))
        named = [learner for learner in found if learner.username]
        if len(named) < len(found):
            run.add_fault(
                f"course {course}: Moodle hides the user names of {len(found) - len(named)} learners",
                "give the token's account the capability moodle/user:viewalldetails",
            )
        return named

    def link_identities(self, run: Run, learner: Learner) -> Iterator[Part]:
        """Number and user name are one person; noted once, and again when they change."""
        key = checkpoint_key(self.url, "user", learner.id)
        # With a key, as a plain hash of a name is found by trying names.
        mark = run.ingest.keyed_hash(value_digest([learner.username, learner.fullname]))
        if run.read_checkpoint(key) != mark:
            home_page = run.statements.home_page
            run.ingest.join_accounts(home_page, str(learner.id), learner.username, learner.fullname)
            yield Part([Batch(checkpoints={key: mark})])

    def check_visibility(self, run: Run) -> None:
        """Moodle leaves out what an account may not see, and doesn't say so: nothing at all is a fault."""
        for course in sorted(self.moodle.closed_courses) if self.courses else ():
            run.add_fault(
                f"course {course}: Moodle doesn't let the token's account in",
                "give it the capability moodle/course:view, for a hidden course also "
                "the capability moodle/course:viewhiddencourses",
            )
        if not run.summary.faults and not run.summary.activities:
            run.add_fault(
                "Moodle shows no SCORM activity in these courses",
                "if there are some, give the token's account the capability moodle/course:view, "
                "for hidden ones also the capability moodle/course:viewhiddenactivities",
            )
        elif not run.summary.faults and not run.summary.learners:
            run.add_fault(
                "Moodle shows no learner in these courses",
                "if there are some, give the token's account the capability moodle/user:viewdetails, "
                "with separate groups also the capability moodle/site:accessallgroups",
            )


def learner_parts(attempts: Attempts, activities: list[Activity]) -> Iterator[Part]:
    """A part for each activity, but for those that were found closed meanwhile."""
    for activity in activities:
        module = activity.scorm.module
        if module not in attempts.visible.closed_activities:
            yield Part(attempts.batches(activity), f"activity {module}, learner {attempts.learner.id}")
