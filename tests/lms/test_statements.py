"""What a state proves: the statements that the player sends, with ids made of what was done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lms.harvest_run import short_statement
from support.lms.sample_course import (
    ANSWERS,
    IRI,
    REGISTRATION,
    SECRET,
    encode_state,
    encode_suspend_data,
    old_outline,
    outline,
    question,
    state,
)

from scormbuild import vocabulary as word
from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import short_key

Json = dict[str, Any]
ANNA = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "anna"}}
MOMENT = "2026-11-30T12:00:00.000Z"


def statements_from_state(
    course: Json, status: str = "", interactions: dict[str, str] | None = None, **other: Any
) -> list[Json]:
    """What a state with these fields proves; each statement keeps the standard's rules."""
    return statements_from_data(course, encode_state(state(**other)), status, interactions)


def statements_from_data(
    course: Json, suspend_data: str, status: str = "", interactions: dict[str, str] | None = None
) -> list[Json]:
    found = decode_suspend_data(suspend_data, identifiers(course, interactions or ())).state
    statements = proven_statements(course, found, status, ANNA, MOMENT, interactions)
    for statement in statements:
        validate_statement(statement, Version.V1)
        assert SECRET not in json.dumps(statement)
    return statements


def statement_ids(*names: str) -> list[str]:
    """The ids of these names."""
    return [word.statement_id(REGISTRATION, name) for name in names]


def ids(statements: list[Json]) -> list[str]:
    return [statement["id"] for statement in statements]


def with_verb(statements: list[Json], verb: str) -> list[Json]:
    return [statement for statement in statements if statement["verb"]["id"] == verb]


def test_a_finished_course_tells_pages_answers_progress_and_the_end_in_this_order() -> None:
    assert ids(statements_from_state(outline())) == statement_ids(
        "experienced start",
        "experienced end",
        f"answered q-open 1 {ANSWERS['q-open']}",
        "answered q-choice 1 a[,]c",
        "answered q-opinion 1 3",
        "acknowledged q-acknowledge 1",
        "answered q-checklist 1 a[,]b[,]c",
        "progressed 100",
        "completed",
    )


def test_a_statement_says_who_what_where_and_in_which_attempt() -> None:
    statement = with_verb(statements_from_state(outline()), word.ANSWERED)[0]
    course = {"id": IRI, "definition": {"type": word.COURSE}}
    attempt = {"id": f"{IRI}?attempt={REGISTRATION}", "definition": {"type": word.ATTEMPT}}
    profiles = (word.SCORM_PROFILE, word.PROFILE, f"{word.PROFILE}:reflection")
    assert statement == {
        "id": statement_ids(f"answered q-open 1 {ANSWERS['q-open']}")[0],
        "actor": ANNA,
        "verb": {"id": word.ANSWERED, "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": f"{IRI}/interactions/q-open",
            "definition": {
                "type": word.INTERACTION,
                "interactionType": "long-fill-in",
                "description": {"en": "What of q-open?"},
            },
        },
        "result": {"response": ANSWERS["q-open"], "completion": True, "extensions": {word.REVISION: 1}},
        "context": {
            "registration": REGISTRATION,
            "revision": outline()["course"]["version"],
            "language": "en",
            "contextActivities": {
                "parent": [course],
                "grouping": [course, attempt],
                "category": [{"id": each, "definition": {"type": word.PROFILE_TYPE}} for each in profiles],
            },
        },
        "timestamp": MOMENT,
    }


def test_a_statement_about_the_course_has_no_parent() -> None:
    context = with_verb(statements_from_state(outline()), word.COMPLETED)[0]["context"]["contextActivities"]
    assert "parent" not in context
    assert [each["id"] for each in context["grouping"]] == [f"{IRI}?attempt={REGISTRATION}"]


def test_options_of_a_question_stand_in_its_definition() -> None:
    statements = {
        each["object"]["id"].rpartition("/")[2]: each["object"]["definition"]
        for each in statements_from_state(outline())
    }
    assert statements["q-choice"]["correctResponsesPattern"] == ["a[,]c"]
    assert [each["id"] for each in statements["q-choice"]["choices"]] == ["a", "b", "c"]
    assert [each["id"] for each in statements["q-opinion"]["scale"]] == ["1", "2", "3"]
    assert "correctResponsesPattern" not in statements["q-checklist"]
    assert statements["q-acknowledge"]["interactionType"] == "true-false"


@pytest.mark.parametrize(
    ("answers", "response", "success"),
    [("both", "a[,]b", False), ("lms", None, False), ("nowhere", None, None)],
)
def test_words_stand_only_where_the_author_lets_them_go(
    answers: str, response: str | None, success: bool | None
) -> None:
    answer = "t" if answers == "nowhere" else "a,b 1"
    course = outline(question("q", "choice", answers=answers))
    (statement,) = with_verb(statements_from_state(course, answers={"q": answer}), word.ANSWERED)
    assert statement["id"] == statement_ids(f"answered q 1 {response or ''}")[0]
    assert statement["result"].get("response") == response
    assert statement["result"].get("success") == success
    assert statement["result"]["completion"] is True


def test_what_only_the_lrs_gets_the_lms_cannot_tell() -> None:
    course = outline(
        question("q", "open", answers="receiver"), question("r", "acknowledge", answers="receiver")
    )
    statements = statements_from_state(course, answers={"q": "t", "r": "t"})
    assert [short_statement(each) for each in statements[2:]] == [
        "acknowledge r: true",
        "progressed care",
        "completed care",
    ]


def test_words_that_are_still_in_a_browser_are_left_to_it() -> None:
    assert not with_verb(
        statements_from_state(outline(question("q", "open")), answers={"q": "an older word"}, behind=["q"]),
        word.ANSWERED,
    )


@pytest.mark.parametrize(
    ("kind", "empty"), [("open", ""), ("choice", ""), ("checklist", ""), ("opinion", "")]
)
def test_an_emptied_answer_is_told_only_when_there_was_one_before(kind: str, empty: str) -> None:
    course = outline(question("q", kind))
    assert not with_verb(statements_from_state(course, answers={"q": empty}), word.ANSWERED)
    (statement,) = with_verb(
        statements_from_state(course, answers={"q": empty}, revisions={"q": 2}), word.ANSWERED
    )
    assert statement["id"] == statement_ids("answered q 2 ")[0]
    assert statement["result"] == {"response": "", "completion": False, "extensions": {word.REVISION: 2}} | (
        {"success": False} if kind == "choice" else {}
    )


def test_a_tick_that_was_taken_away_is_not_told() -> None:
    course = outline(question("q", "acknowledge"))
    assert not with_verb(
        statements_from_state(course, answers={"q": ""}, revisions={"q": 3}), word.ACKNOWLEDGED
    )


def test_too_few_words_are_an_answer_that_does_not_count() -> None:
    (statement,) = with_verb(
        statements_from_state(outline(question("q", "open", minimum=5)), answers={"q": "two words"}),
        word.ANSWERED,
    )
    assert statement["result"]["completion"] is False


@pytest.mark.parametrize(
    ("text", "enough"), [("a\u00a0b", True), ("a\ufeffb", True), ("a\x1cb", False), ("a\x85b", False)]
)
def test_words_are_counted_as_a_browser_counts_them(text: str, enough: bool) -> None:
    (statement,) = with_verb(
        statements_from_state(outline(question("q", "open", minimum=2)), answers={"q": text}), word.ANSWERED
    )
    assert statement["result"]["completion"] is enough


def test_an_optional_question_counts_for_nothing_but_is_told() -> None:
    statements = statements_from_state(outline(question("q", "open", required=False)), answers={"q": "words"})
    assert [short_statement(each) for each in statements[2:]] == [
        "answered q: words",
        "progressed care",
        "completed care",
    ]


@pytest.mark.parametrize(
    ("seen", "answers", "percent"),
    [
        ([], {}, None),
        (["start"], {}, 30),
        (["start", "end"], {}, 60),
        (["start", "end"], {"q": "w"}, 100),
        (["gone"], {}, None),
    ],
)
def test_progress_is_told_in_tens(seen: list[str], answers: dict[str, str], percent: int | None) -> None:
    statements = with_verb(
        statements_from_state(outline(question("q", "open")), seen=seen, answers=answers), word.PROGRESSED
    )
    assert [each["result"]["extensions"][word.PROGRESS] for each in statements] == (
        [percent] if percent else []
    )
    assert ids(statements) == ([*statement_ids(f"progressed {percent}")] if percent else [])


@pytest.mark.parametrize(
    ("choices", "wanted", "verb", "raw"),
    [(["a,c 1", "a 1", "b 1"], 30, word.PASSED, 33), (["a,c 1", "a,c 1", "b 1"], 80, word.FAILED, 67)],
)
def test_a_score_passes_or_fails(choices: list[str], wanted: int, verb: str, raw: int) -> None:
    course = outline(*(question(f"q{place}", "choice") for place in range(3)), score=wanted)
    statements = statements_from_state(
        course, answers={f"q{place}": answer for place, answer in enumerate(choices)}
    )
    end = statements[-1]
    assert end["verb"]["id"] == verb
    assert end["id"] == statement_ids(f"{verb.rpartition('/')[2]} {raw}")[0]
    assert end["result"] == {
        "score": {"scaled": raw / 100, "raw": raw, "min": 0, "max": 100},
        "success": verb == word.PASSED,
        "completion": True,
    }
    assert bool(with_verb(statements, word.COMPLETED)) is (verb == word.PASSED)


def test_a_half_is_rounded_up_as_in_a_browser() -> None:
    course = outline(*(question(f"q{place}", "choice") for place in range(8)), score=10)
    answers = {f"q{place}": "a,c 1" if place == 0 else "b 1" for place in range(8)}
    assert statements_from_state(course, answers=answers)[-1]["result"]["score"]["raw"] == 13


def test_a_choice_whose_answer_the_lms_does_not_have_is_in_no_score() -> None:
    course = outline(question("q", "choice"), question("r", "choice", answers="receiver"), score=80)
    assert (
        statements_from_state(course, answers={"q": "a,c 1", "r": "t"})[-1]["result"]["score"]["raw"] == 100
    )


@pytest.mark.parametrize("done", [True, False])
def test_where_a_button_ends_it_nobody_is_done_who_has_not_pressed_it(done: bool) -> None:
    statements = statements_from_state(outline(finish="button"), "incomplete", finished=done)
    assert bool(with_verb(statements, word.COMPLETED)) is done
    assert with_verb(statements, word.PROGRESSED)[0]["result"]["extensions"][word.PROGRESS] == 100


def test_a_button_alone_ends_nothing_that_is_not_done() -> None:
    assert not with_verb(
        statements_from_state(outline(finish="button"), finished=True, seen=["start"]), word.COMPLETED
    )


def test_done_stays_done_where_a_new_version_has_a_button() -> None:
    assert with_verb(statements_from_state(outline(finish="button"), "completed"), word.COMPLETED)


def test_passed_without_a_score_to_reach_is_completed() -> None:
    statements = statements_from_state(outline(report="passed"), "passed")
    assert ids(statements)[-1:] == statement_ids("completed")
    assert ids(statements_from_state(old_outline(outline()), "passed")) == ids(statements)


def test_passed_with_a_score_to_reach_stays_so_whatever_the_answers_are_by_now() -> None:
    statements = statements_from_state(outline(score=80), "passed", answers={**ANSWERS, "q-choice": "b 1"})
    assert ids(statements)[-2:] == statement_ids("completed", "passed 0")


def test_an_outline_of_before_is_read_as_one_without_the_new_keys() -> None:
    assert statements_from_state(old_outline(outline(score=80))) == statements_from_state(outline(score=80))


@pytest.mark.parametrize("status", ["completed", " Completed ", "passed"])
def test_done_stays_done_whatever_a_new_version_asks(status: str) -> None:
    assert with_verb(statements_from_state(outline(), status, seen=[], answers={}), word.COMPLETED)


@pytest.mark.parametrize("status", ["", "incomplete", "browsed", "not attempted", "nonsense"])
def test_what_is_not_finished_is_not_completed(status: str) -> None:
    assert not with_verb(statements_from_state(outline(), status, seen=[]), word.COMPLETED)


def test_pages_and_questions_of_an_older_version_are_told_without_their_text() -> None:
    kinds = {"old-choice": "choice", "old-tick": "true-false"}
    answers = {"old": "my words", "old-choice": "a,c 2", "old-tick": "t"}
    statements = statements_from_data(
        outline(), encode_suspend_data(state(seen=["gone"], answers=answers)), "", kinds
    )
    assert [short_statement(each) for each in statements] == [
        "experienced gone",
        "answered old: my words",
        "answered old-choice: a[,]c",
        "answered old-tick",
    ]
    types = [each["object"]["definition"].get("interactionType") for each in statements]
    assert types == [None, "long-fill-in", "choice", "true-false"]
    assert ids(statements)[1:3] == statement_ids("answered old 1 my words", "answered old-choice 1 a[,]c")


def test_a_short_key_that_only_the_lms_s_interactions_can_name_is_told_by_that_id() -> None:
    kinds = {"old-choice": "choice", "old-words": "fill-in", "q-open": "fill-in"}
    answers = {"old-words": "my words", "old-choice": "a,c 2"}
    statements = statements_from_state(
        outline(), interactions=kinds, seen=[], answers=answers, revisions={"old-choice": 4}
    )
    assert ids(statements) == statement_ids("answered old-words 1 my words", "answered old-choice 4 a[,]c")


def test_a_short_key_that_nobody_can_name_is_told_of_nothing() -> None:
    assert statements_from_state(outline(), seen=["gone"], answers={"old-words": "my words"}) == []


def test_no_interaction_takes_the_place_of_a_question_with_the_same_short_key() -> None:
    course = outline(question("plan-155", "open"))
    (statement,) = with_verb(
        statements_from_state(course, interactions={"bericht-212": "choice"}, answers={"plan-155": "words"}),
        word.ANSWERED,
    )
    assert statement["id"] == statement_ids("answered plan-155 1 words")[0]


def test_a_revision_counts_whether_an_older_player_kept_it_by_id_or_not() -> None:
    both = {"q-open": 2, "q-choice": 3, short_key("q-choice"): 5, short_key("q-opinion"): 4}
    newer = {short_key(name): answer for name, answer in ANSWERS.items()}
    for text in (
        encode_suspend_data(state(revisions=both)),
        encode_suspend_data(state(revisions=both, answers=newer), "2"),
    ):
        statements = with_verb(statements_from_data(outline(), text), word.ANSWERED)
        assert [each["result"]["extensions"][word.REVISION] for each in statements] == [2, 5, 4, 1]


def test_old_words_stay_where_they_are_in_a_course_that_keeps_some_from_the_lrs() -> None:
    (statement,) = statements_from_state(
        outline(question("q", "open", answers="lms")), seen=[], answers={"old": "my words"}
    )
    assert statement["id"] == statement_ids("answered old 1 ")[0]
    assert "response" not in statement["result"]


@pytest.mark.parametrize("name", ["a b", "../x", "", "é", "a" * 129, "1q", "q?x=1", "constructor()"])
def test_ids_that_no_course_can_have_are_left_out(name: str) -> None:
    assert statements_from_state(outline(), seen=[name], answers={name: "words"}) == []


@given(
    seen=st.lists(st.sampled_from(["start", "end", "gone", "<x>"])),
    answers=st.dictionaries(
        st.sampled_from([*ANSWERS, "gone", "__proto__"]),
        st.sampled_from(["", "t", "a,c 2", "a,b,c", "9", " ", "\0", 0]),
    ),
    revisions=st.dictionaries(st.sampled_from([*ANSWERS]), st.integers(-1, 3)),
    status=st.sampled_from(["", "passed", "failed", "completed"]),
    score=st.none() | st.integers(1, 100),
    where=st.lists(st.sampled_from(["both", "lms", "receiver", "nowhere"]), min_size=5, max_size=5),
)
def test_whatever_a_learner_writes_gives_valid_statements_with_ids_of_their_own(
    seen: list[str],
    answers: dict[str, str | int],
    revisions: dict[str, int],
    status: str,
    score: int | None,
    where: list[str],
) -> None:
    asked = [each | {"answers": place} for each, place in zip(outline()["questions"], where, strict=True)]
    course = outline(*asked, score=score)
    statements = statements_from_state(course, status, seen=seen, answers=answers, revisions=revisions)
    assert len(set(ids(statements))) == len(statements)
    by_ids = statements_from_data(
        course, encode_suspend_data(state(seen=seen, answers=answers, revisions=revisions)), status
    )
    assert statements == [each for each in by_ids if not each["object"]["id"].endswith("/gone")]
