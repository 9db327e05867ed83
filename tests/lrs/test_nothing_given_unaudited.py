"""The LRS gives out no name and no word of a learner where the audit log can't be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from click.testing import Result
from support.lrs.learners import DISPLAY, ESSAY, LMS, SECRET_WORDS, USER, Here, fill, here, lrs
from support.lrs.refused_audit import refused_audit
from support.lrs.served import DATABASES, fresh

from scormbuild import vocabulary as word


class Filled(NamedTuple):
    """An LRS that holds much of a learner: her pseudonym, ids of two answers, and the link to a page."""

    lms: Here
    person: str
    answered: str
    voided: str
    more: str


@pytest.fixture(scope="module", params=DATABASES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The same for all, as nobody changes it."""
    with fresh(request, tmp_path_factory.mktemp("lrs")) as url, here(url) as lms:
        person = fill(url, lms.client)
        target = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}
        written = {
            "actor": {"mbox": "mailto:eve@example.org"},
            "verb": {"id": word.ANSWERED},
            "object": target,
            "result": {"response": SECRET_WORDS},
        }
        answered, voided = lms.client.post("/statements", json=[written, written]).json()
        voiding = {"objectType": "StatementRef", "id": voided}
        lms.client.post(
            "/statements", json={**written, "verb": {"id": word.VOIDED}, "object": voiding, "result": {}}
        ).raise_for_status()
        page = {"verb": word.ANSWERED, "limit": "2", "ascending": "true"}
        more = lms.client.get("/statements", params=page).json()["more"]
        yield Filled(lms, person, answered, voided, more.removeprefix("/xapi"))


def see(filled: Filled, **params: str) -> httpx.Response:
    """GET of statements."""
    return filled.lms.client.get("/statements", params=params)


def see_more(filled: Filled) -> httpx.Response:
    """The page behind the link of the one before."""
    return filled.lms.client.get(filled.more)


def see_by_form(filled: Filled) -> httpx.Response:
    """In the alternate syntax."""
    form = {"statementId": filled.answered}
    return filled.lms.client.post("/statements", params={"method": "GET"}, data=form)


def person_of(filled: Filled) -> httpx.Response:
    """The Person behind a pseudonym."""
    home_page = "urn:scormbuild:organisation:default"
    agent = json.dumps({"account": {"homePage": home_page, "name": filled.person}})
    return filled.lms.client.get("/agents", params={"agent": agent})


def statements_of(filled: Filled) -> httpx.Response:
    """The statements of a user of the LMS, which tell her pseudonym."""
    agent = json.dumps({"account": {"homePage": LMS, "name": USER}})
    return see(filled, agent=agent, verb=word.COMPLETED)


READS = {
    "a statement": lambda each: see(each, statementId=each.answered),
    "a statement with attachments": lambda each: see(each, statementId=each.answered, attachments="true"),
    "a voided statement": lambda each: see(each, voidedStatementId=each.voided),
    "a page": see,
    "a page with attachments": lambda each: see(each, attachments="true"),
    "a page in another format": lambda each: see(each, format="canonical"),
    "a page of ids": lambda each: see(each, format="ids"),
    "the next page": see_more,
    "a statement asked for by a form": see_by_form,
}


@pytest.mark.parametrize("read", READS)
def test_words_stay_in_where_the_audit_log_cannot_be_written(filled: Filled, read: str) -> None:
    assert SECRET_WORDS in READS[read](filled).text
    with refused_audit(filled.lms.url):
        refused = READS[read](filled)
    assert refused.status_code == 503
    assert SECRET_WORDS not in refused.text
    assert refused.headers["retry-after"]
    assert ESSAY not in refused.content


@pytest.mark.parametrize(("ask", "secret"), [(person_of, DISPLAY), (statements_of, "p_")])
def test_nobody_learns_who_is_behind_a_pseudonym_where_the_audit_log_cannot_be_written(
    filled: Filled, ask: Callable[[Filled], httpx.Response], secret: str
) -> None:
    assert secret in ask(filled).text
    with refused_audit(filled.lms.url):
        refused = ask(filled)
    assert refused.status_code == 503
    assert secret not in refused.text


COMMANDS = {
    "everything of a person": ("subject", "export", "{person}"),
    "the person behind a pseudonym": ("person", "show", "{person}"),
    "the pseudonym of a person": ("person", "find", USER),
}


def outcome(filled: Filled, *arguments: str) -> Result:
    """What a command comes to."""
    return lrs(filled.lms.url, *(each.replace("{person}", filled.person) for each in arguments))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_nothing_of_a_person_where_the_audit_log_cannot_be_written(
    filled: Filled, command: str
) -> None:
    assert USER in outcome(filled, *COMMANDS[command]).stdout
    with refused_audit(filled.lms.url):
        refused = outcome(filled, *COMMANDS[command])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert not [each for each in (USER, DISPLAY, SECRET_WORDS, filled.person) if each in refused.stderr]


def test_an_export_writes_no_file_where_the_audit_log_cannot_be_written(
    filled: Filled, tmp_path: Path
) -> None:
    export = ("subject", "export", "{person}", "--out", str(tmp_path / "her"))
    with refused_audit(filled.lms.url):
        assert outcome(filled, *export).exit_code == 2
    assert not (tmp_path / "her").exists()
    assert outcome(filled, *export).exit_code == 0
    assert (tmp_path / "her" / "data.json").is_file()
