"""What an LMS itself fills and judges by in SCORM's data models: a row for each version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scormbuild.preview.run_times import Elements

DONE_STATUSES = {"completed", "passed", "failed"}


@dataclass(frozen=True)
class DataModel:
    """The elements that an LMS itself fills or judges by."""

    learner_id: str
    learner_name: str
    credit: str
    mode: str
    entry: str
    total_time: str
    no_time: str  # a total time before there is any
    exit: str
    session_time: str
    statuses: tuple[str, ...]  # the one that says whether a course is completed is the first

    @property
    def session_elements(self) -> frozenset[str]:
        """What is kept, but not given back at the next launch."""
        return frozenset({self.exit, self.session_time})

    def is_done(self, attempt: Elements) -> bool:
        """Whether a course says that it is over."""
        return any(attempt.get(status) in DONE_STATUSES for status in self.statuses)


DATA_MODELS: Mapping[str, DataModel] = {
    "scorm12": DataModel(
        learner_id="cmi.core.student_id",
        learner_name="cmi.core.student_name",
        credit="cmi.core.credit",
        mode="cmi.core.lesson_mode",
        entry="cmi.core.entry",
        total_time="cmi.core.total_time",
        no_time="00:00:00",
        exit="cmi.core.exit",
        session_time="cmi.core.session_time",
        statuses=("cmi.core.lesson_status",),
    ),
    "scorm2004": DataModel(
        learner_id="cmi.learner_id",
        learner_name="cmi.learner_name",
        credit="cmi.credit",
        mode="cmi.mode",
        entry="cmi.entry",
        total_time="cmi.total_time",
        no_time="PT0H0M0S",
        exit="cmi.exit",
        session_time="cmi.session_time",
        statuses=("cmi.completion_status", "cmi.success_status"),
    ),
}
