"""Activities, agents and about over HTTP (xAPI 1.0.3 Communication 2.4, 2.5, 2.8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lrs.client import ACTIVITY, AGENT, AGENT_JSON, Client, error_reason, open_client, statement

VERSIONS = pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
ACCOUNT = {"account": {"homePage": "https://lms.example.org", "name": "7"}}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


@VERSIONS
def test_an_activity_is_told_with_all_that_statements_said_of_it(client: Client, version: str) -> None:
    """Communication 2.5."""
    client.version = version
    course = "http://adlnet.gov/expapi/activities/course"
    client.store(statement(object={"id": ACTIVITY, "definition": {"type": course, "name": {"en": "Web"}}}))
    client.store(statement(object={"id": ACTIVITY, "definition": {"name": {"nl": "Web", "en": "The web"}}}))
    answer = client.get("/activities", activityId=ACTIVITY)
    assert answer.json() == {
        "objectType": "Activity",
        "id": ACTIVITY,
        "definition": {"type": course, "name": {"nl": "Web", "en": "The web"}},
    }
    assert answer.headers["ETag"].strip('"').isalnum()


@VERSIONS
def test_an_activity_that_nobody_described_is_its_id(client: Client, version: str) -> None:
    """Communication 2.5."""
    client.version = version
    answer = client.get("/activities", activityId=ACTIVITY)
    assert (answer.status_code, answer.json()) == (200, {"objectType": "Activity", "id": ACTIVITY})


@pytest.mark.parametrize("params", [{}, {"activityId": "web"}, {"activityId": ""}, {"activityID": ACTIVITY}])
def test_an_activity_must_be_named_by_its_iri(client: Client, params: dict[str, str]) -> None:
    answer = client.get("/activities", **params)
    assert (answer.status_code, "activityId" in error_reason(answer)) == (400, True)


@VERSIONS
def test_a_person_has_every_name_of_the_agent(client: Client, version: str) -> None:
    """Communication 2.4."""
    client.version = version
    for name in ("Ann", "Ann Bakker", "Ann"):
        client.store(statement(actor={**AGENT, "name": name}))
    client.store(statement(actor={"mbox": "mailto:bo@example.com", "name": "Bo"}))
    person = client.get("/agents", agent=AGENT_JSON).json()
    assert sorted(person.pop("name")) == ["Ann", "Ann Bakker"]
    assert person == {"objectType": "Person", "mbox": ["mailto:ann@example.com"]}


@VERSIONS
@pytest.mark.parametrize(
    "agent",
    [
        AGENT,
        ACCOUNT,
        {"openid": "https://id.example.org/ann"},
        {"mbox_sha1sum": "a" * 40, "objectType": "Agent"},
    ],
)
def test_an_agent_that_is_not_known_is_a_person_all_the_same(
    client: Client, version: str, agent: dict[str, object]
) -> None:
    """Communication 2.4."""
    client.version = version
    answer = client.get("/agents", agent=json.dumps({**agent, "name": "Ann"}))
    listed = {name: [value] for name, value in agent.items() if name != "objectType"}
    assert (answer.status_code, answer.json()) == (200, {"objectType": "Person", "name": ["Ann"], **listed})


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"agent": "ann"},
        {"agent": "[]"},
        {"agent": '{"mbox":"ann@example.com"}'},
        {"agent": '{"objectType":"Group","mbox":"mailto:all@example.com"}'},
        {"agent": AGENT_JSON, "limit": "1"},
        {"Agent": AGENT_JSON},
    ],
)
def test_an_agent_must_be_one(client: Client, params: dict[str, str]) -> None:
    """Communication 2.4, 3.2."""
    assert client.get("/agents", **params).status_code == 400


@VERSIONS
@pytest.mark.parametrize(
    ("path", "params"),
    [("/activities", {"activityId": ACTIVITY}), ("/agents", {"agent": AGENT_JSON}), ("/about", {})],
)
def test_head_answers_what_get_does_without_the_body(
    client: Client, version: str, path: str, params: dict[str, str]
) -> None:
    """Communication 1.1."""
    client.version = version
    get, head = (client.request(method, path, **params) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


@pytest.mark.parametrize(
    ("path", "params"), [("/activities", {"activityId": ACTIVITY}), ("/agents", {"agent": AGENT_JSON})]
)
@pytest.mark.parametrize(
    ("scope", "status"),
    [("all/read", 200), ("statements/read", 200), ("statements/read/mine", 403), ("statements/write", 403)],
)
def test_what_is_known_of_activities_and_agents_is_for_those_who_may_read(
    client: Client, path: str, params: dict[str, str], scope: str, status: int
) -> None:
    """Communication 4.2."""
    assert client.get(path, key=client.new_key(scope), **params).status_code == status


def test_organisations_know_nothing_of_one_anothers_activities_and_agents(client: Client) -> None:
    other = client.new_key(organisation="other")
    described = {"id": ACTIVITY, "definition": {"name": {"en": "Ours"}}}
    client.store(statement(actor={**AGENT, "name": "Ann"}, object=described))
    assert "definition" not in client.get("/activities", activityId=ACTIVITY, key=other).json()
    assert "name" not in client.get("/agents", agent=AGENT_JSON, key=other).json()


def test_about_names_the_latest_patch_of_each_version_and_nothing_else(client: Client) -> None:
    """Communication 2.8."""
    assert client.get("/about").json() == {"version": ["1.0.3", "2.0.0"]}
    assert client.get("/about", foo="bar").status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/statements", "GET, POST, PUT, HEAD, OPTIONS"),
        ("POST", "/activities", "GET, HEAD, OPTIONS"),
        ("PUT", "/agents", "GET, HEAD, OPTIONS"),
        ("PATCH", "/activities/state", "GET, PUT, POST, DELETE, HEAD, OPTIONS"),
        ("POST", "/about", "GET, HEAD, OPTIONS"),
        ("SPY", "/agents/profile", "GET, PUT, POST, DELETE, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_a_resource_does_not_know_is_told_those_it_does(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "path", ["/xapi", "/xapi/", "/xapi/statement", "/xapi/activities/states", "/xapi/Statements"]
)
def test_there_is_nothing_at_other_paths(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/statements" in error_reason(answer)


@pytest.mark.parametrize("path", ["/xapi/statements/", "/xapi//statements", "/xapi/agents/profile/"])
def test_a_stroke_too_many_does_no_harm(client: Client, path: str) -> None:
    """Clients join an endpoint that ends in a stroke with a path that begins with one."""
    assert client.request("OPTIONS", path).status_code == 204
