"""What a learning system of the preview holds of a learner, whatever its standard."""

from __future__ import annotations

import copy
import json
from typing import Any, Protocol

from scormbuild.preview.learning_system import LearningSystem
from scormbuild.preview.scorm.data_models import DATA_MODELS
from scormbuild.preview.scorm.lms import Lms
from scormbuild.preview.xapi.lms import XapiLms


class Records(Protocol):
    """Of all learners."""

    def state_text(self, learner: str) -> str:
        """The player's state as it wrote it; '' before there is one."""

    def status(self, learner: str) -> str:
        """How the LMS has it that the course ended."""

    def start_attempt(self, learner: str) -> None:
        """Begin a new attempt."""

    def delete_attempts(self, learner: str) -> None:
        """Delete all attempts, as a teacher can."""

    def copy(self) -> Any:
        """All of it, for `restore`."""

    def restore(self, kept: Any) -> None:
        """As it was."""


class ScormRecords:
    """Elements of a data model."""

    def __init__(self, lms: Lms) -> None:
        self.lms = lms

    def state_text(self, learner: str) -> str:
        return self.data(learner).get("cmi.suspend_data", "")

    def status(self, learner: str) -> str:
        """Of the two of SCORM 2004, whether the course is completed."""
        return self.data(learner).get(DATA_MODELS[self.lms.standard].statuses[0], "")

    def data(self, learner: str) -> dict[str, str]:
        return dict(self.lms.learner_data(learner)["data"])

    def start_attempt(self, learner: str) -> None:
        self.lms.learners.start_attempt(learner)

    def delete_attempts(self, learner: str) -> None:
        self.lms.delete_attempts(learner)

    def copy(self) -> Any:
        return copy.deepcopy(self.lms.learners._attempts)

    def restore(self, kept: Any) -> None:
        self.lms.learners._attempts = kept


class XapiRecords:
    """Documents and statements of an LRS."""

    def __init__(self, lms: XapiLms) -> None:
        self.lms = lms

    def document(self, learner: str) -> dict[str, Any]:
        documents = self.lms.registrations.current(learner).documents
        return dict(json.loads(documents.get("scormbuild", "{}")))

    def state_text(self, learner: str) -> str:
        return str(self.document(learner).get("data", ""))

    def status(self, learner: str) -> str:
        """By what was said: that is all that such a system goes by."""
        return "completed" if self.lms.is_satisfied(learner) else "incomplete"

    def start_attempt(self, learner: str) -> None:
        self.lms.start_attempt(learner)

    def delete_attempts(self, learner: str) -> None:
        self.lms.delete_attempts(learner)

    def copy(self) -> Any:
        return copy.deepcopy(self.lms.registrations._all)

    def restore(self, kept: Any) -> None:
        self.lms.registrations._all = kept


class NoRecords:
    """Of a site nobody but the browser keeps anything."""

    def state_text(self, _learner: str) -> str:
        return ""

    def status(self, _learner: str) -> str:
        return ""

    def copy(self) -> None:
        """There is nothing."""

    def restore(self, _kept: None) -> None:
        """Nothing was kept."""


def records_of(lms: LearningSystem) -> Records | NoRecords:
    """What this one holds."""
    if isinstance(lms, Lms):
        return ScormRecords(lms)
    return XapiRecords(lms) if isinstance(lms, XapiLms) else NoRecords()
