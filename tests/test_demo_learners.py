"""The crowd: what it does could be told by a player and found in an LMS, and is no machine's doing."""

from __future__ import annotations

import sqlite3
import statistics
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from support.course.ask_course import write_ask_course
from support.course.quizzes import choice, quiz
from support.course.sample_course import FRONT_MATTER, SETTINGS, write_sample_course
from support.course.scenarios import ANGRY_RELATIVE
from support.profile_check import problems, registration_problems

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "benchmarks"))

import courses
import year

from scormbuild.course.build import build_course
from scormbuild.course.outline import course_outline
from scormbuild.demo.learners import LearnerAction, simulate_attempt
from scormbuild.demo.plan import Plan
from scormbuild.demo.replies import draw_habits, draw_reply
from scormbuild.demo.schedule import (
    DAY_MILLISECONDS,
    HOUR_MILLISECONDS,
    local_day,
    midnight_milliseconds,
    visit_moment,
)
from scormbuild.demo.schedule import format_timestamp as moment
from scormbuild.demo.seed import DAYS, LEARNERS, simulated_learners
from scormbuild.demo.statements import LMS, PACKAGE, action_statement, incoming_actions
from scormbuild.lms.completion import is_answered, is_right
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import format_timestamp

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = 1_795_430_000_000  # 2026-11-23
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "anna"}}
REGISTRATION = "5c7e2a94-0b1d-4f63-9a58-3d2e71c6b80f"
ROLE = ":::{role} job\nWhat do you do?\n\n- nurse: I am a nurse\n- cook: I cook\n:::\n"
OUTLINES = {
    "webcare": course_outline(build_course(ROOT / "content/webcare").course),
    "starter": course_outline(build_course(ROOT / "src/scormbuild/course/starter/en").course),
    "scored": next(each for each in courses.outlines(1) if each["course"]["completion"]["score"]),
}
with TemporaryDirectory() as folder:
    # A role, a page of one role, a scenario, and a quiz of which two questions are drawn.
    pages = {
        "pages/start.md": FRONT_MATTER + ROLE + ANGRY_RELATIVE,
        "pages/kitchen.md": "---\ntitle: Kitchen\nfor: cook\n---\nPans.\n",
        "pages/exam.md": FRONT_MATTER + quiz(*map(choice, "abcde"), options=":draw: 2\n:pass: 50"),
    }
    varied = write_sample_course(Path(folder), {"course.yaml": f"{SETTINGS}  - kitchen\n  - exam\n", **pages})
    OUTLINES["varied"] = course_outline(build_course(varied).course)
for where in ("receiver", "nowhere", "lms"):
    kept = [each | {"answers": where} for each in OUTLINES["scored"]["questions"]]
    OUTLINES[where] = OUTLINES["scored"] | {"questions": kept}


@pytest.mark.parametrize("name", OUTLINES)
def test_all_that_a_crowd_does_follows_the_profile_by_either_road(name: str) -> None:
    plan = Plan.from_outline(OUTLINES[name])
    for number in range(8):
        chance = Random(f"{name} {number}")
        done = simulate_attempt(plan, draw_habits(chance), chance, NOW, ZONE)
        assert all(one.at <= other.at for one, other in pairwise(done))
        for source in (PACKAGE, LMS):
            told = list(incoming_actions(done, source, plan, chance))
            assert all(each.stored > each.action.at for each in told)
            statements = [action_statement(plan, REGISTRATION, ACTOR, each.action) for each in told]
            if source == PACKAGE:
                assert registration_problems(statements) == []
                assert len({each["id"] for each in statements}) == len(statements)
            assert {problem for each in statements for problem in problems(each)} == set()
            if name in ("receiver", "nowhere") and source == LMS:
                assert "response" not in str([each.get("result") for each in statements])


def test_a_crowd_answers_each_question_as_a_player_would_write_it(tmp_path: Path) -> None:
    outline = course_outline(build_course(write_ask_course(tmp_path / "ask")).course)
    plan = Plan.from_outline(outline)
    asked = [each for page in plan.pages for each in page.questions]
    assert len(asked) == 17
    for question in asked:
        chance = Random(question.id)
        replies = [draw_reply(question, draw_habits(chance), chance) for _ in range(60)]
        assert all(is_answered(question.question, reply) for reply in replies), question.id
        if question.kind.scored:
            right = sum(is_right(question.question, reply) for reply in replies)
            assert 10 < right < 60, question.id
        statements = [
            action_statement(plan, REGISTRATION, ACTOR, LearnerAction(NOW, "answered", question.id, 1, reply))
            for reply in replies
        ]
        assert {problem for each in statements for problem in problems(each)} == set()


def test_a_crowd_answers_what_was_drawn_and_reads_what_is_for_them() -> None:
    plan = Plan.from_outline(OUTLINES["varied"])
    ended = 0
    for number in range(30):
        chance = Random(number)
        done = simulate_attempt(plan, draw_habits(chance), chance, NOW, ZONE)
        assert len({each.about for each in done} & set("abcde")) in (0, 2)
        roles = {each.text for each in done if each.about == "job"}
        assert ("kitchen" in {each.about for each in done}) <= (roles == {"cook"})
        ended += any(each.verb == "completed" for each in done)
    assert ended > 20


def test_people_differ_and_the_same_seed_gives_the_same_people() -> None:
    plan = Plan.from_outline(OUTLINES["webcare"])

    def crowd() -> list[list[tuple[object, ...]]]:
        made = [Random(number) for number in range(300)]
        return [list(simulate_attempt(plan, draw_habits(chance), chance, NOW, ZONE)) for chance in made]

    once = crowd()
    assert once == crowd()
    verbs = [Counter(each.verb for each in done) for done in once]
    assert 0.4 < sum(each["completed"] for each in verbs) / 300 < 0.9
    assert sum(each["initialized"] > 1 for each in verbs) > 10
    texts = [each.text for done in once for each in done if each.about == "ns-opvallend"]
    assert len(set(texts)) > 15
    lengths = sorted(map(len, texts))
    assert lengths[10] < 25
    assert lengths[-10] > 100


def test_visits_are_on_local_days_mostly_on_working_days_and_over_daylight_saving() -> None:
    days = [local_day(visit_moment(day, Random(day), ZONE), ZONE) for day in range(20_000, 20_700)]
    weekdays = Counter((day + 3) % 7 for day in days)
    assert weekdays[5] + weekdays[6] < 0.3 * len(days)
    lengths = {
        (midnight_milliseconds(day + 1, ZONE) - midnight_milliseconds(day, ZONE)) // HOUR_MILLISECONDS
        for day in range(20_000, 20_400)
    }
    assert lengths == {23, 24, 25}
    assert moment(midnight_milliseconds(20_000, ZONE)) == "2024-10-03T22:00:00.000Z"


def test_the_demo_s_guests_did_the_course_in_twelve_weeks_up_to_now() -> None:
    crowd = list(simulated_learners(OUTLINES["webcare"], NOW, ZONE))
    assert len({each.name for each in crowd}) == LEARNERS
    assert min(Counter(each.team for each in crowd).values()) == 4
    assert len({each.team for each in crowd}) == 6
    times = sorted(one["timestamp"] for each in crowd for some in each.statements.values() for one in some)
    assert moment(NOW - (DAYS + 1) * DAY_MILLISECONDS) < times[0] < times[-1] <= moment(NOW)
    assert times[-1] > moment(NOW - 5 * DAY_MILLISECONDS)
    again = list(simulated_learners(OUTLINES["webcare"], NOW, ZONE))
    assert again == crowd


def test_a_benchmark_s_year_holds_what_an_lrs_would_hold(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'year.db'}"
    *_, total = year.fill_database(url, 6000, 1)
    with sqlite3.connect(tmp_path / "year.db") as database:
        rows = database.execute("select seq, id, body from statement order by rowid").fetchall()
        counts = [
            database.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("statement", "course", "identity", "team")
        ]
    database.close()
    assert counts[:2] == [total, 40]
    assert counts[2] == 20_100
    assert 4500 < total < 7500
    assert [seq for seq, *_ in rows] == sorted({seq for seq, *_ in rows})
    said = [decode_json(body.encode()) for *_, body in rows]
    assert all(
        each["id"] == made and each["stored"] == format_timestamp(seq)
        for each, (seq, made, _) in zip(said, rows, strict=True)
    )
    sample = [each for each in said[:: total // 500] if "context" in each]
    assert {problem for each in sample for problem in problems(each)} == set()
    sources = Counter(each["authority"]["account"]["name"].partition("/")[0] for each in said)
    assert statistics.mean(len(body) for *_, body in rows) > 1000
    assert sources["package"] > sources["lms"] > 100
