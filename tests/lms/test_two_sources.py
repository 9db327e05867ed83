"""One learner, two sources: whichever comes first, and by whichever it comes again, there is one set."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from support.lms.fake_moodle import FakeMoodle
from support.lms.harvest_run import HarvestRun, read_statements
from support.lms.sample_course import ANSWERS, IRI, REGISTRATION, encode_state, outline, state
from support.lrs.lrs_process import start_lrs

from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database

Harvests = Callable[..., HarvestRun]
Json = dict[str, Any]
MOMENT = "2026-11-30T12:00:00.000Z"


def finish_in_lms(site: FakeMoodle) -> list[Json]:
    """What the browser says of a finished course, while the LMS has the same."""
    suspend_data = encode_state(state())
    site.store_tracks(501, 31, lesson_status="completed", suspend_data=suspend_data)
    actor = {"objectType": "Agent", "account": {"homePage": site.url, "name": "anna"}}
    found = decode_suspend_data(suspend_data, identifiers(outline())).state
    return proven_statements(outline(), found, "completed", actor, MOMENT)


def send_as_package(url: str, statements: list[Json]) -> None:
    """Over HTTP, with the key of a package, twice."""
    database = Database.open(url)
    with database.writing() as connection:
        owner = organisations.find_organisation(connection, "default").id
        limits = Limits(activity_prefix=IRI, source="package")
        key = credentials.create_credential(connection, owner, "care", {"statements/write"}, limits)
    database.close()
    with start_lrs(url) as process, httpx.Client(base_url=process.endpoint) as browser:
        for _ in range(2):
            answer = browser.post(
                "/statements",
                json=statements,
                auth=key,
                headers={"X-Experience-API-Version": "1.0.3"},
            )
            assert answer.status_code == 200, answer.text


def stable_parts(statement: Json) -> str:
    """A statement without what each road and moment adds."""
    return json.dumps(
        {
            name: statement[name]
            for name in ("id", "actor", "verb", "object", "result", "context")
            if name in statement
        },
        sort_keys=True,
    )


@pytest.mark.parametrize("first", ["browser", "lms"])
def test_both_roads_in_both_orders_give_one_set(
    site: FakeMoodle, harvests: Harvests, either_database: str, first: str
) -> None:
    statements = finish_in_lms(site)
    deliveries = {
        "browser": lambda: send_as_package(either_database, statements),
        "lms": lambda: harvests(either_database).with_outlines(outline()).run(),
    }
    deliveries.pop(first)()
    (second,) = deliveries.values()
    second()
    found = read_statements(either_database)
    assert len(found) == len(statements) + 1  # and the LMS's own word
    assert {each["id"] for each in statements} < {each["id"] for each in found}
    assert len({each["actor"]["account"]["name"] for each in found}) == 1
    assert ANSWERS["q-open"] in [each.get("result", {}).get("response") for each in found]
    source = {each["id"]: each["authority"]["account"]["name"].partition("/")[0] for each in found}
    assert {source[each["id"]] for each in statements} == {{"browser": "package", "lms": "lms"}[first]}
    assert count_rows(either_database, "statement_conflict") == 0, "they say the same"
    assert count_rows(either_database, "attestation") == 1, "and the LMS confirms the attempt"


def count_rows(url: str, table: str) -> int:
    """How many rows a table has."""
    database = Database.open(url)
    with database.reading() as connection:
        number = int(connection.scalar(text(f"select count(*) from {table}")) or 0)
    database.close()
    return number


def test_both_roads_tell_the_same_in_every_part(site: FakeMoodle, harvests: Harvests, database: str) -> None:
    statements = finish_in_lms(site)
    run = harvests().with_outlines(outline())
    run.ingest.store_statements(statements)
    by_browser = {stable_parts(each) for each in read_statements(database)}
    run.run()
    assert by_browser < {stable_parts(each) for each in read_statements(database)}
    assert REGISTRATION in next(iter(by_browser))


def test_what_an_older_package_told_without_the_version_is_the_same_and_stays(
    site: FakeMoodle, harvests: Harvests, database: str
) -> None:
    older = finish_in_lms(site)
    for statement in older:
        assert statement["context"].pop("revision") == outline()["course"]["version"]
    send_as_package(database, older)
    harvests().with_outlines(outline()).run()
    send_as_package(database, finish_in_lms(site))
    found = read_statements(database)
    assert len(found) == len(older) + 1  # and the LMS's own word, with the version
    assert ["revision" in each["context"] for each in found] == [False] * len(older) + [True]
