"""cmi5 in the preview: what a course is refused for, each time by the number of the requirement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.preview.lms_client import Client
from support.preview.xapi_client import Json, Launch, open_xapi_preview

from scormbuild.preview.cmi5 import rules
from scormbuild.preview.cmi5.requirements import SENTENCES
from scormbuild.preview.cmi5.rules import MASTERY_SCORE, SESSION_ID

Spoil = Callable[[Json], object]
DURATION = {"duration": "PT1S"}
COMPLETED = {"completion": True, **DURATION}
PASSED = {"success": True, "score": {"scaled": 0.9}, **DURATION}
FAILED = {"success": False, "score": {"scaled": 0.1}, **DURATION}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_xapi_preview(tmp_path / "course", "cmi5") as preview:
        yield Client(preview.url)


def begin(client: Client) -> Launch:
    """A launch that has said that it began."""
    launch = Launch(client)
    launch.begin()
    assert launch.say(launch.statement("initialized")).status == 200
    return launch


def final(launch: Launch, verb: str, result: Json) -> Json:
    statement = launch.statement(verb, result, moves_on=True)
    if verb in ("passed", "failed"):
        statement["context"]["extensions"][MASTERY_SCORE] = 0.8
    return statement


def broken(client: Client) -> list[str]:
    return [each["rule"] for each in client.get("/data?learner=kim").json()["broken"]]


def refusal(launch: Launch, *statements: Json) -> str:
    """The number by which these are refused."""
    answer = launch.say(*statements)
    assert answer.status == 403, answer.body
    number: str = answer.json()["message"]
    assert broken(launch.client)[-1] == number
    return number


def put(*path: str, value: object) -> Spoil:
    """Another value at this place of a statement; none takes what is there away."""

    def spoil(statement: Json) -> None:
        place = statement
        for name in path[:-1]:
            place = place.setdefault(name, {})
        if value is None:
            place.pop(path[-1], None)
        else:
            place[path[-1]] = value

    return spoil


SPOILT: list[tuple[str, str, Json, Spoil]] = [
    ("8.1.3.0-3", "completed", COMPLETED, put("actor", "objectType", value="Agent")),
    ("8.1.5.0-6", "completed", COMPLETED, put("object", "id", value="https://example.org/c")),
    ("9.1.0.0-1", "completed", COMPLETED, put("id", value=None)),
    ("9.3.0.0-1", "answered", {}, put("result", value={})),
    ("9.3.4.0-2", "passed", PASSED, put("result", "score", "scaled", value=0.7)),
    ("9.3.5.0-2", "failed", FAILED, put("result", "score", "scaled", value=0.8)),
    ("9.5.1.0-2", "completed", COMPLETED, put("result", "score", value={"scaled": 1})),
    ("9.5.1.0-3", "passed", PASSED, put("result", "score", "raw", value=90)),
    ("9.5.2.0-1", "passed", PASSED, put("result", "success", value=False)),
    ("9.5.2.0-2", "failed", FAILED, put("result", "success", value=None)),
    ("9.5.2.0-3", "completed", COMPLETED, put("result", "success", value=True)),
    ("9.5.3.0-1", "completed", COMPLETED, put("result", "completion", value=None)),
    ("9.5.3.0-2", "passed", PASSED, put("result", "completion", value=True)),
    ("9.5.4.1-1", "terminated", DURATION, put("result", "duration", value=None)),
    ("9.5.4.1-2", "completed", COMPLETED, put("result", "duration", value="PT")),
    ("9.5.4.1-3", "passed", PASSED, put("result", "duration", value="1 second")),
    ("9.5.4.1-4", "failed", FAILED, put("result", "duration", value=None)),
    ("9.6.1.0-1", "completed", COMPLETED, put("context", "registration", value=None)),
    ("9.6.3.2-2", "passed", PASSED, put("context", "extensions", MASTERY_SCORE, value=0.75)),
    ("9.7.0.0-2", "completed", COMPLETED, put("timestamp", value="2026-12-01T10:00:00+01:00")),
    ("10.2.1.0-6", "completed", COMPLETED, put("context", "contextActivities", "grouping", value=None)),
    ("10.2.1.0-6", "completed", COMPLETED, put("context", "extensions", SESSION_ID, value=None)),
]


@pytest.mark.parametrize(("number", "verb", "result", "spoil"), SPOILT, ids=[each[0] for each in SPOILT])
def test_a_statement_with_one_fault_is_refused_by_the_number_of_that(
    client: Client, number: str, verb: str, result: Json, spoil: Spoil
) -> None:
    launch = begin(client)
    ends = verb in ("completed", "passed", "failed")
    statement = final(launch, verb, dict(result)) if ends else launch.statement(verb, dict(result))
    spoil(statement)
    assert refusal(launch, statement) == number


@pytest.mark.parametrize("duration", ["PT0.027S", "PT1H5M3.25S", "P1DT2H", "P2W", "PT0S"])
def test_a_duration_of_iso_8601_is_taken_however_fine_it_is(client: Client, duration: str) -> None:
    launch = begin(client)
    assert launch.say(launch.statement("terminated", {"duration": duration})).status == 200


def test_without_its_category_what_counts_is_refused_and_with_it_what_does_not(client: Client) -> None:
    launch = begin(client)
    assert refusal(launch, launch.statement("completed", COMPLETED)) == "9.6.2.2-1"
    assert refusal(launch, launch.statement("terminated", DURATION, moves_on=True)) == "9.6.2.2-2"


def test_the_order_is_kept(client: Client) -> None:
    launch = Launch(client)
    token = client.request("POST", f"/fetch/{launch.session}").json()
    launch.authorization = f"Basic {token['auth-token']}"
    assert refusal(launch, launch.statement("initialized")) == "11.0.0.0-3"
    launch.ask("GET", "agents/profile", {"profileId": "cmi5LearnerPreferences"})
    assert refusal(launch, final(launch, "completed", COMPLETED)) == "9.3.0.0-4"
    assert launch.say(launch.statement("initialized")).status == 200
    ended = launch.statement("terminated", DURATION)
    # In one request too: what comes after the end is refused, and with it all that it came with.
    assert refusal(launch, ended, final(launch, "completed", COMPLETED)) == "9.3.0.0-5"
    assert launch.say(ended).status == 200
    assert launch.state("PUT", "scormbuild", {"data": ""}).status == 403
    assert broken(client)[-1] == "8.1.2.0-2"


def test_what_may_be_said_once_is_said_once(client: Client) -> None:
    launch = begin(client)
    assert refusal(launch, launch.statement("initialized")) == "9.3.0.0-2"
    assert launch.say(final(launch, "failed", FAILED)).status == 200
    assert refusal(launch, final(launch, "passed", PASSED)) == "9.3.0.0-3"
    again = begin(client)  # in another session who failed may pass
    assert again.say(final(again, "completed", COMPLETED), final(again, "passed", PASSED)).status == 200
    third = begin_in_mode(client, "normal")
    assert refusal(third, final(third, "completed", COMPLETED)) == "9.3.0.0-6"
    assert refusal(third, final(third, "passed", PASSED)) == "9.3.0.0-7"
    assert refusal(third, final(third, "failed", FAILED)) == "9.3.0.0-8"


def begin_in_mode(client: Client, mode: str) -> Launch:
    client.post("/switches", {"mode": mode})
    return begin(client)


@pytest.mark.parametrize(("mode", "number"), [("browse", "10.2.2.0-2"), ("review", "10.2.2.0-3")])
def test_who_looks_around_or_back_says_nothing_of_the_end(client: Client, mode: str, number: str) -> None:
    launch = begin_in_mode(client, mode)
    assert refusal(launch, final(launch, "completed", COMPLETED)) == number
    assert launch.state("PUT", "scormbuild", {"data": ""}).status == 204
    assert launch.say(launch.statement("terminated", DURATION)).status == 200


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ({"agent": '{"account": {"name": "someone else"}}'}, "8.1.3.0-3"),
        ({"registration": "0e3ee1ca-4ab2-4a5d-8b1c-7d1e7b1c9d11"}, "8.1.4.0-3"),
    ],
)
def test_a_document_is_of_the_learner_and_the_registration_that_were_launched(
    client: Client, names: dict[str, str], number: str
) -> None:
    launch = begin(client)
    assert launch.state("PUT", "scormbuild", {"data": ""}, **names).json()["message"] == number


def test_each_number_that_a_course_can_be_refused_by_has_a_sentence() -> None:
    named = re.findall(r'"(\d+\.\d+\.\d+\.\d+-\d+)"', Path(rules.__file__).read_text(encoding="utf-8"))
    assert set(SENTENCES) == {*named, "8.1.2.0-2", "8.1.3.0-3", "8.1.4.0-3"}
    assert all(re.fullmatch(r"[A-Z“].+\.", sentence) for sentence in SENTENCES.values())
