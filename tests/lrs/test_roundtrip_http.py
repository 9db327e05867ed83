"""Every valid statement comes back as it went in; every broken one is refused with the path of its fault."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.invalid_statements import INVALID_CASES, INVALID_CASES_BY_VERSION
from support.lrs.mutations import InvalidCase
from support.lrs.running_lrs import RunningLrs
from support.lrs.statement_strategies import full_statement, statements

from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
SET_BY_LRS = ("stored", "authority", "version")  # what the LRS says itself, whatever was sent
JSON = {"Content-Type": "application/json"}


def with_own_id(drawn: Json) -> Json:
    """A statement of its own: an id that no other example has, and attachments that lie elsewhere."""
    elsewhere = [{"fileUrl": "https://example.org/file", **each} for each in drawn.get("attachments", [])]
    of_object = drawn["object"]
    if "attachments" in of_object:
        within = [{"fileUrl": "https://example.org/file", **each} for each in of_object["attachments"]]
        of_object = {**of_object, "attachments": within}
    more = {"attachments": elsewhere} if "attachments" in drawn else {}
    return {**drawn, **more, "object": of_object, "id": str(uuid.uuid4())}


def expected_statement(statement: Json) -> Json:
    """A statement as it comes back, but for what the LRS adds: lone context activities in lists."""
    result = {key: item for key, item in statement.items() if key not in SET_BY_LRS}
    result["object"] = with_activity_lists(statement["object"])
    return with_activity_lists(result)


def with_activity_lists(part: Json) -> Json:
    """With context activities as lists (xAPI 1.0.3 Data 2.4.6.2)."""
    kinds = part.get("context", {}).get("contextActivities")
    if kinds is None:
        return part
    lists = {kind: item if isinstance(item, list) else [item] for kind, item in kinds.items()}
    return {**part, "context": {**part["context"], "contextActivities": lists}}


def read_statement(served: RunningLrs, version: Version, statement: Json) -> Json:
    """The statement that was stored with this id, without what the LRS adds."""
    response = served.clients[version].get("/statements", params={"statementId": statement["id"]})
    assert response.status_code == 200, response.text
    found = decode_json(response.content)
    assert isinstance(found, dict)
    if "timestamp" not in statement:
        assert found.pop("timestamp") == found["stored"]
    assert found["authority"]["account"]["name"] == served.key.key
    return {key: item for key, item in found.items() if key not in SET_BY_LRS}


@pytest.mark.parametrize("version", Version)
@given(data=st.data())
def test_any_valid_statement_is_read_back_unchanged(
    shared_lrs: RunningLrs, version: Version, data: Any
) -> None:
    statement = with_own_id(data.draw(statements(version)))
    response = shared_lrs.clients[version].post("/statements", content=encode_json(statement), headers=JSON)
    assert response.status_code == 200, response.text
    assert response.json() == [statement["id"]]
    found, wanted = read_statement(shared_lrs, version, statement), expected_statement(statement)
    for one in (found, wanted):
        parse_times(one, version)
    assert found.keys() == wanted.keys()
    assert encode_json(found) == encode_json({key: wanted[key] for key in found})


def parse_times(statement: Json, version: Version) -> None:
    """2.0 may write a time with another offset, as long as it is the same time (IEEE 9274.1.1 4.2.7)."""
    for part in (statement, statement["object"]):
        if version is Version.V2 and "timestamp" in part:
            part["timestamp"] = parse_timestamp(part["timestamp"])


@pytest.mark.parametrize("version", Version)
@given(data=st.data())
def test_a_statement_sent_again_in_any_form_is_no_other_one(
    shared_lrs: RunningLrs, version: Version, data: Any
) -> None:
    statement = with_own_id(data.draw(statements(version)))
    turned = dict(reversed(statement.items()))
    client, its_id = shared_lrs.clients[version], {"statementId": statement["id"]}
    first = client.post("/statements", content=encode_json(statement), headers=JSON)
    found = client.get("/statements", params=its_id).content
    again = client.post("/statements", content=encode_json([turned]), headers=JSON)
    as_found = client.put("/statements", params=its_id, content=found, headers=JSON)
    assert [first.status_code, again.status_code, as_found.status_code] == [200, 200, 204], as_found.text


def invalid_cases() -> list[object]:
    cases: list[tuple[Version, InvalidCase]] = [
        (version, case) for version in Version for case in INVALID_CASES
    ]
    cases += [(version, case) for version in Version for case in INVALID_CASES_BY_VERSION[version]]
    return [
        pytest.param(version, broken, path, id=f"{version.latest} {name}")
        for version, (name, broken, path) in cases
    ]


@pytest.mark.parametrize(("version", "broken", "path"), invalid_cases())
def test_a_broken_statement_is_a_400_with_the_path_of_the_fault(
    shared_lrs: RunningLrs, version: Version, broken: Callable[[Json], Json], path: str
) -> None:
    """Alone, and in a batch, where nothing is stored of the others either."""
    whole = {**full_statement(), "id": str(uuid.uuid4())}
    wrong = broken({**full_statement(), "id": str(uuid.uuid4())})
    within = path.replace("statement", "statements[1]", 1)
    client = shared_lrs.clients[version]
    alone = client.post("/statements", content=encode_json(wrong), headers=JSON)
    batch = client.post("/statements", content=encode_json([whole, wrong]), headers=JSON)
    other = client.get("/statements", params={"statementId": whole["id"]})
    assert (alone.status_code, batch.status_code, other.status_code) == (400, 400, 404), alone.text
    assert alone.json()["error"]["path"] == path
    assert batch.json()["error"]["path"] == within
