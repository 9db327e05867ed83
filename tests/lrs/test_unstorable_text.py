"""U+0000 and half a surrogate pair: JSON can write them, no text can hold them; on both databases alike."""

from __future__ import annotations

import json
import uuid

import httpx
import pytest
from support.lrs.fuzzing import create_keys
from support.lrs.running_lrs import RunningLrs

from scormbuild.lrs.ingest import Ingest

NAMES = r"""{"id": "ID",
 "actor": {"name": "A\u0000nn", "account": {"homePage": "https://lms.example.org", "name": "a\u0000\ud83d"}},
 "verb": {"id": "https://example.org/read", "display": {"en": "\udc00\u0000"}},
 "object": {"id": "https://example.org/a",
            "definition": {"name": {"en": "page \u0000"}, "description": {"en": "\ud83d"}}},
 "context": {"platform": "\u0000",
             "team": {"objectType": "Group", "member": [{"name": "\u0000", "mbox": "mailto:b@example.org"}]}},
 "result": {"response": "half \ud83d, none \u0000, \\u0000 and \ud83d\ude00"}}"""
GOOD = """{"id": "ID", "actor": {"mbox": "mailto:c@example.org"}, "verb": {"id": "https://example.org/read"},
 "object": {"id": "https://example.org/a"}}"""


def post(lrs: RunningLrs, authorization: str, body: str) -> httpx.Response:
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    return lrs.client.post("/statements", content=body.encode(), headers=headers, auth=None)


@pytest.mark.parametrize("kind", ["all", "LMS"])
def test_they_are_stored_as_the_replacement_character_with_all_that_comes_beside_them(
    shared_lrs: RunningLrs, kind: str
) -> None:
    keys = create_keys(shared_lrs.process.database)
    ids = [str(uuid.uuid4()), str(uuid.uuid4())]
    body = f"[{NAMES.replace('ID', ids[0])}, {GOOD.replace('ID', ids[1])}]"
    answer = post(shared_lrs, keys[kind], body)
    assert (answer.status_code, answer.json()) == (200, ids)
    found = shared_lrs.client.get("/statements", params={"statementId": ids[0]}).json()
    assert found["result"]["response"] == "half \ufffd, none \ufffd, \\u0000 and 😀"
    assert found["object"]["definition"]["name"] == {"en": "page \ufffd"}
    # Sent again, it is the same one.
    assert post(shared_lrs, keys[kind], body).status_code == 200


def test_a_parameter_with_them_is_a_name_like_any_other(shared_lrs: RunningLrs) -> None:
    agent = r'{"account": {"homePage": "https://lms.example.org", "name": "a\u0000\ud83d"}}'
    state = {"agent": agent, "activityId": "https://example.org/a", "stateId": str(uuid.uuid4())}
    content = rb'{"kept": "as it came: \u0000 \ud83d"}'
    headers = {"Content-Type": "application/json"}
    put = shared_lrs.client.put("/activities/state", params=state, content=content, headers=headers)
    assert put.status_code == 204
    assert shared_lrs.client.get("/activities/state", params=state).content == content
    for path, params in (("/agents", {"agent": agent}), ("/statements", {"agent": agent})):
        assert shared_lrs.client.get(path, params=params).status_code == 200


def test_a_harvest_stores_them_as_the_replacement_character_too(shared_lrs: RunningLrs) -> None:
    """Python's own reader of JSON lets them through."""
    number = str(uuid.uuid4())
    with Ingest.open(shared_lrs.process.database, None, "other.example.org", None) as ingest:
        assert ingest.store_statements([json.loads(NAMES.replace("ID", number))]).new == 1
    found = shared_lrs.client.get("/statements", params={"statementId": number}).json()
    assert found["result"]["response"] == "half \ufffd, none \ufffd, \\u0000 and 😀"
