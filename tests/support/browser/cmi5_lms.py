"""The preview's LMS as tests of cmi5 speak with it: without its page, by the address of a launch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from support.browser.lms_records import XapiRecords

from scormbuild.course.build import build_course
from scormbuild.preview.cmi5.rules import CMI5, SESSION_ID, category_ids
from scormbuild.preview.server import Preview
from scormbuild.preview.xapi.lms import XapiLms

Json = dict[str, Any]
LEARNER = "anna"


class Cmi5Lms:
    """One course and its learners. `violations` are the numbers of the requirements that were broken."""

    def __init__(self, preview: Preview) -> None:
        assert isinstance(preview.lms, XapiLms)
        self.url, self.lms = preview.url, preview.lms
        self.records = XapiRecords(preview.lms)

    def launch(self, learner: str = LEARNER, mode: str = "auto") -> str:
        """The address of a new session; those of the same learner that are open are abandoned."""
        self.lms.set_switches({"mode": mode})
        launched = self.lms.launch(learner, urlsplit(self.url).netloc, 0)
        return f"{self.url}course/{launched['launch']}?{urlencode(launched['query'])}"

    @property
    def violations(self) -> list[str]:
        return [str(each["rule"]) for each in self.lms.log.broken_rules]

    @property
    def requests(self) -> list[str]:
        return [
            f"{each['method']} {each['resource']} {each['document']}".strip()
            for each in self.lms.log.requests
        ]

    @property
    def statements(self) -> list[Json]:
        return self.lms.registrations.current(LEARNER).statements

    @property
    def mode(self) -> str:
        """Of the newest launch."""
        return list(self.lms.sessions.values())[-1].mode

    def is_satisfied(self) -> bool:
        return self.lms.is_satisfied(LEARNER)

    def state(self) -> Json:
        """The course's State document."""
        return self.records.document(LEARNER)

    def verbs(self, *, defined: bool = True) -> list[str]:
        """What was said in the newest session, in order: what cmi5 defines, or all else."""
        session = list(self.lms.sessions.values())[-1]
        return [
            statement["verb"]["id"].rpartition("/")[2]
            for statement in session.statements
            if defined == (CMI5 in category_ids(statement))
            and statement["context"]["extensions"][SESSION_ID] == f"session-{session.number}"
        ]

    def set_switches(self, **wishes: bool) -> None:
        self.lms.set_switches({name.replace("_", "-"): wish for name, wish in wishes.items()})


@contextmanager
def serve_cmi5(folder: Path, state_file: Path) -> Iterator[Cmi5Lms]:
    """The course in this folder, launched by cmi5."""

    def build() -> dict[str, bytes]:
        return build_course(folder, target="cmi5").files

    with Preview(build, folder, state_file, poll=60, standard="cmi5") as preview:
        yield Cmi5Lms(preview)
