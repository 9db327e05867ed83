"""Launches before an LRS: tokens, what a second launch does, attempts, and failures that are simulated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.preview.lms_client import Client
from support.preview.xapi_client import Launch, open_xapi_preview

OPTIONS = {"Access_Control_Request_Method": "PUT"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_xapi_preview(tmp_path / "course", "cmi5") as preview:
        yield Client(preview.url)


@pytest.fixture
def tincan(tmp_path: Path) -> Iterator[Client]:
    with open_xapi_preview(tmp_path / "course", "tincan") as preview:
        yield Client(preview.url)


def save(launch: Launch, data: str = "words") -> int:
    return launch.state("PUT", "scormbuild", {"data": data}).status


def test_course_and_lrs_are_on_two_origins_and_the_course_may_reach_the_other(client: Client) -> None:
    launch = Launch(client)
    assert urlsplit(launch.query["endpoint"]).hostname == "localhost"
    other = Client(f"http://localhost:{client.host.partition(':')[2]}")
    assert urlsplit(Launch(other).query["endpoint"]).hostname == "127.0.0.1"
    policy = client.get("/course/index.html").headers["content-security-policy"]
    assert urlsplit(launch.query["endpoint"]).netloc in policy
    allowed = client.request("OPTIONS", "/xapi/1/statements", Origin=f"http://{client.host}", **OPTIONS)
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (204, "*")


@pytest.mark.parametrize("path", ["/xapi/1/statements", "/fetch/1"])
def test_another_site_gets_neither_key_nor_answer(client: Client, path: str) -> None:
    Launch(client)
    assert client.request("POST", path, Origin="https://evil.example").status == 403
    assert client.request("OPTIONS", path, Origin="https://evil.example", **OPTIONS).status == 403


def test_a_token_is_given_once_and_an_error_is_a_200(client: Client) -> None:
    launch = Launch(client)
    path = urlsplit(launch.query["fetch"]).path
    assert set(client.request("POST", path).json()) == {"auth-token"}
    again = client.request("POST", path)
    assert (again.status, again.json()["error-code"]) == (200, "1")


def test_without_the_token_there_is_nothing(client: Client) -> None:
    launch = Launch(client)
    assert save(launch) == 401
    launch.begin()
    launch.authorization += "x"
    assert save(launch) == 401


def test_a_second_launch_ends_the_first_and_is_no_fault_of_the_course(client: Client) -> None:
    first = Launch(client)
    first.begin()
    other = Launch(client, "somebody-else")
    other.begin()
    assert save(first) == 204
    second = Launch(client)
    second.begin()
    assert (save(first), save(second), save(other)) == (403, 204, 204)
    data = client.get("/data?learner=kim").json()
    assert [each["state"] for each in data["sessions"]] == ["abandoned", "open"]
    assert data["broken"] == []


def test_an_author_can_end_a_launch_as_a_second_one_would(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    assert client.post("/abandon", {"session": launch.session}).status == 204
    assert save(launch) == 403
    assert client.post("/abandon", {"session": 99}).status == 400


def test_who_is_done_is_launched_to_look_back(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    assert launch.say(launch.statement("initialized")).status == 200
    for verb, name in (("completed", "completion"), ("passed", "success")):
        data = client.get("/data?learner=kim").json()
        assert (data["moveOn"], data["masteryScore"], data["satisfied"]) == ("CompletedAndPassed", 0.8, False)
        said = launch.statement(verb, {name: True, "duration": "PT1S"}, moves_on=True)
        assert launch.say(said).status == 200
    Launch(client)
    data = client.get("/data?learner=kim").json()
    assert (data["satisfied"], data["sessions"][-1]["mode"]) == (True, "Review")


@pytest.mark.parametrize("mode", ["normal", "browse", "review"])
def test_the_mode_is_as_it_was_switched(client: Client, mode: str) -> None:
    client.post("/switches", {"mode": mode})
    launch = Launch(client)
    launch.begin()
    launch_data = launch.state("GET", "LMS.LaunchData").json()
    assert launch_data["launchMode"] == mode.capitalize()
    assert launch_data["returnURL"] == f"http://{client.host}/back"


def test_a_learner_may_prefer_a_language(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    profile = {"profileId": "cmi5LearnerPreferences"}
    assert launch.ask("GET", "agents/profile", profile).status == 404
    client.post("/preferences?learner=kim", {"language": "nl-NL,en"})
    answer = launch.ask("GET", "agents/profile", profile).json()
    assert answer == {"languagePreference": "nl-NL,en", "audioPreference": "on"}


def test_a_new_attempt_is_another_registration_and_empty(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    save(launch)
    assert client.post("/attempts?learner=kim", {}).json() == {"attempt": 2}
    again = Launch(client)
    again.begin()
    assert again.registration != launch.registration
    assert again.state("GET", "scormbuild").status == 404


def test_what_was_kept_is_there_when_the_preview_runs_again(tmp_path: Path) -> None:
    for _ in range(2):
        with open_xapi_preview(tmp_path / "course", "cmi5") as preview:
            launch = Launch(Client(preview.url))
            launch.begin()
            found = launch.state("GET", "scormbuild")
            save(launch)
    assert found.json() == {"data": "words"}


@pytest.mark.parametrize("text", ["", "[]", '{"kim": [{"cmi.suspend_data": "2abc"}]}', '{"kim": 1}'])
def test_a_file_of_something_else_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "state.json").write_text(text)
    with open_xapi_preview(tmp_path / "course", "cmi5") as preview:
        assert Launch(Client(preview.url)).session == 1


@pytest.mark.parametrize(
    ("switch", "status"), [("commits-fail", 500), ("session-expired", 401), ("slow", 204)]
)
def test_the_lrs_fails_as_it_is_told_to(client: Client, switch: str, status: int) -> None:
    launch = Launch(client)
    launch.begin()
    client.post("/switches", {switch: True})
    assert save(launch) == status
    client.post("/switches", {switch: False})
    assert save(launch) == 204


def test_a_launch_of_before_a_log_in_is_refused_after_it(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    client.post("/switches", {"session-expired": True})
    refused = client.request("POST", urlsplit(Launch(client).query["fetch"]).path)
    assert refused.json()["error-code"] == "2"
    client.post("/login", {})
    assert save(launch) == 401
    again = Launch(client)
    again.begin()
    assert save(again) == 204


@pytest.mark.parametrize(
    ("resource", "body"),
    [("statements", [1]), ("statements", "x"), ("statements", [{"verb": {"id": 3}}]), ("statements", [{}])],
)
def test_what_is_no_xapi_is_refused_and_nothing_breaks(client: Client, resource: str, body: object) -> None:
    launch = Launch(client)
    launch.begin()
    assert launch.ask("POST", resource, body=body).status in (400, 403)
    assert launch.ask("PUT", "activities/state", {"agent": "no JSON"}, "x").status == 400
    assert client.request("GET", "/xapi/99/statements").status == 404
    assert client.request("GET", "/xapi/many/statements").status == 404
    assert save(launch) == 204


def test_a_statement_that_is_there_is_known_by_its_id(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    began = launch.statement("initialized")
    assert launch.ask("GET", "statements", {"statementId": began["id"]}).status == 404
    assert launch.say(began).json() == [began["id"]]
    assert launch.ask("GET", "statements", {"statementId": began["id"]}).json() == began


def test_of_very_many_statements_a_page_gets_the_newest(tincan: Client) -> None:
    launch = Launch(tincan)
    launch.authorization = launch.query["auth"]
    said = [launch.statement(f"verb-{place}") for place in range(310)]
    assert launch.say(*said).status == 200
    data = tincan.get("/data?learner=kim").json()
    assert (data["earlier"], len(data["statements"])) == (10, 300)
    assert data["statements"][-1]["verb"]["id"].endswith("verb-309")
    assert [len(each["verbs"]) for each in data["requests"]] == [50]


def test_what_was_asked_is_told_in_order(client: Client) -> None:
    launch = Launch(client)
    launch.begin()
    launch.say(launch.statement("initialized"))
    asked = client.get("/data?learner=kim").json()["requests"]
    assert [(each["method"], each["resource"], each["document"], each["verbs"]) for each in asked] == [
        ("POST", "fetch", "", []),
        ("GET", "activities/state", "LMS.LaunchData", []),
        ("GET", "agents/profile", "cmi5LearnerPreferences", []),
        ("POST", "statements", "", ["initialized"]),
    ]


def test_an_xapi_launch_has_all_in_its_address_and_no_rules(tincan: Client) -> None:
    launch = Launch(tincan)
    assert set(launch.query) == {"endpoint", "auth", "actor", "registration", "activity_id"}
    assert launch.query["activity_id"] == "https://example.org/c"
    launch.authorization = launch.query["auth"]
    second = Launch(tincan)
    assert second.registration == launch.registration
    agent = json.dumps({**launch.actor, "objectType": "Agent"})  # which an agent may leave out
    assert launch.state("PUT", "scormbuild", {"data": ""}, agent=agent).status == 204
    statement = launch.statement("passed")
    assert launch.say(statement).status == 200
    assert launch.say(statement).status == 409
    data = tincan.get("/data?learner=kim").json()
    assert (data["satisfied"], data["broken"]) == (True, [])
