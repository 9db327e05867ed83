"""A source of any kind, harvested by the one loop: what is new, once, and going on where a part fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.lms.harvest_run import NOW, read_statements, short_statement

from scormbuild.errors import InvalidStatement, LmsErrorResponse
from scormbuild.lms.course_match import CourseMatch
from scormbuild.lms.harvest import harvest_source, open_run
from scormbuild.lms.lock import harvest_lock
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Part, Source
from scormbuild.lms.statement_builder import LearnerActivity
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.tracks import Tracks

URL = "https://register.example.org/school"
COURSE = CourseMatch("urn:scormbuild:course:fire", "Fire drill")
NO_COURSE = CourseMatch("no IRI", "Fire drill")  # the LRS refuses statements about it


@dataclass
class Register:
    """A school's register: it says of each learner how they did, with a checkpoint for each."""

    status_by_learner: dict[str, str]
    place: str = "learner {name}"
    unreadable: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    attests: bool = True
    url: str = URL
    lock_name: str = URL

    def parts(self, run: Run) -> Iterator[Part]:
        for name, status in self.status_by_learner.items():
            run.summary.learners += 1
            yield Part(self.batches(run, name, status), self.place.format(name=name))
            run.on_progress(run.summary.learners, len(self.status_by_learner))

    def batches(self, run: Run, name: str, status: str) -> Iterator[Batch]:
        if name in self.unreadable:
            raise LmsErrorResponse("torn", "the page is torn")
        if run.read_checkpoint(name) != status:
            run.summary.attempts += 1
            tracks = Tracks(1, status, modified_at=NOW)
            subject = LearnerActivity(name, "fire", NO_COURSE if name in self.refused else COURSE)
            yield Batch(run.statements.attempt_statements(subject, tracks), {name: status})


@dataclass
class Pages:
    """A store whose statements pass as they are, all in one batch."""

    statements: list[dict[str, Any]]
    url: str = URL
    attests: bool = False
    lock_name: str = ""

    def parts(self, run: Run) -> Iterator[Part]:
        run.summary.attempts += len(self.statements)
        yield Part([Batch(self.statements, {"page": "2"}, independent=True)])


def harvest(source: Source, database: str) -> HarvestSummary:
    """A harvest of a source into a database."""
    with open_run(source, database, "default", lambda: NOW) as run:
        assert run is not None
        return harvest_source(source, run)


def stored(database: str) -> list[tuple[str, str]]:
    """What is there: from which source, and what it says."""
    return [
        (each["authority"]["account"]["name"], short_statement(each)) for each in read_statements(database)
    ]


def test_attempts_become_statements_of_a_source_that_attests(database: str) -> None:
    summary = harvest(Register({"anna": "completed", "bram": "incomplete"}), database)
    assert (summary.site, summary.learners, summary.attempts, summary.new) == (URL, 2, 2, 1)
    assert stored(database) == [("lms/register.example.org", "completed fire")]
    (statement,) = read_statements(database)
    assert statement["actor"]["account"]["name"].startswith("p_")


def test_what_is_no_newer_than_its_checkpoint_is_left_alone(database: str) -> None:
    harvest(Register({"anna": "completed", "bram": "incomplete"}), database)
    summary = harvest(Register({"anna": "completed", "bram": "completed"}), database)
    assert (summary.attempts, summary.new, summary.known) == (1, 1, 0)


def test_a_part_that_cannot_be_read_is_told_and_left_for_the_next_harvest(database: str) -> None:
    register = Register({"anna": "completed", "bram": "completed"}, unreadable={"anna"})
    summary = harvest(register, database)
    assert (summary.faults, summary.new) == (["learner anna: the page is torn"], 1)
    register.unreadable.clear()
    assert harvest(register, database).new == 1


def test_a_part_that_the_store_refuses_keeps_no_checkpoint(database: str) -> None:
    register = Register({"anna": "completed", "bram": "completed"}, refused={"anna"})
    summary = harvest(register, database)
    (fault,) = summary.faults
    assert fault.startswith("learner anna: statements[0].object.id: ")
    assert summary.new == 1
    register.refused.clear()
    assert harvest(register, database).new == 1


@pytest.mark.parametrize("reason", ["unreadable", "refused"])
def test_a_fault_in_a_part_without_a_place_ends_the_harvest(database: str, reason: str) -> None:
    register = Register({"anna": "completed", "bram": "completed"}, place="", **{reason: {"anna"}})
    with pytest.raises(LmsErrorResponse if reason == "unreadable" else InvalidStatement):
        harvest(register, database)
    assert stored(database) == []


def test_a_refused_one_of_independent_statements_holds_up_neither_the_others_nor_the_checkpoint(
    database: str,
) -> None:
    good = {
        "actor": {"mbox": "mailto:anna@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://register.example.org/fire"},
    }
    pages = Pages([good, {**good, "id": "no id"}, good])
    with open_run(pages, database, "default", lambda: NOW) as run:
        assert run is not None
        summary = harvest_source(pages, run)
        assert run.read_checkpoint("page") == "2"
    assert summary.new == 2
    (fault,) = summary.faults
    assert fault.startswith("statement no id: ")
    assert stored(database) == [("lrs/register.example.org", "answered fire")] * 2


def test_the_second_of_two_at_once_gets_nothing_to_run(database: str) -> None:
    register = Register({"anna": "completed"})
    with harvest_lock(database, URL), open_run(register, database, "default", lambda: NOW) as run:
        assert run is None


def test_a_source_without_a_lock_waits_for_nobody(database: str) -> None:
    with harvest_lock(database, ""), open_run(Pages([]), database, "default", lambda: NOW) as run:
        assert run is not None
