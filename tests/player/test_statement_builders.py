"""The player and the harvester make the same statements of the same state, with the same ids."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.player.bridge import Player, well_formed

from scormbuild.lms.completion import lms_status
from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.question_kinds import QUESTION_KINDS, Judge
from scormbuild.vocabulary import short_key

MOMENT = "2026-11-30T12:00:00.000Z"
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "anna"}}
TEXT = st.text(max_size=30).map(well_formed)
IDS = [*"abc", "eerste-gedachte", "ns-opvallend", "antwoord-wrong"]  # short ones are their own keys
PAGES = ["one", "two", "page-three"]

OPTIONS = st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted)
KEYS = st.lists(st.sampled_from("abc"), unique=True).map(lambda keys: ",".join(sorted(keys)))
RESPONSES = st.one_of(
    TEXT,
    st.sampled_from(["", "t", "1", "9", " ", "one two three", "\ufeff \u180e", "a\x1cb"]),
    KEYS,
    st.builds(lambda keys, tries: f"{keys} {tries}", KEYS, st.integers(1, 3)),
    st.sampled_from(["a.1,b.2 1", "b.2,a.1", "6 1", "6.5", "7.1 2", "1e1 1", "-3 1", "t 1", "f 2"]),
    st.sampled_from(
        ["Handen 1", "hadnen,zeep 2", "h%C3%A9 1", "c%2Cd%20e,z%25 1", "handenn%20,%20Zéep 1", "%zz 1"]
    ),
)
# What is right, by how that is judged.
RIGHT: dict[Judge, st.SearchStrategy[list[str]]] = {
    "keys": st.one_of(OPTIONS, st.sampled_from([["a.1", "b.2"], ["t"], ["f"]])),
    "range": st.sampled_from([["6:6.5"], ["-3:-2"], ["0.5:7"]]),
    "text": st.sampled_from(
        [["handen"], ["~handen|hand"], ["~handen", "zeep|z%C3%A9ep|c%2Cd%20e"], ["%7Ea%7Cb", "a", "b"]]
    ),
}


# Of a quiz, its rules, and what is kept of it.
QUIZ = "final-quiz"
QUIZZES = st.fixed_dictionaries(
    {"draw": st.integers(0, 3), "tries": st.integers(1, 3), "pass": st.sampled_from([0, 50, 100])}
).map(lambda rules: {"quizzes": [{"id": QUIZ, "page": "two", "required": rules["draw"] < 3, **rules}]})
DRAWN = st.builds(
    "{}{}".format,
    st.lists(st.sampled_from([*map(short_key, IDS), "zzzz"]), max_size=3).map(",".join),
    st.sampled_from(["", " ", " 1", " 1 49", " 2 50", " 3 100", " 1 100 x", " \u0663 50"]),
)


@st.composite
def questions(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """A question of an outline."""
    kind = draw(st.sampled_from([*QUESTION_KINDS]))
    asked = QUESTION_KINDS[kind]
    options = draw(OPTIONS) if asked.option_lists else []
    targets = draw(OPTIONS) if len(asked.option_lists) > 1 else []
    return {
        "id": key,
        "page": draw(st.sampled_from(PAGES)),
        "kind": kind,
        "form": draw(st.sampled_from(asked.forms)),
        "prompt": draw(TEXT),
        "minimum": draw(st.integers(0, 3)),
        "required": draw(st.booleans()),
        "answers": draw(st.sampled_from(["both", "lms", "receiver", "nowhere"])),
        "options": [{"key": option, "text": draw(TEXT)} for option in options],
        **({"targets": [{"key": target, "text": draw(TEXT)} for target in targets]} if targets else {}),
        "keys": draw(RIGHT[asked.judge]) if asked.scored or asked.answer_rule == "every" else [],
        **({"quiz": QUIZ} if asked.scored and draw(st.booleans()) else {}),
    }


@st.composite
def outlines(draw: st.DrawFn) -> dict[str, Any]:
    """What a builder says of a course."""
    rule = {
        "pages": draw(st.sampled_from(["all", "none"])),
        "questions": draw(st.sampled_from(["all", "none"])),
        "score": draw(st.sampled_from([None, 0, 50, 80, 100])),
        "finish": draw(st.sampled_from(["auto", "button"])),
        "report": draw(st.sampled_from(["completed", "passed"])),
    }
    course = {"iri": "urn:scormbuild:course:x", "id": "x", "title": draw(TEXT), "description": draw(TEXT)}
    keys = draw(st.lists(st.sampled_from(IDS), unique=True))
    quizzes = draw(st.one_of(st.just({}), QUIZZES))
    asked = [draw(questions(key)) for key in keys]
    return {
        "course": {**course, "language": "nl", "version": "1.0.0", "completion": rule},
        "pages": [
            {"id": page, "title": draw(TEXT), **draw(st.sampled_from([{}, {}, {"role": "a"}, {"role": "b"}]))}
            for page in PAGES
        ],
        "questions": [
            {name: value for name, value in each.items() if name != "quiz" or quizzes} for each in asked
        ],
        **quizzes,
        "videos": [],
    }


@st.composite
def states(draw: st.DrawFn, outline: dict[str, Any]) -> dict[str, Any]:
    """What a learner did; words that don't go to the LMS are not in it."""
    answers = []
    for question in draw(st.permutations(outline["questions"])):
        hidden = question["answers"] in ("receiver", "nowhere") or question["kind"] == "acknowledge"
        if draw(st.integers(0, 4)):
            answers.append((question["id"], draw(st.sampled_from(["t", ""]) if hidden else RESPONSES)))
    if draw(st.booleans()):
        answers.append((QUIZ, draw(DRAWN)))
    revisions = st.dictionaries(st.sampled_from([*IDS, *map(short_key, IDS)]), st.integers(-1, 9))
    return {
        "page": "one",
        "seen": draw(st.lists(st.sampled_from(PAGES), unique=True)),
        "answers": answers,
        "behind": draw(st.lists(st.sampled_from(IDS), max_size=2, unique=True)),
        "finished": draw(st.booleans()),
        "extra": {"registration": str(draw(st.uuids(version=4))), "revisions": draw(revisions)},
    }


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


@given(data=st.data(), outline=outlines())
def test_both_roads_make_the_same_statements_of_a_state(
    player: Player, data: st.DataObject, outline: dict[str, Any]
) -> None:
    written = player.call("encode", data.draw(states(outline)))
    status = data.draw(st.sampled_from(["incomplete", "failed", "completed", "passed"]))
    before = lms_status(outline, status)  # as the player takes it when it is launched
    ours = player.call("proven", outline, written, before, ACTOR, MOMENT)
    assert ours == proven_statements(
        outline, decode_suspend_data(written, identifiers(outline)).state, status, ACTOR, MOMENT
    )


@given(registration=st.uuids(), name=st.text(max_size=200).map(well_formed))
def test_an_id_by_name_is_the_one_that_python_makes(
    player: Player, registration: uuid.UUID, name: str
) -> None:
    assert player.call("uuid5", str(registration), name) == str(uuid.uuid5(registration, name))
