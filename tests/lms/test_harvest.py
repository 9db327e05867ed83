"""A harvest of Moodle: what learners did becomes statements, once, with few requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from support.lms.fake_moodle import FakeMoodle
from support.lms.harvest_run import NOW, HarvestRun, read_statements, short_statement
from support.lms.sample_course import (
    ANSWERS,
    IRI,
    OTHER_REGISTRATION,
    REGISTRATION,
    SECRET,
    deflate_text,
    encode_state,
    encode_suspend_data,
    outline,
    question,
    state,
)

from scormbuild import vocabulary as word
from scormbuild.errors import LmsError, TokenError
from scormbuild.lms.moodle.client import Moodle
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.privacy.pseudonym import registration_mark

Harvests = Callable[..., HarvestRun]
SCO, OTHER_SCO = 501, 601
HOUR, DAY = 3600, 24 * 3600
DONE_ELEMENTS = {"lesson_status": "completed", "suspend_data": encode_state(state())}
FINISHED_STATEMENTS = [
    "experienced start",
    "experienced end",
    f"answered q-open: {ANSWERS['q-open']}",
    "answered q-choice: a[,]c",
    "answered q-opinion: 3",
    "acknowledge q-acknowledge: true",
    "answered q-checklist: a[,]b[,]c",
    "progressed care",
    "completed care",
    "completed care",
]


def count_calls(site: FakeMoodle, function: str) -> int:
    return sum(each.endswith(function) for each, _ in site.calls)


def test_answers_and_completion_arrive_on_either_database(
    site: FakeMoodle, harvests: Harvests, either_database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    summary = harvests(either_database).with_outlines(outline()).run()
    statements = read_statements(either_database)
    assert [short_statement(each) for each in statements] == FINISHED_STATEMENTS
    assert (summary.new, summary.known, summary.attempts, summary.learners, summary.faults) == (
        10,
        0,
        1,
        3,
        [],
    )
    assert harvests(either_database).run().new == 0
    assert len(read_statements(either_database)) == 10


def test_the_lms_vouches_in_a_statement_of_its_own(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, lesson_status="passed", score="85", suspend_data=encode_suspend_data(state()))
    harvests().with_outlines(outline()).run()
    ids = {each["id"] for each in read_statements(database)}
    assert {word.statement_id(REGISTRATION, name) for name in ("lms completed", "lms passed 85")} <= ids


def test_every_statement_bears_the_road_and_no_name(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    for statement in read_statements(database):
        assert statement["authority"]["account"]["name"] == "lms/moodle.example.org"
        assert statement["actor"]["account"]["name"].startswith("p_")
        assert not {"anna", "Anna", "31"} & set(str(statement["actor"]).replace("'", " ").split())


def test_number_and_user_name_are_joined(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    run = harvests().with_outlines(outline())
    run.run()
    home = site.url
    number = {"objectType": "Agent", "account": {"homePage": home, "name": "31"}}
    plug_in = {
        "actor": number,
        "verb": {"id": word.COMPLETED},
        "object": {"id": f"{home}/mod/scorm/view.php?id=7"},
    }
    logstore = Ingest.open(database, "default", "moodle.example.org", "lms", names_are_ids=True)
    logstore.store_statements([plug_in])
    logstore.close()
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests(now=NOW + DAY).run()
    assert len({each["actor"]["account"]["name"] for each in read_statements(database)}) == 1


def test_the_timestamp_is_when_the_lms_stored_it(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    site.store_tracks(SCO, 31, at=1791000000, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    assert {each["timestamp"] for each in read_statements(database)} == {"2026-10-03T04:00:00.000Z"}


def test_the_activity_is_mapped_to_the_course_by_itself(site: FakeMoodle, harvests: Harvests) -> None:
    run = harvests().with_outlines(outline())
    run.run()
    assert run.ingest.mapping() == {f"{site.url}/mod/scorm/view.php?id=7": IRI}


def test_a_course_that_the_lrs_does_not_know_gives_completion_only_and_says_so(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    summary = harvests().run()
    assert [short_statement(each) for each in read_statements(database)] == ["completed view.php?id=7"]
    assert "looks like the course 'care'" in summary.faults[0]
    assert "scormbuild lrs course add" in summary.faults[0]


def test_once_the_course_is_known_its_attempts_are_read_again(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().run()
    harvests(now=NOW + 60).with_outlines(outline()).run()
    assert [short_statement(each) for each in read_statements(database)] == [
        "completed view.php?id=7",
        *FINISHED_STATEMENTS,
    ]


def test_a_package_of_others_gives_completion_only(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.add_scorm(6, 8, "Fire drill", ("ITEM-1", "MANIFEST-1"))
    site.store_tracks(OTHER_SCO, 31, lesson_status="passed", score="66.67", suspend_data="page=3")
    summary = harvests().with_outlines(outline()).run()
    statements = read_statements(database)
    assert [short_statement(each) for each in statements] == [
        "completed view.php?id=8",
        "passed view.php?id=8",
    ]
    assert statements[0]["object"]["definition"]["name"] == {"und": "Fire drill"}
    assert statements[1]["result"]["score"] == {"scaled": 0.6667, "raw": 66.67, "min": 0, "max": 100}
    assert summary.faults == []


def test_a_mapping_by_hand_goes_before_the_manifest(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.add_scorm(6, 8, "Old care", ("ITEM-1", "MANIFEST-1"))
    site.store_tracks(OTHER_SCO, 31, **DONE_ELEMENTS)
    run = harvests().with_outlines(outline())
    run.ingest.map_activity(f"{site.url}/mod/scorm/view.php?id=8", IRI)
    run.run()
    assert [short_statement(each) for each in read_statements(database)] == FINISHED_STATEMENTS


def test_a_package_of_several_scos_is_vouched_for_by_moodle_only(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.add_scorm(6, 8, "Two parts", ("A", "M"), ("B", "M"))
    site.store_tracks(OTHER_SCO, 31, lesson_status="completed")
    harvests().run()
    assert read_statements(database) == []
    site.completion[8, 31] = (1, 1795000000)
    site.store_tracks(602, 31, lesson_status="completed", at=1796000000)
    harvests(now=NOW + DAY).run()
    assert [(short_statement(each), each["timestamp"][:10]) for each in read_statements(database)] == [
        ("completed view.php?id=8", "2026-11-18")
    ]


def test_a_state_of_an_older_player_gives_the_same_statements(site: FakeMoodle, harvests: Harvests) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    site.store_tracks(SCO, 31, suspend_data=encode_suspend_data(state()))
    summary = harvests(now=NOW + DAY).run()
    assert (summary.new, summary.known) == (0, 10)


def test_a_report_s_cleaned_and_cut_text_never_stands_for_the_whole_words(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    text = "Half & half,\n50% + more 🙂 " * 20
    course = outline(question("q-words", "open"))
    tracks = {
        "suspend_data": encode_state(state(answers={"q-words": text})),
        "cmi.interactions_0.id": "q-words",
        "cmi.interactions_0.type": "fill-in",
        "cmi.interactions_0.student_response": "Half \uff06 half, 50\uff05 \uff0b more \ufffd",
    }
    site.store_tracks(SCO, 31, lesson_status="incomplete", **tracks)
    harvests().with_outlines(course).run()
    assert f"answered q-words: {text}" in [short_statement(each) for each in read_statements(database)]


def test_a_question_that_the_course_no_longer_has_is_named_by_the_lms_s_report(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    tracks = {
        "suspend_data": encode_state(state(seen=[], answers={"old-choice": "a,c 1"})),
        "cmi.interactions_0.id": "old-choice",
        "cmi.interactions_0.type": "choice",
    }
    site.store_tracks(SCO, 31, lesson_status="incomplete", **tracks)
    harvests().with_outlines(outline()).run()
    assert [short_statement(each) for each in read_statements(database)] == ["answered old-choice: a[,]c"]


def test_the_key_of_copies_in_a_browser_stays_in_the_lms(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    run = harvests().with_outlines(outline())
    run.run()
    run.close()
    files = Path(database.removeprefix("sqlite:///")).parent.glob("lrs.db*")
    kept = b"".join(file.read_bytes() for file in files)
    assert REGISTRATION.encode() in kept
    assert SECRET.encode() not in kept


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({}, ["completed care", "passed care"]),
        ({"report": "passed"}, ["completed care"]),
        ({"grade": "completion"}, ["completed care"]),
        ({"grade": "none"}, ["completed care", "passed care"]),
        ({"score": 80}, ["completed care", "passed care"]),
    ],
)
def test_an_lms_that_says_passed_of_all_who_are_done_says_no_more_than_that(
    site: FakeMoodle, harvests: Harvests, database: str, rule: dict[str, Any], told: list[str]
) -> None:
    site.store_tracks(SCO, 31, lesson_status="passed", score="100")
    site.completion[7, 32] = (2, 1795000000)
    site.store_tracks(SCO, 32, lesson_status="incomplete")
    harvests().with_outlines(outline(**rule)).run()
    assert [short_statement(each) for each in read_statements(database)] == told * 2


def test_a_hundred_for_who_is_done_is_no_score(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    site.store_tracks(SCO, 31, lesson_status="failed", score="100")
    harvests().with_outlines(outline(grade="completion")).run()
    (statement,) = read_statements(database)
    assert statement["result"] == {"success": False, "completion": True}


@pytest.mark.parametrize(
    "suspend_data", ["", "page=3", "2", "50", "2abc", "1!!!", encode_suspend_data(["not a state"])]
)
def test_a_state_that_is_not_ours_gives_completion_only(
    site: FakeMoodle, harvests: Harvests, database: str, suspend_data: str
) -> None:
    site.store_tracks(SCO, 31, lesson_status="completed", suspend_data=suspend_data)
    harvests().with_outlines(outline()).run()
    assert [short_statement(each) for each in read_statements(database)] == ["completed care"]


def test_a_state_without_registration_gets_one_that_stays(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(
        SCO,
        31,
        lesson_status="incomplete",
        suspend_data=encode_suspend_data(state(registration=None, seen=["start"])),
    )
    harvests().with_outlines(outline()).run()
    first = len(read_statements(database))
    site.set_last_access(31, NOW + 30)
    site.store_tracks(
        SCO, 31, lesson_status="completed", suspend_data=encode_suspend_data(state(registration=None))
    )
    harvests(now=NOW + 60).run()
    statements = read_statements(database)
    assert len({each["context"]["registration"] for each in statements}) == 1
    assert [short_statement(each) for each in statements[first:]] == [
        "experienced end",
        *FINISHED_STATEMENTS[7:],
    ]


def test_a_teacher_who_decides_that_it_is_done_is_believed(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(
        SCO, 31, lesson_status="incomplete", suspend_data=encode_suspend_data(state(seen=[], answers={}))
    )
    site.completion[7, 31] = (1, 1795000000)
    harvests().with_outlines(outline()).run()
    (statement,) = read_statements(database)
    assert (statement["id"], statement["timestamp"]) == (
        word.statement_id(REGISTRATION, "lms completed"),
        "2026-11-18T11:06:40.000Z",
    )


def test_each_attempt_is_read_and_an_old_one_once(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, 1, **DONE_ELEMENTS)
    second = state(registration=OTHER_REGISTRATION, seen=["start"], answers={})
    site.store_tracks(SCO, 31, 2, lesson_status="incomplete", suspend_data=encode_suspend_data(second))
    harvests().with_outlines(outline()).run()
    assert len({each["context"]["registration"] for each in read_statements(database)}) == 2
    site.calls.clear()
    harvests(now=NOW + DAY).run()
    assert count_calls(site, "sco_tracks") == 3  # the last attempt of each of three learners


def test_an_attempt_that_has_just_begun_does_not_hide_the_one_before(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, 1, **DONE_ELEMENTS)
    site.store_tracks(SCO, 31, 2)
    harvests().with_outlines(outline()).run()
    assert [short_statement(each) for each in read_statements(database)] == FINISHED_STATEMENTS


def start_second_attempt(site: FakeMoodle) -> None:
    """A second attempt of anna's, not far on."""
    second = state(registration=OTHER_REGISTRATION, seen=["start"], answers={})
    site.store_tracks(SCO, 31, 2, lesson_status="incomplete", suspend_data=encode_suspend_data(second))


@pytest.mark.parametrize("between", [True, False])
def test_what_moodle_says_of_an_attempt_is_not_said_of_a_later_one(
    site: FakeMoodle, harvests: Harvests, database: str, between: bool
) -> None:
    site.store_tracks(SCO, 31, 1, **DONE_ELEMENTS)
    site.completion[7, 31] = (1, 1795000000)
    if between:
        harvests().with_outlines(outline()).run()
    start_second_attempt(site)
    harvests(now=NOW + DAY).with_outlines(outline()).run()
    second = [
        each for each in read_statements(database) if each["context"]["registration"] == OTHER_REGISTRATION
    ]
    assert [short_statement(each) for each in second] == ["experienced start", "progressed care"]


def test_what_a_teacher_decided_is_said_once_and_not_asked_again(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(
        SCO, 31, lesson_status="incomplete", suspend_data=encode_suspend_data(state(seen=[], answers={}))
    )
    site.completion[7, 31] = (1, 1795000000)
    harvests().with_outlines(outline()).run()
    start_second_attempt(site)
    site.calls.clear()
    harvests(now=NOW + DAY).run()
    assert [short_statement(each) for each in read_statements(database)].count("completed care") == 1
    assert count_calls(site, "completion_status") == 0


def test_a_changed_answer_is_added(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    changed = state(answers={**ANSWERS, "q-open": "Other words"}, revisions={"q-open": 2})
    site.store_tracks(SCO, 31, lesson_status="completed", suspend_data=encode_suspend_data(changed))
    site.set_last_access(31, NOW + 30)
    summary = harvests(now=NOW + 60).run()
    assert (summary.new, summary.attempts) == (1, 1)
    assert short_statement(read_statements(database)[-1]) == "answered q-open: Other words"


def test_who_was_not_there_since_costs_no_request(site: FakeMoodle, harvests: Harvests) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    site.calls.clear()
    summary = harvests(now=NOW + HOUR).run()
    assert count_calls(site, "sco_tracks") + count_calls(site, "completion_status") == 0
    assert summary.spared == 3


def test_who_was_there_since_is_asked_about_with_one_request(site: FakeMoodle, harvests: Harvests) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    site.set_last_access(31, NOW + 30)
    site.calls.clear()
    site.store_tracks(
        SCO, 31, lesson_status="completed", score="90", suspend_data=encode_suspend_data(state(count=10))
    )
    assert harvests(now=NOW + 60).run().attempts == 1
    assert count_calls(site, "sco_tracks") == 1


def test_a_visit_that_was_noted_shortly_before_a_look_may_go_on_after_it(
    site: FakeMoodle, harvests: Harvests
) -> None:
    site.set_last_access(31, NOW - 600)
    harvests().with_outlines(outline()).run()
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    assert harvests(now=NOW + 60).run().attempts == 1


def test_once_a_day_everybody_is_asked_about(site: FakeMoodle, harvests: Harvests) -> None:
    harvests().with_outlines(outline()).run()
    site.store_tracks(SCO, 33, **DONE_ELEMENTS)  # done offline in Moodle's app: no visit is noted
    assert harvests(now=NOW + HOUR).run().attempts == 0
    assert harvests(now=NOW + DAY).run().attempts == 1


def test_without_the_times_of_visits_each_learner_costs_one_request(
    site: FakeMoodle, harvests: Harvests
) -> None:
    site.last_access_hidden = True
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    harvests().with_outlines(outline()).run()
    site.calls.clear()
    harvests(now=NOW + 60).run()
    assert count_calls(site, "sco_tracks") == 3


def test_full_reads_all_attempts_again(site: FakeMoodle, harvests: Harvests) -> None:
    site.store_tracks(SCO, 31, 1, **DONE_ELEMENTS)
    site.store_tracks(SCO, 31, 2, lesson_status="incomplete", suspend_data="")
    harvests().with_outlines(outline()).run()
    summary = harvests(full=True, now=NOW + 60).run()
    assert (summary.attempts, summary.new, summary.spared) == (2, 0, 0)


def test_all_pages_of_participants_are_read_also_where_some_may_not_be_seen(
    site: FakeMoodle, moodle: Moodle
) -> None:
    for number in range(100, 350):
        site.add_learner(number, f"user{number}", f"User {number}", 0)
    site.invisible_learners |= set(range(100, 260))
    assert [learner.id for learner in moodle.learners(2)] == [31, 32, 33, *range(260, 350)]


def test_a_learner_who_cannot_be_read_does_not_stop_the_rest(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.unreadable_learners.add(31)
    site.store_tracks(SCO, 32, **DONE_ELEMENTS)
    summary = harvests().with_outlines(outline()).run()
    assert len(read_statements(database)) == 10
    assert len(summary.faults) == 1
    assert summary.faults[0].startswith("activity 7, learner 31: ")
    assert "anna" not in summary.faults[0].lower()


def test_a_missing_capability_is_told_once_with_its_name(site: FakeMoodle, harvests: Harvests) -> None:
    site.forbidden_functions.add("mod_scorm_get_scorm_sco_tracks")
    summary = harvests().with_outlines(outline()).run()
    assert [fault for fault in summary.faults if "mod/scorm:viewreport" in fault] == summary.faults
    assert len(summary.faults) == count_calls(site, "sco_tracks") == 1
    site.forbidden_functions.clear()
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    assert harvests(now=NOW + 60).run().attempts == 1


def test_completion_that_may_not_be_seen_is_told_once(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.forbidden_functions.add("core_completion_get_activities_completion_status")
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    site.store_tracks(
        SCO,
        32,
        lesson_status="completed",
        suspend_data=encode_suspend_data(state(registration=OTHER_REGISTRATION)),
    )
    summary = harvests().with_outlines(outline()).run()
    assert len(summary.faults) == 1
    assert "report/progress:view" in summary.faults[0]
    assert len(read_statements(database)) == 20


def test_hidden_user_names_are_told_with_the_capability(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.names_hidden = True
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    summary = harvests().with_outlines(outline()).run()
    assert summary.faults == [
        "course 2: Moodle hides the user names of 3 learners\n"
        "  hint: give the token's account the capability moodle/user:viewalldetails"
    ]
    assert read_statements(database) == []


def test_a_course_that_may_not_be_seen_does_not_stop_the_rest(site: FakeMoodle, harvests: Harvests) -> None:
    site.forbidden_functions.add("core_enrol_get_enrolled_users")
    assert (
        harvests()
        .with_outlines(outline())
        .run()
        .faults[0]
        .startswith("course 2: core_enrol_get_enrolled_users")
    )


def test_a_course_that_was_asked_for_and_is_closed_to_the_account_is_told(
    site: FakeMoodle, harvests: Harvests
) -> None:
    site.closed_courses.add(2)
    (fault,) = harvests().with_outlines(outline()).run("2").faults
    assert fault.startswith("course 2: Moodle doesn't let the token's account in")
    assert "moodle/course:view," in fault


def test_a_closed_course_that_nobody_asked_for_is_left_out_in_silence(
    site: FakeMoodle, harvests: Harvests
) -> None:
    site.courses[3] = "FIRE"
    site.closed_courses.add(3)
    assert harvests().with_outlines(outline()).run().faults == []


def test_seeing_no_activity_at_all_is_told_with_the_capability(site: FakeMoodle, harvests: Harvests) -> None:
    site.scorms.clear()
    (fault,) = harvests().run().faults
    assert "moodle/course:viewhiddenactivities" in fault


def test_seeing_no_learner_at_all_is_told_with_the_capability(site: FakeMoodle, harvests: Harvests) -> None:
    site.invisible_learners |= {31, 32, 33}
    (fault,) = harvests().with_outlines(outline()).run().faults
    assert "moodle/user:viewdetails" in fault
    assert "moodle/site:accessallgroups" in fault


def test_courses_are_chosen_by_number_or_short_name(site: FakeMoodle, harvests: Harvests) -> None:
    site.courses[3] = "FIRE"
    site.add_scorm(6, 8, "Fire drill", ("ITEM-1", "MANIFEST-1"), course=3)
    assert harvests().run().activities == 2
    assert harvests().run("FIRE").activities == 1
    assert harvests().run("2", "FIRE").activities == 2
    with pytest.raises(LmsError, match="no course has the short name 'GONE'"):
        harvests().run("GONE")


def test_a_token_that_is_revoked_in_the_middle_ends_it_and_keeps_what_was_read(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    for number, learner in enumerate((31, 32)):
        registration = (REGISTRATION, OTHER_REGISTRATION)[number]
        site.store_tracks(
            SCO,
            learner,
            lesson_status="completed",
            suspend_data=encode_suspend_data(state(registration=registration)),
        )
    run = harvests().with_outlines(outline())
    site.revoke_after = len(site.calls) + 6
    with pytest.raises(TokenError, match="make a new token"):
        run.run()
    assert run.harvest.summary.new == len(read_statements(database)) == 10
    site.revoke_after = None
    assert harvests(now=NOW + 60).run().new == 10


def test_a_run_that_was_killed_between_storing_and_noting_repeats_nothing(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)

    class Killed(BaseException):
        """As kill -9: nothing after it runs."""

    run = harvests().with_outlines(outline())
    ingest: Any = run.ingest

    class Dying:
        """An ingest whose machine stops after statements were stored."""

        def __getattr__(self, name: str) -> Any:
            return getattr(ingest, name)

        def store_statements(self, statements: list[Any]) -> None:
            ingest.store_statements(statements)
            raise Killed

    dying: Any = Dying()
    run.harvest.ingest = dying
    with pytest.raises(Killed):
        run.run()
    summary = harvests(now=NOW + 60).run()
    assert (summary.new, summary.known) == (0, 10)
    assert [short_statement(each) for each in read_statements(database)] == FINISHED_STATEMENTS


def test_two_runs_at_once_store_everything_once(
    site: FakeMoodle, moodle: Moodle, either_database: str
) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    first, second = (
        HarvestRun(moodle, either_database).with_outlines(outline()),
        HarvestRun(moodle, either_database),
    )
    threads = [Thread(target=run.run) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first.close()
    second.close()
    assert sorted(short_statement(each) for each in read_statements(either_database)) == sorted(
        FINISHED_STATEMENTS
    )


def test_what_was_erased_does_not_come_back(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    site.store_tracks(SCO, 31, **DONE_ELEMENTS)
    run = harvests().with_outlines(outline())
    mark = registration_mark(run.ingest.scheme.key, REGISTRATION)
    found = Database.open(database)
    with found.writing() as connection:
        owner = organisations.find_organisation(connection, "default").id
        row = {"organisation": owner, "mark": mark, "until": 2**62}
        connection.execute(
            text("insert into erased (organisation, mark, until) values (:organisation, :mark, :until)"), row
        )
    found.close()
    summary = run.run()
    assert (summary.new, summary.dropped) == (0, 10)
    assert read_statements(database) == []


def test_a_learner_who_writes_nonsense_does_no_harm(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    hostile = state(
        answers={"q-open": "\ud800\0" * 9, "x y": "z", "q-choice": "</script>,; drop table"},
        seen=["../../etc", "start", "<b>"],
        revisions={"q-open": 10**30},
        sessions=["?"],
    )
    site.store_tracks(
        SCO, 31, lesson_status="passed", score="1e9", suspend_data="1" + deflate_text(json.dumps(hostile))
    )
    summary = harvests().with_outlines(outline()).run()
    assert summary.faults == []
    assert [short_statement(each) for each in read_statements(database)] == [
        "experienced start",
        "answered q-open: " + "\ufffd" * 18,
        "answered q-choice: </script>[,];",
        "progressed care",
        "completed care",
        "completed care",
        "passed care",
    ]
