"""The LRS gives out no name and no word of a learner where the audit log can't be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from click.testing import Result
from support.lrs.person_data import (
    DISPLAY,
    ESSAY,
    LMS,
    SECRET_WORDS,
    USER,
    InProcessLrs,
    open_lrs,
    run_lrs_command,
    store_person_data,
)
from support.lrs.refused_audit import refused_audit
from support.lrs.running_lrs import DATABASES, create_database

from scormbuild import vocabulary as word


class FilledLrs(NamedTuple):
    """An LRS that holds much of a learner: her pseudonym, ids of two answers, and the link to a page."""

    lrs: InProcessLrs
    person: str
    answered_id: str
    voided_id: str
    next_page: str


@pytest.fixture(scope="module", params=DATABASES)
def filled_lrs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FilledLrs]:
    """The same for all, as nobody changes it."""
    with create_database(request, tmp_path_factory.mktemp("lrs")) as url, open_lrs(url) as lrs:
        person = store_person_data(url, lrs.client)
        target = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}
        written = {
            "actor": {"mbox": "mailto:eve@example.org"},
            "verb": {"id": word.ANSWERED},
            "object": target,
            "result": {"response": SECRET_WORDS},
        }
        answered, voided = lrs.client.post("/statements", json=[written, written]).json()
        voiding = {"objectType": "StatementRef", "id": voided}
        lrs.client.post(
            "/statements", json={**written, "verb": {"id": word.VOIDED}, "object": voiding, "result": {}}
        ).raise_for_status()
        page = {"verb": word.ANSWERED, "limit": "2", "ascending": "true"}
        more = lrs.client.get("/statements", params=page).json()["more"]
        yield FilledLrs(lrs, person, answered, voided, more.removeprefix("/xapi"))


def read_statements(filled_lrs: FilledLrs, **params: str) -> httpx.Response:
    """GET of statements."""
    return filled_lrs.lrs.client.get("/statements", params=params)


def read_next_page(filled_lrs: FilledLrs) -> httpx.Response:
    """The page behind the link of the one before."""
    return filled_lrs.lrs.client.get(filled_lrs.next_page)


def read_by_form(filled_lrs: FilledLrs) -> httpx.Response:
    """In the alternate syntax."""
    form = {"statementId": filled_lrs.answered_id}
    return filled_lrs.lrs.client.post("/statements", params={"method": "GET"}, data=form)


def read_person(filled_lrs: FilledLrs) -> httpx.Response:
    """The Person behind a pseudonym."""
    home_page = "urn:scormbuild:organisation:default"
    agent = json.dumps({"account": {"homePage": home_page, "name": filled_lrs.person}})
    return filled_lrs.lrs.client.get("/agents", params={"agent": agent})


def read_statements_of_user(filled_lrs: FilledLrs) -> httpx.Response:
    """The statements of a user of the LMS, which tell her pseudonym."""
    agent = json.dumps({"account": {"homePage": LMS, "name": USER}})
    return read_statements(filled_lrs, agent=agent, verb=word.COMPLETED)


READS = {
    "a statement": lambda each: read_statements(each, statementId=each.answered_id),
    "a statement with attachments": lambda each: read_statements(
        each, statementId=each.answered_id, attachments="true"
    ),
    "a voided statement": lambda each: read_statements(each, voidedStatementId=each.voided_id),
    "a page": read_statements,
    "a page with attachments": lambda each: read_statements(each, attachments="true"),
    "a page in another format": lambda each: read_statements(each, format="canonical"),
    "a page of ids": lambda each: read_statements(each, format="ids"),
    "the next page": read_next_page,
    "a statement asked for by a form": read_by_form,
}


@pytest.mark.parametrize("read", READS)
def test_words_stay_in_where_the_audit_log_cannot_be_written(filled_lrs: FilledLrs, read: str) -> None:
    assert SECRET_WORDS in READS[read](filled_lrs).text
    with refused_audit(filled_lrs.lrs.url):
        refused = READS[read](filled_lrs)
    assert refused.status_code == 503
    assert SECRET_WORDS not in refused.text
    assert refused.headers["retry-after"]
    assert ESSAY not in refused.content


@pytest.mark.parametrize(("ask", "secret"), [(read_person, DISPLAY), (read_statements_of_user, "p_")])
def test_nobody_learns_who_is_behind_a_pseudonym_where_the_audit_log_cannot_be_written(
    filled_lrs: FilledLrs, ask: Callable[[FilledLrs], httpx.Response], secret: str
) -> None:
    assert secret in ask(filled_lrs).text
    with refused_audit(filled_lrs.lrs.url):
        refused = ask(filled_lrs)
    assert refused.status_code == 503
    assert secret not in refused.text


COMMANDS = {
    "everything of a person": ("subject", "export", "{person}"),
    "the person behind a pseudonym": ("person", "show", "{person}"),
    "the pseudonym of a person": ("person", "find", USER),
}


def run_command(filled_lrs: FilledLrs, *arguments: str) -> Result:
    """What a command comes to."""
    return run_lrs_command(
        filled_lrs.lrs.url, *(each.replace("{person}", filled_lrs.person) for each in arguments)
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_nothing_of_a_person_where_the_audit_log_cannot_be_written(
    filled_lrs: FilledLrs, command: str
) -> None:
    assert USER in run_command(filled_lrs, *COMMANDS[command]).stdout
    with refused_audit(filled_lrs.lrs.url):
        refused = run_command(filled_lrs, *COMMANDS[command])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert not [each for each in (USER, DISPLAY, SECRET_WORDS, filled_lrs.person) if each in refused.stderr]


def test_an_export_writes_no_file_where_the_audit_log_cannot_be_written(
    filled_lrs: FilledLrs, tmp_path: Path
) -> None:
    export = ("subject", "export", "{person}", "--out", str(tmp_path / "her"))
    with refused_audit(filled_lrs.lrs.url):
        assert run_command(filled_lrs, *export).exit_code == 2
    assert not (tmp_path / "her").exists()
    assert run_command(filled_lrs, *export).exit_code == 0
    assert (tmp_path / "her" / "data.json").is_file()
