"""The commands of retention: what they let go of, and whom they pass by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.lrs.learners import Here, asked, fault, here, said

from scormbuild import vocabulary as words

Json = dict[str, Any]
QUESTION = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}


@pytest.fixture
def lms(database_url: str) -> Iterator[Here]:
    with here(database_url) as opened:
        yield opened


def ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def store(lms: Here, name: str, days: float, verb: str = words.ANSWERED) -> str:
    whole = {
        "actor": {"account": {"homePage": "https://lms.example.org", "name": name}},
        "verb": {"id": verb},
        "object": QUESTION,
        "result": {"response": f"words of {name}", "completion": True},
        "timestamp": ago(days),
    }
    answer = lms.client.post("/statements", json=whole)
    answer.raise_for_status()
    (stored,) = answer.json()
    return str(stored)


def left(lms: Here) -> dict[str, Json]:
    return {each["id"]: each for each in lms.client.get("/statements").json()["statements"]}


def test_old_statements_and_old_words_go_and_the_rest_stays(lms: Here) -> None:
    old, middle, new = store(lms, "ada", 100), store(lms, "ada", 50), store(lms, "ada", 1)
    said(lms.url, "retain", "set", "--days", "90")
    said(lms.url, "retain", "set", "--days", "30", "--open-text")
    counts = {"statements": 1, "attachments": 0, "words": 1, "audit": 0, "held": 0}
    assert asked(lms.url, "retain", "run", "--dry-run")["counts"] == counts
    assert set(left(lms)) == {old, middle, new}
    assert asked(lms.url, "retain", "run")["counts"] == counts
    assert set(left(lms)) == {middle, new}
    assert left(lms)[middle]["result"] == {"completion": True}
    assert left(lms)[new]["result"]["response"] == "words of ada"
    assert set(asked(lms.url, "retain", "run")["counts"].values()) == {0}


def test_a_rule_for_one_verb_leaves_the_others_alone(lms: Here) -> None:
    other, answered = store(lms, "ada", 100, words.COMPLETED), store(lms, "ada", 100)
    said(lms.url, "retain", "set", "--days", "90", "--verb", words.ANSWERED)
    assert asked(lms.url, "retain", "run")["counts"]["statements"] == 1
    assert set(left(lms)) == {other}
    assert answered not in left(lms)


def test_who_is_held_is_passed_by_and_counted(lms: Here) -> None:
    kept, gone = store(lms, "ada", 100), store(lms, "bob", 100)
    said(lms.url, "hold", "set", "ada", "--reason", "complaint 14")
    said(lms.url, "retain", "set", "--days", "90")
    counts = asked(lms.url, "retain", "run")["counts"]
    assert (counts["statements"], counts["held"]) == (1, 1)
    assert set(left(lms)) == {kept}
    assert gone not in left(lms)
    said(lms.url, "hold", "lift", "ada")
    assert asked(lms.url, "retain", "run")["counts"]["statements"] == 1


def test_rules_are_set_listed_and_taken_away(lms: Here) -> None:
    url = lms.url
    assert "No rules" in said(url, "retain", "list")
    said(url, "retain", "set", "--days", "30")
    said(url, "retain", "set", "--days", "400", "--audit")
    assert "would be kept 31 days" in fault(url, "retain", "set", "--days", "31", "--open-text")
    said(url, "retain", "set", "--days", "30", "--open-text")
    assert asked(url, "retain", "list") == [
        {"part": "audit", "verb": "", "days": 400},
        {"part": "statement", "verb": "", "days": 30},
        {"part": "words", "verb": "", "days": 30},
    ]
    assert "open text" in said(url, "retain", "list")
    said(url, "retain", "unset", "--open-text")
    assert "no such rule" in fault(url, "retain", "unset", "--open-text")
    assert "no number of days" in fault(url, "retain", "set", "--days", "0")
    assert "no IRI" in fault(url, "retain", "set", "--days", "3", "--verb", "answered")
    assert "one rule" in fault(url, "retain", "set", "--days", "3", "--audit", "--open-text")


def test_the_audit_trail_has_a_term_too(lms: Here) -> None:
    store(lms, "ada", 1)
    left(lms)
    said(lms.url, "retain", "set", "--days", "1", "--audit")
    assert asked(lms.url, "retain", "run")["counts"]["audit"] == 0
    with lms.receiver.database.writing() as connection:
        connection.exec_driver_sql("update audit set at = at - 172800000000")
    rehearsed = asked(lms.url, "retain", "run", "--dry-run")["counts"]["audit"]
    assert asked(lms.url, "retain", "run")["counts"]["audit"] >= rehearsed >= 2
    assert [row["action"] for row in asked(lms.url, "audit")] == ["retain run"]
