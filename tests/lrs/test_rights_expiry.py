"""The commands of retention: what they let go of, and whom they pass by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.lrs.person_data import InProcessLrs, command_error, command_json, command_output, open_lrs

from scormbuild import vocabulary as words

Json = dict[str, Any]
QUESTION = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}


@pytest.fixture
def lrs(database_url: str) -> Iterator[InProcessLrs]:
    with open_lrs(database_url) as opened:
        yield opened


def timestamp_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def store_answer(lrs: InProcessLrs, name: str, days: float, verb: str = words.ANSWERED) -> str:
    whole = {
        "actor": {"account": {"homePage": "https://lms.example.org", "name": name}},
        "verb": {"id": verb},
        "object": QUESTION,
        "result": {"response": f"words of {name}", "completion": True},
        "timestamp": timestamp_ago(days),
    }
    answer = lrs.client.post("/statements", json=whole)
    answer.raise_for_status()
    (stored,) = answer.json()
    return str(stored)


def statements_by_id(lrs: InProcessLrs) -> dict[str, Json]:
    return {each["id"]: each for each in lrs.client.get("/statements").json()["statements"]}


def test_old_statements_and_old_words_go_and_the_rest_stays(lrs: InProcessLrs) -> None:
    old, middle, new = (
        store_answer(lrs, "ada", 100),
        store_answer(lrs, "ada", 50),
        store_answer(lrs, "ada", 1),
    )
    command_output(lrs.url, "retain", "set", "--days", "90")
    command_output(lrs.url, "retain", "set", "--days", "30", "--open-text")
    counts = {"statements": 1, "attachments": 0, "words": 1, "audit": 0, "held": 0}
    assert command_json(lrs.url, "retain", "run", "--dry-run")["counts"] == counts
    assert set(statements_by_id(lrs)) == {old, middle, new}
    assert command_json(lrs.url, "retain", "run")["counts"] == counts
    assert set(statements_by_id(lrs)) == {middle, new}
    assert statements_by_id(lrs)[middle]["result"] == {"completion": True}
    assert statements_by_id(lrs)[new]["result"]["response"] == "words of ada"
    assert set(command_json(lrs.url, "retain", "run")["counts"].values()) == {0}


def test_a_rule_for_one_verb_leaves_the_others_alone(lrs: InProcessLrs) -> None:
    other, answered = store_answer(lrs, "ada", 100, words.COMPLETED), store_answer(lrs, "ada", 100)
    command_output(lrs.url, "retain", "set", "--days", "90", "--verb", words.ANSWERED)
    assert command_json(lrs.url, "retain", "run")["counts"]["statements"] == 1
    assert set(statements_by_id(lrs)) == {other}
    assert answered not in statements_by_id(lrs)


def test_who_is_held_is_passed_by_and_counted(lrs: InProcessLrs) -> None:
    kept, gone = store_answer(lrs, "ada", 100), store_answer(lrs, "bob", 100)
    command_output(lrs.url, "hold", "set", "ada", "--reason", "complaint 14")
    command_output(lrs.url, "retain", "set", "--days", "90")
    counts = command_json(lrs.url, "retain", "run")["counts"]
    assert (counts["statements"], counts["held"]) == (1, 1)
    assert set(statements_by_id(lrs)) == {kept}
    assert gone not in statements_by_id(lrs)
    command_output(lrs.url, "hold", "lift", "ada")
    assert command_json(lrs.url, "retain", "run")["counts"]["statements"] == 1


def test_rules_are_set_listed_and_taken_away(lrs: InProcessLrs) -> None:
    url = lrs.url
    assert "No rules" in command_output(url, "retain", "list")
    command_output(url, "retain", "set", "--days", "30")
    command_output(url, "retain", "set", "--days", "400", "--audit")
    assert "would be kept 31 days" in command_error(url, "retain", "set", "--days", "31", "--open-text")
    command_output(url, "retain", "set", "--days", "30", "--open-text")
    assert command_json(url, "retain", "list") == [
        {"part": "audit", "verb": "", "days": 400},
        {"part": "statement", "verb": "", "days": 30},
        {"part": "words", "verb": "", "days": 30},
    ]
    assert "open text" in command_output(url, "retain", "list")
    command_output(url, "retain", "unset", "--open-text")
    assert "no such rule" in command_error(url, "retain", "unset", "--open-text")
    assert "no number of days" in command_error(url, "retain", "set", "--days", "0")
    assert "no IRI" in command_error(url, "retain", "set", "--days", "3", "--verb", "answered")
    assert "one rule" in command_error(url, "retain", "set", "--days", "3", "--audit", "--open-text")


def test_the_audit_log_has_a_term_too(lrs: InProcessLrs) -> None:
    store_answer(lrs, "ada", 1)
    statements_by_id(lrs)
    command_output(lrs.url, "retain", "set", "--days", "1", "--audit")
    assert command_json(lrs.url, "retain", "run")["counts"]["audit"] == 0
    with lrs.lrs.database.writing() as connection:
        connection.exec_driver_sql("update audit set at = at - 172800000000")
    rehearsed = command_json(lrs.url, "retain", "run", "--dry-run")["counts"]["audit"]
    assert command_json(lrs.url, "retain", "run")["counts"]["audit"] >= rehearsed >= 2
    assert [row["action"] for row in command_json(lrs.url, "audit")] == ["retain run"]
