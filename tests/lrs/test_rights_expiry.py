"""The commands of retention: what they let go of, and whom they pass by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from support.lrs.person_data import (
    InProcessLrs,
    command_error,
    command_json,
    command_output,
    open_lrs,
    send_attachment,
)

from scormbuild import vocabulary as words
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import now_microseconds
from scormbuild.lrs.rights import run_expiry
from scormbuild.lrs.store import attachments
from scormbuild.lrs.store.statements import replace_statement

Json = dict[str, Any]
SELECT_SEQ = text("select seq from statement where cast(id as text) = :id")
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


def old_answer(name: str) -> Json:
    return {
        "actor": {"account": {"homePage": "https://lms.example.org", "name": name}},
        "verb": {"id": words.ANSWERED},
        "object": QUESTION,
        "result": {"response": f"words of {name}", "completion": True},
        "timestamp": timestamp_ago(100),
    }


@pytest.mark.parametrize(("option", "counted"), [((), "statements"), (("--open-text",), "words")])
def test_what_is_asked_of_the_database_does_not_grow_with_each_statement(
    lrs: InProcessLrs, option: tuple[str, ...], counted: str
) -> None:
    statements = [old_answer(f"learner{number}") for number in range(150)]
    lrs.client.post("/statements", json=statements).raise_for_status()
    command_output(lrs.url, "retain", "set", "--days", "30", *option)
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert command_json(lrs.url, "retain", "run")["counts"][counted] == 150
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert len(asked) < 100


def test_the_attachments_of_what_went_go_too_also_after_a_run_that_was_killed(lrs: InProcessLrs) -> None:
    gone, shared, stays = old_answer("ada"), old_answer("bob"), old_answer("eve")
    stays["timestamp"] = timestamp_ago(1)
    for statement, content in ((gone, b"ada's"), (shared, b"a form"), (stays, b"a form")):
        send_attachment(lrs.client, statement, content)
    command_output(lrs.url, "retain", "set", "--days", "30")
    run_and_kill(lrs)
    assert len(statements_by_id(lrs)) == 1
    assert count_attachments(lrs) == 2
    assert command_json(lrs.url, "retain", "run")["counts"]["attachments"] == 1
    assert count_attachments(lrs) == 1
    assert command_json(lrs.url, "retain", "run")["counts"]["attachments"] == 0


def run_and_kill(lrs: InProcessLrs) -> int:
    """A run that ends after its first group; gives the organisation's number."""

    def killed(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with lrs.lrs.database.reading() as connection:
        owner = organisations.find_organisation(connection, "default")
    with pytest.raises(KeyboardInterrupt):
        run_expiry(lrs.lrs.database, owner, now_microseconds(), progress=killed)
    return owner.id


def count_attachments(lrs: InProcessLrs) -> int:
    with lrs.lrs.database.reading() as connection:
        return int(connection.exec_driver_sql("select count(*) from attachment").scalar_one())


@pytest.mark.parametrize("way", ["sent again", "in a statement that is replaced"])
def test_an_attachment_that_is_needed_again_while_a_run_looks_for_it_stays(
    lrs: InProcessLrs, way: str
) -> None:
    other = store_answer(lrs, "bob", 1)
    send_attachment(lrs.client, old_answer("ada"), b"a form")
    with_attachment = next(each for each in statements_by_id(lrs).values() if "attachments" in each)
    command_output(lrs.url, "retain", "set", "--days", "30")
    database, owner = lrs.lrs.database, run_and_kill(lrs)
    with database.reading() as connection:
        orphans = attachments.find_orphans(connection, owner)
    assert len(orphans.hashes) == 1
    if way == "sent again":
        send_attachment(lrs.client, old_answer("eve"), b"a form")
    else:
        replaced = {**statements_by_id(lrs)[other], "attachments": with_attachment["attachments"]}
        with database.writing() as connection:
            found = connection.execute(SELECT_SEQ, {"id": other})
            replace_statement(connection, database.dialect, owner, found.scalar_one(), replaced)
    with database.writing() as connection:
        assert attachments.delete_orphans(connection, owner, orphans) == 0
    assert count_attachments(lrs) == 1
