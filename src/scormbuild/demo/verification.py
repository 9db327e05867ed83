"""What ought to have arrived after a whole course, and hasn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scormbuild import vocabulary as word
from scormbuild.lms.counting import counted_pages, counted_questions
from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import AttemptState, decode_suspend_data

Json = dict[str, Any]
RESULT_VERB_IRIS = {word.COMPLETED, word.PASSED, word.FAILED}
ANSWER_VERB_IRIS = {word.ANSWERED, word.ACKNOWLEDGED}


def missing_statements(outline: Json, kept: Mapping[str, str], arrived: Iterable[Json]) -> list[str]:
    """In words: what the course asks and nobody told, and what the LMS's data prove and nobody told."""
    told = list(arrived)
    state = decode_suspend_data(kept.get("cmi.suspend_data", ""), identifiers(outline)).state
    verbs = {(each["verb"]["id"], each["object"]["id"]) for each in told}
    unmet = [
        f"{what} {iri}"
        for what, wanted, iri in expected_statements(outline, state)
        if not any((verb, iri) in verbs for verb in wanted)
    ]
    ids = {each["id"] for each in told}
    if not state.registration:
        return [*unmet, "a registration in the LMS's data"]
    wanted = proven_statements(outline, state, kept.get("cmi.core.lesson_status", ""), {}, "")
    return unmet + [
        f"{each['verb']['display']['en']} {each['object']['id']}, as the LMS's data prove it"
        for each in wanted
        if each["id"] not in ids
    ]


def expected_statements(outline: Json, state: AttemptState) -> Iterator[tuple[str, set[str], str]]:
    """What a learner does who does it all: in words, by verbs of which one will do, about what.

    All of it is what is for their role, and was drawn for them.
    """
    course = outline["course"]["iri"]
    yield "initialized", {word.INITIALIZED}, course
    for page in counted_pages(outline, state):
        yield "experienced", {word.EXPERIENCED}, word.page_iri(course, page)
    for question in counted_questions(outline, state):
        yield "answered", ANSWER_VERB_IRIS, word.interaction_iri(course, question["id"])
    yield "completed", RESULT_VERB_IRIS, course
    yield "terminated", {word.TERMINATED}, course
