"""One learner, two roads: whichever comes first, and by whichever it comes again, there is one set."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.lms.course_sample import ANSWERS, IRI, REGISTRATION, outline, state, written
from support.lms.moodle_stand_in import Site
from support.lms.runs import Run, stored
from support.lrs.receiver_process import running

from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database

Harvests = Callable[..., Run]
Json = dict[str, Any]
MOMENT = "2026-11-30T12:00:00.000Z"


def played(site: Site) -> list[Json]:
    """What the browser says of a finished course, while the LMS has the same."""
    suspend_data = written(state())
    site.play(501, 31, lesson_status="completed", suspend_data=suspend_data)
    actor = {"objectType": "Agent", "account": {"homePage": site.url, "name": "anna"}}
    found = decode_suspend_data(suspend_data, identifiers(outline())).state
    return proven_statements(outline(), found, "completed", actor, MOMENT)


def send(url: str, statements: list[Json]) -> None:
    """Over HTTP, with the key of a package, twice."""
    database = Database.open(url)
    with database.writing() as connection:
        owner = organisations.find_organisation(connection, "default").id
        limits = Limits(activity_prefix=IRI, source="package")
        key = credentials.create_credential(connection, owner, "care", {"statements/write"}, limits)
    database.close()
    with running(url) as receiver, httpx.Client(base_url=receiver.endpoint) as browser:
        for _ in range(2):
            answer = browser.post(
                "/statements",
                json=statements,
                auth=key,
                headers={"X-Experience-API-Version": "1.0.3"},
            )
            assert answer.status_code == 200, answer.text


def gist(statement: Json) -> str:
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
    site: Site, harvests: Harvests, either_database: str, first: str
) -> None:
    statements = played(site)
    roads = {
        "browser": lambda: send(either_database, statements),
        "lms": lambda: harvests(either_database).knowing(outline()).run(),
    }
    roads.pop(first)()
    (second,) = roads.values()
    second()
    found = stored(either_database)
    assert len(found) == len(statements) + 1  # and the LMS's own word
    assert {each["id"] for each in statements} < {each["id"] for each in found}
    assert len({each["actor"]["account"]["name"] for each in found}) == 1
    assert ANSWERS["q-open"] in [each.get("result", {}).get("response") for each in found]
    road = {each["id"]: each["authority"]["account"]["name"].partition("/")[0] for each in found}
    assert {road[each["id"]] for each in statements} == {{"browser": "package", "lms": "lms"}[first]}


def test_both_roads_tell_the_same_in_every_part(site: Site, harvests: Harvests, database: str) -> None:
    statements = played(site)
    run = harvests().knowing(outline())
    run.inlet.store_statements(statements)
    by_browser = {gist(each) for each in stored(database)}
    run.run()
    assert by_browser < {gist(each) for each in stored(database)}
    assert REGISTRATION in next(iter(by_browser))


def test_what_an_older_package_told_without_the_version_is_the_same_and_stays(
    site: Site, harvests: Harvests, database: str
) -> None:
    older = played(site)
    for statement in older:
        assert statement["context"].pop("revision") == outline()["course"]["version"]
    send(database, older)
    harvests().knowing(outline()).run()
    send(database, played(site))
    found = stored(database)
    assert len(found) == len(older) + 1  # and the LMS's own word, with the version
    assert ["revision" in each["context"] for each in found] == [False] * len(older) + [True]
