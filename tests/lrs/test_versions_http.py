"""Versions: which are spoken, what every answer says of it, and what a client of 1.0.x is spared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lrs.client import Client, error_reason, open_client, statement

VERSION = "X-Experience-API-Version"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("1.0", "1.0.3"), ("1.0.0", "1.0.3"), ("1.0.9", "1.0.3"), ("2.0", "2.0.0"), ("2.0.0", "2.0.0")],
)
def test_a_version_is_answered_with_its_latest_patch(client: Client, asked: str, answered: str) -> None:
    """xAPI 1.0.3 Communication 3.3."""
    client.version = asked
    answer = client.get("/statements")
    assert (answer.status_code, answer.headers[VERSION]) == (200, answered)


@pytest.mark.parametrize("asked", ["0.9", "0.95", "1.1.0", "1", "2.1.0", "3.0", "1.0.3x", ""])
def test_any_other_version_is_refused_with_a_reason(client: Client, asked: str) -> None:
    """xAPI 1.0.3 Communication 3.3."""
    client.version = asked
    answer = client.get("/statements")
    assert (answer.status_code, answer.headers[VERSION]) == (400, "1.0.3")
    assert "send 1.0.3 or 2.0.0" in error_reason(answer)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/statements"), ("POST", "/statements"), ("PUT", "/activities/state"), ("GET", "/agents")],
)
def test_a_request_without_a_version_is_one_of_0_9_which_is_not_spoken(
    client: Client, method: str, path: str
) -> None:
    """xAPI 1.0.3 Communication 3.3."""
    client.version = None
    answer = client.request(method, path, statement())
    assert (answer.status_code, answer.headers[VERSION]) == (400, "0.9")


def test_about_needs_neither_version_nor_key(client: Client) -> None:
    """xAPI 1.0.3 Communication 2.8."""
    client.version = None
    answer = client.get("/about", headers={"Authorization": None})
    assert (answer.status_code, answer.json()) == (200, {"version": ["1.0.3", "2.0.0"]})
    assert answer.headers[VERSION] == "2.0.0"


@pytest.mark.parametrize(
    ("version", "latest"), [("1.0.3", "1.0.3"), ("1.0", "1.0.3"), ("2.0.0", "2.0.0"), ("2.0", "2.0.0")]
)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/statements?foo=bar", 400),
        ("GET", "/statements?statementId=8f0b7a3e-9b1c-4f58-9e3e-4f0a4e0e5a10", 404),
        ("DELETE", "/statements", 405),
        ("GET", "/nothing", 404),
        ("POST", "/statements", 400),
    ],
)
def test_errors_are_answered_in_the_version_of_the_request(
    client: Client, version: str, latest: str, method: str, path: str, status: int
) -> None:
    """xAPI 1.0.3 Communication 3.3: every response."""
    client.version = version
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers[VERSION]) == (status, latest)


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_who_has_no_key_is_refused_in_the_version_of_the_request(client: Client, version: str) -> None:
    client.version = version
    answer = client.get("/statements", headers={"Authorization": None})
    assert (answer.status_code, answer.headers[VERSION]) == (401, version)
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(("version", "stated"), [("1.0.3", "1.0.0"), ("2.0.0", "2.0.0")])
def test_a_statement_without_a_version_gets_that_of_its_request(
    client: Client, version: str, stated: str
) -> None:
    """xAPI 1.0.3 Data 2.4.10, IEEE 9274.1.1 4.2.4.3."""
    client.version = version
    client.store(statement())
    assert [one["version"] for one in client.query()] == [stated]


@pytest.mark.parametrize("given", [{}, {"format": "ids"}, {"format": "canonical"}])
def test_a_client_of_1_0_gets_statements_of_2_0_without_what_only_2_0_knows(
    client: Client, given: dict[str, str]
) -> None:
    """xAPI 1.0.3 Communication 3.3: a data structure that a client of that version can take."""
    client.version = "2.0.0"
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:bo@example.com"}}]
    [identifier] = client.store(statement(context={"contextAgents": agents, "language": "nl"}))
    assert client.query(**given)[0]["context"]["contextAgents"] == agents
    client.version = "1.0.3"
    for shown in (
        client.query(**given)[0],
        client.get("/statements", statementId=identifier, **given).json(),
    ):
        assert (shown["version"], shown["context"]) == ("1.0.3", {"language": "nl"})


def test_a_client_of_2_0_gets_statements_of_1_0_as_they_are(client: Client) -> None:
    client.store(statement())
    client.version = "2.0.0"
    assert client.query()[0]["version"] == "1.0.0"


def test_what_only_2_0_knows_is_refused_in_a_statement_of_1_0(client: Client) -> None:
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:bo@example.com"}}]
    answer = client.post("/statements", statement(context={"contextAgents": agents}))
    assert answer.status_code == 400
    assert answer.json()["error"]["path"].startswith("statement.context")


def test_the_alternate_request_syntax_is_known_to_1_0_only(client: Client) -> None:
    """xAPI 1.0.3 Communication 1.3; IEEE 9274.1.1 has none."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/statements?method=GET", b"limit=1", headers=form).status_code == 200
    client.version = "2.0.0"
    answer = client.post("/statements?method=GET", b"limit=1", headers=form)
    assert (answer.status_code, answer.headers[VERSION]) == (400, "2.0.0")
