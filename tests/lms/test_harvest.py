"""A harvest of Moodle: what learners did becomes statements, once, with few requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from support.lms.course_sample import (
    ANSWERS,
    IRI,
    OTHER_REGISTRATION,
    REGISTRATION,
    SECRET,
    outline,
    packed,
    packed_text,
    question,
    state,
    written,
)
from support.lms.moodle_stand_in import Site
from support.lms.runs import NOW, Run, brief, stored

from scormbuild import vocabulary as word
from scormbuild.errors import LmsError, TokenError
from scormbuild.lms.moodle.client import Moodle
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.privacy.pseudonym import registration_mark

Harvests = Callable[..., Run]
SCO, OTHER_SCO = 501, 601
HOUR, DAY = 3600, 24 * 3600
DONE = {"lesson_status": "completed", "suspend_data": written(state())}
FINISHED = [
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


def asked(site: Site, function: str) -> int:
    return sum(each.endswith(function) for each, _ in site.asked)


def test_answers_and_completion_arrive_on_either_database(
    site: Site, harvests: Harvests, either_database: str
) -> None:
    site.play(SCO, 31, **DONE)
    summary = harvests(either_database).knowing(outline()).run()
    statements = stored(either_database)
    assert [brief(each) for each in statements] == FINISHED
    assert (summary.new, summary.known, summary.attempts, summary.learners, summary.faults) == (
        10,
        0,
        1,
        3,
        [],
    )
    assert harvests(either_database).run().new == 0
    assert len(stored(either_database)) == 10


def test_the_lms_vouches_in_a_statement_of_its_own(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, lesson_status="passed", score="85", suspend_data=packed(state()))
    harvests().knowing(outline()).run()
    ids = {each["id"] for each in stored(database)}
    assert {word.statement_id(REGISTRATION, name) for name in ("lms completed", "lms passed 85")} <= ids


def test_every_statement_bears_the_road_and_no_name(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    for statement in stored(database):
        assert statement["authority"]["account"]["name"] == "lms/moodle.example.org"
        assert statement["actor"]["account"]["name"].startswith("p_")
        assert not {"anna", "Anna", "31"} & set(str(statement["actor"]).replace("'", " ").split())


def test_number_and_user_name_are_joined(site: Site, harvests: Harvests, database: str) -> None:
    run = harvests().knowing(outline())
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
    site.play(SCO, 31, **DONE)
    harvests(now=NOW + DAY).run()
    assert len({each["actor"]["account"]["name"] for each in stored(database)}) == 1


def test_the_timestamp_is_when_the_lms_stored_it(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, at=1791000000, **DONE)
    harvests().knowing(outline()).run()
    assert {each["timestamp"] for each in stored(database)} == {"2026-10-03T04:00:00.000Z"}


def test_the_activity_is_mapped_to_the_course_by_itself(site: Site, harvests: Harvests) -> None:
    run = harvests().knowing(outline())
    run.run()
    assert run.inlet.mapping() == {f"{site.url}/mod/scorm/view.php?id=7": IRI}


def test_a_course_that_the_receiver_does_not_know_gives_completion_only_and_says_so(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, **DONE)
    summary = harvests().run()
    assert [brief(each) for each in stored(database)] == ["completed view.php?id=7"]
    assert "looks like the course 'care'" in summary.faults[0]
    assert "scormbuild lrs course add" in summary.faults[0]


def test_once_the_course_is_known_its_attempts_are_read_again(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, **DONE)
    harvests().run()
    harvests(now=NOW + 60).knowing(outline()).run()
    assert [brief(each) for each in stored(database)] == ["completed view.php?id=7", *FINISHED]


def test_a_package_of_others_gives_completion_only(site: Site, harvests: Harvests, database: str) -> None:
    site.add_scorm(6, 8, "Fire drill", ("ITEM-1", "MANIFEST-1"))
    site.play(OTHER_SCO, 31, lesson_status="passed", score="66.67", suspend_data="page=3")
    summary = harvests().knowing(outline()).run()
    statements = stored(database)
    assert [brief(each) for each in statements] == ["completed view.php?id=8", "passed view.php?id=8"]
    assert statements[0]["object"]["definition"]["name"] == {"und": "Fire drill"}
    assert statements[1]["result"]["score"] == {"scaled": 0.6667, "raw": 66.67, "min": 0, "max": 100}
    assert summary.faults == []


def test_a_mapping_by_hand_goes_before_the_manifest(site: Site, harvests: Harvests, database: str) -> None:
    site.add_scorm(6, 8, "Old care", ("ITEM-1", "MANIFEST-1"))
    site.play(OTHER_SCO, 31, **DONE)
    run = harvests().knowing(outline())
    run.inlet.map_activity(f"{site.url}/mod/scorm/view.php?id=8", IRI)
    run.run()
    assert [brief(each) for each in stored(database)] == FINISHED


def test_a_package_of_several_scos_is_vouched_for_by_moodle_only(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.add_scorm(6, 8, "Two parts", ("A", "M"), ("B", "M"))
    site.play(OTHER_SCO, 31, lesson_status="completed")
    harvests().run()
    assert stored(database) == []
    site.completion[8, 31] = (1, 1795000000)
    site.play(602, 31, lesson_status="completed", at=1796000000)
    harvests(now=NOW + DAY).run()
    assert [(brief(each), each["timestamp"][:10]) for each in stored(database)] == [
        ("completed view.php?id=8", "2026-11-18")
    ]


def test_a_state_of_an_older_player_gives_the_same_statements(site: Site, harvests: Harvests) -> None:
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    site.play(SCO, 31, suspend_data=packed(state()))
    summary = harvests(now=NOW + DAY).run()
    assert (summary.new, summary.known) == (0, 10)


def test_a_report_s_cleaned_and_cut_text_never_stands_for_the_whole_words(
    site: Site, harvests: Harvests, database: str
) -> None:
    text = "Half & half,\n50% + more 🙂 " * 20
    course = outline(question("q-words", "open"))
    tracks = {
        "suspend_data": written(state(answers={"q-words": text})),
        "cmi.interactions_0.id": "q-words",
        "cmi.interactions_0.type": "fill-in",
        "cmi.interactions_0.student_response": "Half \uff06 half, 50\uff05 \uff0b more \ufffd",
    }
    site.play(SCO, 31, lesson_status="incomplete", **tracks)
    harvests().knowing(course).run()
    assert f"answered q-words: {text}" in [brief(each) for each in stored(database)]


def test_a_question_that_the_course_no_longer_has_is_named_by_the_lms_s_report(
    site: Site, harvests: Harvests, database: str
) -> None:
    tracks = {
        "suspend_data": written(state(seen=[], answers={"old-choice": "a,c 1"})),
        "cmi.interactions_0.id": "old-choice",
        "cmi.interactions_0.type": "choice",
    }
    site.play(SCO, 31, lesson_status="incomplete", **tracks)
    harvests().knowing(outline()).run()
    assert [brief(each) for each in stored(database)] == ["answered old-choice: a[,]c"]


def test_the_key_of_copies_in_a_browser_stays_in_the_lms(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, **DONE)
    run = harvests().knowing(outline())
    run.run()
    run.close()
    files = Path(database.removeprefix("sqlite:///")).parent.glob("receiver.db*")
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
    site: Site, harvests: Harvests, database: str, rule: dict[str, Any], told: list[str]
) -> None:
    site.play(SCO, 31, lesson_status="passed", score="100")
    site.completion[7, 32] = (2, 1795000000)
    site.play(SCO, 32, lesson_status="incomplete")
    harvests().knowing(outline(**rule)).run()
    assert [brief(each) for each in stored(database)] == told * 2


def test_a_hundred_for_who_is_done_is_no_score(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, lesson_status="failed", score="100")
    harvests().knowing(outline(grade="completion")).run()
    (statement,) = stored(database)
    assert statement["result"] == {"success": False, "completion": True}


@pytest.mark.parametrize("suspend_data", ["", "page=3", "2", "50", "2abc", "1!!!", packed(["not a state"])])
def test_a_state_that_is_not_ours_gives_completion_only(
    site: Site, harvests: Harvests, database: str, suspend_data: str
) -> None:
    site.play(SCO, 31, lesson_status="completed", suspend_data=suspend_data)
    harvests().knowing(outline()).run()
    assert [brief(each) for each in stored(database)] == ["completed care"]


def test_a_state_without_registration_gets_one_that_stays(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(
        SCO, 31, lesson_status="incomplete", suspend_data=packed(state(registration=None, seen=["start"]))
    )
    harvests().knowing(outline()).run()
    first = len(stored(database))
    site.visit(31, NOW + 30)
    site.play(SCO, 31, lesson_status="completed", suspend_data=packed(state(registration=None)))
    harvests(now=NOW + 60).run()
    statements = stored(database)
    assert len({each["context"]["registration"] for each in statements}) == 1
    assert [brief(each) for each in statements[first:]] == ["experienced end", *FINISHED[7:]]


def test_a_teacher_who_decides_that_it_is_done_is_believed(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, lesson_status="incomplete", suspend_data=packed(state(seen=[], answers={})))
    site.completion[7, 31] = (1, 1795000000)
    harvests().knowing(outline()).run()
    (statement,) = stored(database)
    assert (statement["id"], statement["timestamp"]) == (
        word.statement_id(REGISTRATION, "lms completed"),
        "2026-11-18T11:06:40.000Z",
    )


def test_each_attempt_is_read_and_an_old_one_once(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, 1, **DONE)
    second = state(registration=OTHER_REGISTRATION, seen=["start"], answers={})
    site.play(SCO, 31, 2, lesson_status="incomplete", suspend_data=packed(second))
    harvests().knowing(outline()).run()
    assert len({each["context"]["registration"] for each in stored(database)}) == 2
    site.asked.clear()
    harvests(now=NOW + DAY).run()
    assert asked(site, "sco_tracks") == 3  # the last attempt of each of three learners


def test_an_attempt_that_has_just_begun_does_not_hide_the_one_before(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, 1, **DONE)
    site.play(SCO, 31, 2)
    harvests().knowing(outline()).run()
    assert [brief(each) for each in stored(database)] == FINISHED


def begin_again(site: Site) -> None:
    """A second attempt of anna's, not far on."""
    second = state(registration=OTHER_REGISTRATION, seen=["start"], answers={})
    site.play(SCO, 31, 2, lesson_status="incomplete", suspend_data=packed(second))


@pytest.mark.parametrize("between", [True, False])
def test_what_moodle_says_of_an_attempt_is_not_said_of_a_later_one(
    site: Site, harvests: Harvests, database: str, between: bool
) -> None:
    site.play(SCO, 31, 1, **DONE)
    site.completion[7, 31] = (1, 1795000000)
    if between:
        harvests().knowing(outline()).run()
    begin_again(site)
    harvests(now=NOW + DAY).knowing(outline()).run()
    second = [each for each in stored(database) if each["context"]["registration"] == OTHER_REGISTRATION]
    assert [brief(each) for each in second] == ["experienced start", "progressed care"]


def test_what_a_teacher_decided_is_said_once_and_not_asked_again(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, lesson_status="incomplete", suspend_data=packed(state(seen=[], answers={})))
    site.completion[7, 31] = (1, 1795000000)
    harvests().knowing(outline()).run()
    begin_again(site)
    site.asked.clear()
    harvests(now=NOW + DAY).run()
    assert [brief(each) for each in stored(database)].count("completed care") == 1
    assert asked(site, "completion_status") == 0


def test_a_changed_answer_is_added(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    changed = state(answers={**ANSWERS, "q-open": "Other words"}, revisions={"q-open": 2})
    site.play(SCO, 31, lesson_status="completed", suspend_data=packed(changed))
    site.visit(31, NOW + 30)
    summary = harvests(now=NOW + 60).run()
    assert (summary.new, summary.attempts) == (1, 1)
    assert brief(stored(database)[-1]) == "answered q-open: Other words"


def test_who_was_not_there_since_costs_no_request(site: Site, harvests: Harvests) -> None:
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    site.asked.clear()
    summary = harvests(now=NOW + HOUR).run()
    assert asked(site, "sco_tracks") + asked(site, "completion_status") == 0
    assert summary.spared == 3


def test_who_was_there_since_is_asked_about_with_one_request(site: Site, harvests: Harvests) -> None:
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    site.visit(31, NOW + 30)
    site.asked.clear()
    site.play(SCO, 31, lesson_status="completed", score="90", suspend_data=packed(state(count=10)))
    assert harvests(now=NOW + 60).run().attempts == 1
    assert asked(site, "sco_tracks") == 1


def test_a_visit_that_was_noted_shortly_before_a_look_may_go_on_after_it(
    site: Site, harvests: Harvests
) -> None:
    site.visit(31, NOW - 600)
    harvests().knowing(outline()).run()
    site.play(SCO, 31, **DONE)
    assert harvests(now=NOW + 60).run().attempts == 1


def test_once_a_day_everybody_is_asked_about(site: Site, harvests: Harvests) -> None:
    harvests().knowing(outline()).run()
    site.play(SCO, 33, **DONE)  # done offline in Moodle's app: no visit is noted
    assert harvests(now=NOW + HOUR).run().attempts == 0
    assert harvests(now=NOW + DAY).run().attempts == 1


def test_without_the_times_of_visits_each_learner_costs_one_request(site: Site, harvests: Harvests) -> None:
    site.visits_hidden = True
    site.play(SCO, 31, **DONE)
    harvests().knowing(outline()).run()
    site.asked.clear()
    harvests(now=NOW + 60).run()
    assert asked(site, "sco_tracks") == 3


def test_full_reads_all_attempts_again(site: Site, harvests: Harvests) -> None:
    site.play(SCO, 31, 1, **DONE)
    site.play(SCO, 31, 2, lesson_status="incomplete", suspend_data="")
    harvests().knowing(outline()).run()
    summary = harvests(full=True, now=NOW + 60).run()
    assert (summary.attempts, summary.new, summary.spared) == (2, 0, 0)


def test_all_pages_of_participants_are_read_also_where_some_may_not_be_seen(
    site: Site, moodle: Moodle
) -> None:
    for number in range(100, 350):
        site.add_learner(number, f"user{number}", f"User {number}", 0)
    site.invisible |= set(range(100, 260))
    assert [learner.id for learner in moodle.learners(2)] == [31, 32, 33, *range(260, 350)]


def test_a_learner_who_cannot_be_read_does_not_stop_the_rest(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.broken.add(31)
    site.play(SCO, 32, **DONE)
    summary = harvests().knowing(outline()).run()
    assert len(stored(database)) == 10
    assert len(summary.faults) == 1
    assert summary.faults[0].startswith("activity 7, learner 31: ")
    assert "anna" not in summary.faults[0].lower()


def test_a_missing_capability_is_told_once_with_its_name(site: Site, harvests: Harvests) -> None:
    site.forbidden.add("mod_scorm_get_scorm_sco_tracks")
    summary = harvests().knowing(outline()).run()
    assert [fault for fault in summary.faults if "mod/scorm:viewreport" in fault] == summary.faults
    assert len(summary.faults) == asked(site, "sco_tracks") == 1
    site.forbidden.clear()
    site.play(SCO, 31, **DONE)
    assert harvests(now=NOW + 60).run().attempts == 1


def test_completion_that_may_not_be_seen_is_told_once(site: Site, harvests: Harvests, database: str) -> None:
    site.forbidden.add("core_completion_get_activities_completion_status")
    site.play(SCO, 31, **DONE)
    site.play(SCO, 32, lesson_status="completed", suspend_data=packed(state(registration=OTHER_REGISTRATION)))
    summary = harvests().knowing(outline()).run()
    assert len(summary.faults) == 1
    assert "report/progress:view" in summary.faults[0]
    assert len(stored(database)) == 20


def test_hidden_user_names_are_told_with_the_capability(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.names_hidden = True
    site.play(SCO, 31, **DONE)
    summary = harvests().knowing(outline()).run()
    assert summary.faults == [
        "course 2: Moodle hides the user names of 3 learners\n"
        "  hint: give the token's account the capability moodle/user:viewalldetails"
    ]
    assert stored(database) == []


def test_a_course_that_may_not_be_seen_does_not_stop_the_rest(site: Site, harvests: Harvests) -> None:
    site.forbidden.add("core_enrol_get_enrolled_users")
    assert harvests().knowing(outline()).run().faults[0].startswith("course 2: core_enrol_get_enrolled_users")


def test_a_course_that_was_asked_for_and_is_closed_to_the_account_is_told(
    site: Site, harvests: Harvests
) -> None:
    site.closed.add(2)
    (fault,) = harvests().knowing(outline()).run("2").faults
    assert fault.startswith("course 2: Moodle doesn't let the token's account in")
    assert "moodle/course:view," in fault


def test_a_closed_course_that_nobody_asked_for_is_left_out_in_silence(site: Site, harvests: Harvests) -> None:
    site.courses[3] = "FIRE"
    site.closed.add(3)
    assert harvests().knowing(outline()).run().faults == []


def test_seeing_no_activity_at_all_is_told_with_the_capability(site: Site, harvests: Harvests) -> None:
    site.scorms.clear()
    (fault,) = harvests().run().faults
    assert "moodle/course:viewhiddenactivities" in fault


def test_seeing_no_learner_at_all_is_told_with_the_capability(site: Site, harvests: Harvests) -> None:
    site.invisible |= {31, 32, 33}
    (fault,) = harvests().knowing(outline()).run().faults
    assert "moodle/user:viewdetails" in fault
    assert "moodle/site:accessallgroups" in fault


def test_courses_are_chosen_by_number_or_short_name(site: Site, harvests: Harvests) -> None:
    site.courses[3] = "FIRE"
    site.add_scorm(6, 8, "Fire drill", ("ITEM-1", "MANIFEST-1"), course=3)
    assert harvests().run().activities == 2
    assert harvests().run("FIRE").activities == 1
    assert harvests().run("2", "FIRE").activities == 2
    with pytest.raises(LmsError, match="no course has the short name 'GONE'"):
        harvests().run("GONE")


def test_a_token_that_is_revoked_in_the_middle_ends_it_and_keeps_what_was_read(
    site: Site, harvests: Harvests, database: str
) -> None:
    for number, learner in enumerate((31, 32)):
        registration = (REGISTRATION, OTHER_REGISTRATION)[number]
        site.play(
            SCO, learner, lesson_status="completed", suspend_data=packed(state(registration=registration))
        )
    run = harvests().knowing(outline())
    site.revoke_after = len(site.asked) + 6
    with pytest.raises(TokenError, match="make a new token"):
        run.run()
    assert run.harvest.summary.new == len(stored(database)) == 10
    site.revoke_after = None
    assert harvests(now=NOW + 60).run().new == 10


def test_a_run_that_was_killed_between_storing_and_noting_repeats_nothing(
    site: Site, harvests: Harvests, database: str
) -> None:
    site.play(SCO, 31, **DONE)

    class Killed(BaseException):
        """As kill -9: nothing after it runs."""

    run = harvests().knowing(outline())
    ingest: Any = run.inlet

    class Dying:
        """An ingest whose machine stops after statements were stored."""

        def __getattr__(self, name: str) -> Any:
            return getattr(ingest, name)

        def store_statements(self, statements: list[Any]) -> None:
            ingest.store_statements(statements)
            raise Killed

    run.harvest.ingest = run.harvest.writer.__dict__["ingest"] = Dying()
    with pytest.raises(Killed):
        run.run()
    summary = harvests(now=NOW + 60).run()
    assert (summary.new, summary.known) == (0, 10)
    assert [brief(each) for each in stored(database)] == FINISHED


def test_two_runs_at_once_store_everything_once(site: Site, moodle: Moodle, either_database: str) -> None:
    site.play(SCO, 31, **DONE)
    first, second = Run(moodle, either_database).knowing(outline()), Run(moodle, either_database)
    threads = [Thread(target=run.run) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first.close()
    second.close()
    assert sorted(brief(each) for each in stored(either_database)) == sorted(FINISHED)


def test_what_was_erased_does_not_come_back(site: Site, harvests: Harvests, database: str) -> None:
    site.play(SCO, 31, **DONE)
    run = harvests().knowing(outline())
    mark = registration_mark(run.inlet.scheme.key, REGISTRATION)
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
    assert stored(database) == []


def test_a_learner_who_writes_nonsense_does_no_harm(site: Site, harvests: Harvests, database: str) -> None:
    hostile = state(
        answers={"q-open": "\ud800\0" * 9, "x y": "z", "q-choice": "</script>,; drop table"},
        seen=["../../etc", "start", "<b>"],
        revisions={"q-open": 10**30},
        sessions=["?"],
    )
    site.play(
        SCO, 31, lesson_status="passed", score="1e9", suspend_data="1" + packed_text(json.dumps(hostile))
    )
    summary = harvests().knowing(outline()).run()
    assert summary.faults == []
    assert [brief(each) for each in stored(database)] == [
        "experienced start",
        "answered q-open: " + "\ufffd" * 18,
        "answered q-choice: </script>[,];",
        "progressed care",
        "completed care",
        "completed care",
        "passed care",
    ]
