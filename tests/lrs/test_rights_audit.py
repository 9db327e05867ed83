"""The audit log: nobody is given the words of learners unnoted, and other reads cost nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.lrs.person_data import (
    DISPLAY,
    SECRET_WORDS,
    USER,
    InProcessLrs,
    command_error,
    command_json,
    command_output,
    open_lrs,
    store_person_data,
)
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.cli.audit_entry import command_line_user

Json = dict[str, Any]
TRUE_FALSE = {"id": "https://example.org/tf", "definition": {"interactionType": "true-false"}}
OPEN = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}


@pytest.fixture
def lrs(database_url: str) -> Iterator[InProcessLrs]:
    with open_lrs(database_url) as opened:
        yield opened


def answer_statement(target: Json = OPEN, response: str = "my own words") -> Json:
    actor = {"mbox": "mailto:ann@example.org"}
    verb = {"id": "http://adlnet.gov/expapi/verbs/answered"}
    return {"actor": actor, "verb": verb, "object": target, "result": {"response": response}}


def store_statements(lrs: InProcessLrs, *statements: Json) -> list[str]:
    answer = lrs.client.post("/statements", json=list(statements))
    answer.raise_for_status()
    ids: list[str] = answer.json()
    return ids


def test_each_read_of_open_text_is_noted_with_who_how_many_and_how_asked(lrs: InProcessLrs) -> None:
    first, second = store_statements(lrs, answer_statement(), answer_statement())
    store_statements(lrs, answer_statement(TRUE_FALSE, "true"))
    agent = json.dumps({"mbox": "mailto:ann@example.org"})
    page = lrs.client.get("/statements", params={"agent": agent, "limit": "2"}).json()
    lrs.client.get(page["more"].removeprefix("/xapi"))
    lrs.client.get("/statements", params={"statementId": first, "format": "ids"})
    trail = command_json(lrs.url, "audit")
    assert [row["who"] for row in trail] == [lrs.key] * 3
    assert {row["action"] for row in trail} == {"read"}
    assert [row["detail"]["statements"] for row in trail] == [1, 1, 1]
    assert trail[0]["detail"]["parameters"] == ["agent", "limit"]
    assert (
        trail[0]["detail"]["last"]
        == lrs.client.get("/statements", params={"statementId": second}).json()["stored"]
    )
    assert "my own words" not in json.dumps(trail)
    assert "ann@example.org" not in json.dumps(trail)


def test_reads_without_open_text_leave_no_row(lrs: InProcessLrs) -> None:
    (done,) = store_statements(lrs, answer_statement(TRUE_FALSE, "true"))
    lrs.client.get("/statements", params={"statementId": done})
    lrs.client.get("/statements")
    (open_,) = store_statements(lrs, answer_statement())
    lrs.client.head("/statements")
    lrs.client.get("/statements", params={"statementId": done})
    assert command_json(lrs.url, "audit") == []
    assert open_


def test_a_trail_that_cannot_be_written_keeps_the_words_in(lrs: InProcessLrs) -> None:
    (open_, closed) = store_statements(lrs, answer_statement(), answer_statement(TRUE_FALSE, "true"))
    with lrs.lrs.database.writing() as connection:
        connection.exec_driver_sql("alter table audit rename to gone")
    refused = lrs.client.get("/statements", params={"statementId": open_})
    assert refused.status_code == 503
    assert "my own words" not in refused.text
    assert lrs.client.get("/statements", params={"statementId": closed}).status_code == 200


def test_what_the_command_line_does_is_noted_without_names(lrs: InProcessLrs) -> None:
    person = store_person_data(lrs.url, lrs.client)
    command_output(lrs.url, "subject", "export", person)
    command_output(lrs.url, "hold", "set", person, "--reason", "complaint 14")
    command_output(lrs.url, "hold", "lift", person)
    command_output(lrs.url, "subject", "retract", person)
    command_output(lrs.url, "subject", "erase", person)
    trail = [row for row in command_json(lrs.url, "audit") if row["who"] == command_line_user()]
    assert [row["action"] for row in trail] == ["export", "hold set", "hold lift", "retract", "erase"]
    text = json.dumps(trail)
    assert not [word for word in (person, USER, DISPLAY, SECRET_WORDS) if word in text]
    assert "command line" in command_output(lrs.url, "audit")


def test_the_trail_is_shown_from_a_day_on(lrs: InProcessLrs) -> None:
    store_statements(lrs, answer_statement())
    lrs.client.get("/statements")
    assert command_json(lrs.url, "audit", "--since", "2999-01-01") == []
    assert len(command_json(lrs.url, "audit", "--since", "2020-01-01T12:00:00+02:00")) == 1
    assert "no moment" in command_error(lrs.url, "audit", "--since", "yesterday")
    assert "Nothing was noted" in command_output(lrs.url, "audit", "--since", "2999-01-01")


@pytest.mark.parametrize(
    "command",
    [
        *(f"subject {each}" for each in ("export", "erase", "retract", "verify", "compact")),
        *(f"retain {each}" for each in ("set", "unset", "list", "run")),
        *(f"hold {each}" for each in ("set", "list", "lift")),
        "audit",
    ],
)
def test_every_command_of_the_rights_has_help_with_an_example(command: str) -> None:
    told = CliRunner().invoke(app, ["lrs", *command.split(), "--help"]).stdout
    assert f"Example: scormbuild lrs {command}" in told
    assert "--database" in told
