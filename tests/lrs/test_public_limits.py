"""A package's key is public: what a request by it may cost is bounded before the work is done."""

from __future__ import annotations

import gzip
import tracemalloc
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import event
from support.lrs.sources import COURSE, Sources, actor, course_statement, open_answer, open_client, stored_ids

from scormbuild.lrs.xapi.codec import encode_json

Json = dict[str, Any]
JSON = {"Content-Type": "application/json"}
GZIP = {**JSON, "Content-Encoding": "gzip"}


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    with open_client(f"sqlite:///{tmp_path / 'lrs.db'}") as client:
        yield Sources(client)


def in_context(**parts: Any) -> Json:
    """A statement with this in its context."""
    statement = course_statement("experienced x")
    return {**statement, "context": {**statement["context"], **parts}}


def team(size: int) -> Json:
    """A team of so many."""
    return {"objectType": "Group", "member": [actor(f"u{number}") for number in range(size)]}


def activities(count: int) -> list[Json]:
    """So many activities."""
    return [{"id": f"{COURSE}/x/{number}"} for number in range(count)]


def long_answer(characters: int) -> Json:
    """An open answer of so many characters."""
    return open_answer("long", result={"response": "x" * characters})


def nested(levels: int) -> object:
    """Lists in one another."""
    return [nested(levels - 1)] if levels else []


def refusal(sources: Sources, *statements: Json, status: int = 413) -> str:
    """Why these are refused by a package's key."""
    response = sources.package.post("/statements", json=list(statements))
    assert response.status_code == status, response.text
    assert sources.list_statements() == []
    reason: str = response.json()["error"]["reason"]
    return reason


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"team": team(20)}, "statements[1].context: it names 21 agents, and this key may name 20"),
        ({"instructor": team(20)}, "statements[1].context: it names 21 agents"),
        (
            {"contextActivities": {"other": activities(21), "grouping": activities(20)}},
            "statements[1].context.contextActivities: it holds 41 activities, and this key may send 40",
        ),
        ({"extensions": {"https://example.org/x": nested(16)}}, "nested more than 16 levels"),
    ],
)
def test_what_no_player_sends_is_refused_with_its_place_and_limit(
    sources: Sources, parts: Json, told: str
) -> None:
    status = 400 if "nested" in told else 413
    assert told in refusal(sources, course_statement("experienced y"), in_context(**parts), status=status)


def test_agents_of_contexts_of_version_2_are_counted_too(sources: Sources) -> None:
    groups = [{"objectType": "contextGroup", "group": team(9)}] * 2
    agents = [{"objectType": "contextAgent", "agent": actor("x")}]
    body = encode_json([in_context(contextGroups=groups, contextAgents=agents)])
    response = sources.client.request(
        "POST",
        "/statements",
        body,
        key=sources.package.key,
        headers={**JSON, "X-Experience-API-Version": "2.0.0"},
    )
    assert response.status_code == 413
    assert "21 agents" in response.text


def test_what_is_within_the_limits_is_stored(sources: Sources) -> None:
    stored = stored_ids(
        sources.package.post(
            "/statements",
            json=[
                in_context(team=team(19), contextActivities={"other": activities(40)}),
                long_answer(60_000),
                *(open_answer(f"answer {number}") for number in range(198)),
            ],
        )
    )
    assert len(stored) == 200


def test_a_statement_of_more_than_64_kb_is_refused_by_its_size_alone(sources: Sources) -> None:
    told = refusal(sources, course_statement("experienced y"), long_answer(65_536))
    assert told.startswith("statements[1]: it takes 6")
    assert "this key may send 65536 in one" in told


def test_more_statements_than_a_player_sends_are_refused(sources: Sources) -> None:
    assert "200 statements" in refusal(sources, *(open_answer(str(number)) for number in range(201)))


@pytest.mark.parametrize("body", [b"x" * (1 << 20), gzip.compress(b" " * (16 << 20))], ids=["plain", "gzip"])
def test_a_body_is_read_and_unpacked_up_to_1_mb_only(sources: Sources, body: bytes) -> None:
    key, headers = sources.package.key, GZIP if body[:2] == b"\x1f\x8b" else JSON
    tracemalloc.start()
    response = sources.client.request(
        "POST", "/statements", body + b"x" * (headers is JSON), key=key, headers=headers
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 413
    assert "1048576 bytes" in response.text
    assert peak < 8 << 20


def test_a_form_whose_sender_is_not_known_yet_is_no_larger_than_anybody_may_send(sources: Sources) -> None:
    form = urlencode({"content": "x" * (1 << 20), "Authorization": sources.admin.key.authorization}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": None}
    response = sources.client.request("POST", "/statements?method=PUT", form, headers=headers)
    assert response.status_code == 413


def test_a_key_that_is_no_packages_is_not_held_to_the_limits_of_one(sources: Sources) -> None:
    large = [in_context(team=team(1000), contextActivities={"other": activities(1000)})]
    large += [long_answer(70_000), *(open_answer(str(number)) for number in range(300))]
    for key in (sources.moodle, sources.admin):
        ids = [str(uuid.uuid4()) for _ in large]
        statements = [{**each, "id": id} for each, id in zip(large, ids, strict=True)]
        assert stored_ids(key.post("/statements", json=statements)) == ids


def test_a_packages_bytes_count_although_what_they_say_is_refused(sources: Sources) -> None:
    slow = sources.add_key("statements/write", activity_prefix=COURSE, source="package", rate=1)
    refused = [slow.post("/statements", json=[{"x": "y" * 3000}]) for _ in range(2)]
    assert [each.status_code for each in refused] == [400, 429]
    assert "4096 bytes a minute" in refused[1].text
    assert 1 <= int(refused[1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("parts", [{"contextActivities": {"other": activities(40)}}, {"team": team(19)}])
def test_a_packages_rows_count_beside_its_statements(sources: Sources, parts: Json) -> None:
    """Those by which a statement is found, and those of whom it names."""
    slow = sources.add_key(
        "statements/write", activity_prefix=COURSE, source="package", row_rate=60, rate=1000
    )
    wide = in_context(**parts)
    answers = [slow.post("/statements", json=[{**wide, "id": str(uuid.uuid4())}]) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]
    assert "60 rows a minute" in answers[1].text


def test_a_large_group_takes_no_query_for_each_of_its_members(sources: Sources) -> None:
    def count_queries(size: int) -> int:
        queries: list[str] = []
        writer = sources.database.dialect.writer

        def count(*call: Any) -> None:
            queries.append(call[2])

        event.listen(writer, "before_cursor_execute", count)
        stored_ids(
            sources.moodle.post(
                "/statements", json=[{**in_context(team=team(size)), "id": str(uuid.uuid4())}]
            )
        )
        event.remove(writer, "before_cursor_execute", count)
        return len(queries)

    few = count_queries(3)
    assert count_queries(3000) <= few + 3
