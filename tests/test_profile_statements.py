"""The statements that are made of an LMS's tracks follow the profile, whatever a course asks."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profile_check import problems, registration_problems

from scormbuild import vocabulary as v
from scormbuild.lms.attestation import attested_statements
from scormbuild.lms.statements import attempt_of_outline, proven_statements
from scormbuild.lms.suspend_data import AttemptState
from scormbuild.question_kinds import KINDS_BY_FORM

Json = dict[str, Any]
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "ann"}}
REGISTRATION = "5c7e2a94-0b1d-4f63-9a58-3d2e71c6b80f"
WHEN = "2026-11-23T09:14:05.250Z"
ANSWERS = {  # by kind
    "open": "Thank her first.",
    "choice": "a,c 2",
    "opinion": "3",
    "acknowledge": "t",
    "checklist": "a,c",
    "true-false": "f 1",
    "fill-in": "wash%20them,%C3%A9 1",
    "numeric": "37.5 2",
    "matching": "a.2,b.1 1",
    "sequencing": "b,a,c",
    "scale": "7",
    "path": "a,b 1",
    "role": "b",
}
KEYS = {
    "choice": ["a", "c"],
    "checklist": ["a", "b", "c"],
    "true-false": ["t"],
    "fill-in": ["~wash%20them|rinse", "dry"],
    "numeric": ["37:38"],
    "matching": ["a.1", "b.2"],
    "sequencing": ["a", "b", "c"],
}
OPTIONS = {"opinion": "12345", "numeric": "", "fill-in": "", "open": "", "acknowledge": "", "true-false": ""}
WHERE = ("both", "lms", "receiver", "nowhere")


def question(form: str, answers: str) -> Json:
    kind = KINDS_BY_FORM[form]
    return {
        "id": f"{form}-{answers}",
        "page": "start",
        "kind": kind,
        "form": form,
        "prompt": "What then?",
        "minimum": 1,
        "required": True,
        "answers": answers,
        "options": [{"key": key, "text": f"Option {key}"} for key in OPTIONS.get(kind, "abc")],
        **({"targets": [{"key": key, "text": f"Group {key}"} for key in "12"]} if kind == "matching" else {}),
        "keys": KEYS.get(kind, []),
    }


QUESTIONS = [question(form, answers) for form, answers in itertools.product(KINDS_BY_FORM, WHERE)]
OUTLINE: Json = {
    "course": {
        "iri": v.course_iri("webcare"),
        "id": "webcare",
        "title": "Webcare",
        "description": "How to answer.",
        "language": "en",
        "version": "1.0.0",
        "completion": {"pages": "all", "questions": "none", "score": 80},
    },
    "pages": [{"id": "start", "title": "Start"}, {"id": "end", "title": "End"}],
    "questions": QUESTIONS,
    "videos": [],
}


def state(**more: Any) -> AttemptState:
    """A learner who did all of it; what the LMS mustn't know is "t" there."""
    answers = {
        each["id"]: ANSWERS[each["kind"]] if each["answers"] in ("both", "lms") else "t" for each in QUESTIONS
    }
    return AttemptState(
        **{"registration": REGISTRATION, "seen": ("start", "end"), "answers": answers, **more}
    )


def test_every_form_of_question_wherever_its_answers_go_is_told_by_the_profile() -> None:
    statements = proven_statements(OUTLINE, state(), "passed", ACTOR, WHEN)
    assert {problem for each in statements for problem in problems(each)} == set()
    told = {form for each in statements for form in KINDS_BY_FORM if v.form_iri(form) in str(each)}
    assert told == set(KINDS_BY_FORM)
    assert registration_problems(statements) == []


def test_a_question_and_a_page_of_an_older_version_are_told_by_the_profile() -> None:
    old = state(seen=("start", "gone"), answers={"old": "Words.", "chosen": "a"})
    kinds = {"old": "fill-in", "chosen": "choice"}
    statements = proven_statements(OUTLINE, old, "incomplete", ACTOR, WHEN, kinds)
    assert len(statements) > 3
    assert {problem for each in statements for problem in problems(each)} == set()


@pytest.mark.parametrize("status", ["completed", "passed", "failed"])
@pytest.mark.parametrize("raw", [None, 85.0, 0, 33.33])
def test_the_lms_s_own_word_is_told_by_the_profile(status: str, raw: float | None) -> None:
    statements = attested_statements(attempt_of_outline(OUTLINE, REGISTRATION, ACTOR, WHEN), status, raw)
    assert statements
    assert {problem for each in statements for problem in problems(each)} == set()


@given(
    st.dictionaries(
        st.sampled_from([each["id"] for each in QUESTIONS]), st.sampled_from(["", "a", "b,c 1", "2", "t"])
    ),
    st.lists(st.sampled_from(["start", "end"]), unique=True),
    st.sampled_from(["incomplete", "completed", "passed", "failed"]),
    st.integers(1, 9),
)
def test_whatever_a_state_holds_what_is_told_of_it_has_ids_that_follow_from_it(
    answers: dict[str, str], seen: list[str], status: str, revision: int
) -> None:
    revisions = dict.fromkeys(answers, revision)
    odd = state(answers=answers, seen=tuple(seen), revisions=revisions)
    for statement in proven_statements(OUTLINE, odd, status, ACTOR, WHEN):
        faults = [
            fault for fault in problems(statement) if "is none of" not in fault
        ]  # answers of other kinds
        assert faults == []
