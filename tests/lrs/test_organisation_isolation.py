"""Somebody with every right in one organisation tries each resource to get at another's."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.lrs.client import ACTIVITY, AGENT, AGENT_JSON, Client, Key, open_client, statement

from scormbuild.lrs.http.resources import ROUTES

CONTENT = b"what our learner wrote"
SHA2 = hashlib.sha256(CONTENT).hexdigest()
SECRET = "c0ffee00-0000-4000-8000-000000000001"
STATE = {"activityId": ACTIVITY, "agent": AGENT_JSON, "stateId": "s"}
ATTACHMENT = {
    "usageType": "http://example.org/use",
    "display": {"en": "a file"},
    "contentType": "text/plain",
    "length": len(CONTENT),
    "sha2": SHA2,
}
Crossing = Callable[[Client, Key], None]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client of an organisation that holds something of every kind."""
    with open_client(tmp_path) as ours:
        described = {"id": ACTIVITY, "definition": {"name": {"en": "Ours"}}}
        whole = statement(actor={**AGENT, "name": "Ann"}, object=described, attachments=[ATTACHMENT])
        send_with_part(ours, {**whole, "id": SECRET})
        ours.store(statement(), statement())
        ours.put("/activities/state", {"ours": 1}, **STATE)
        ours.put("/activities/profile", {"ours": 1}, activityId=ACTIVITY, profileId="p", headers=NEW)
        ours.put("/agents/profile", {"ours": 1}, agent=AGENT_JSON, profileId="p", headers=NEW)
        yield ours


NEW = {"If-None-Match": "*"}


def send_with_part(client: Client, whole: object) -> None:
    """A statement with its attachment."""
    body = (
        b"--b\r\nContent-Type: application/json\r\n\r\n%b\r\n--b\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: %b\r\n\r\n%b\r\n--b--\r\n"
    ) % (json.dumps(whole).encode(), SHA2.encode(), CONTENT)
    answer = client.post("/statements", body, headers={"Content-Type": "multipart/mixed; boundary=b"})
    assert answer.status_code == 200, answer.text


def statements(client: Client, thief: Key) -> None:
    """By list, filter, id, attachment's hash, a borrowed link, and by voiding."""
    assert client.query(key=thief) == client.query(key=thief, agent=AGENT_JSON, related_agents="true") == []
    assert client.get("/statements", statementId=SECRET, key=thief).status_code == 404
    more = client.get("/statements", limit="1").json()["more"]
    assert client.get(more, key=thief).json() == {"statements": [], "more": ""}
    borrowed = {**ATTACHMENT, "fileUrl": "https://example.org/file"}
    client.store(statement(attachments=[borrowed]), key=thief)
    assert CONTENT not in client.get("/statements", attachments="true", key=thief).content
    voiding = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    client.store(statement(verb=voiding, object={"objectType": "StatementRef", "id": SECRET}), key=thief)
    assert SECRET not in [each["id"] for each in client.query(key=thief, agent=AGENT_JSON)]
    assert client.get("/statements", statementId=SECRET).status_code == 200


def activities(client: Client, thief: Key) -> None:
    """A definition is neither read nor changed."""
    assert "definition" not in client.get("/activities", activityId=ACTIVITY, key=thief).json()
    client.store(statement(object={"id": ACTIVITY, "definition": {"name": {"en": "Theirs"}}}), key=thief)
    assert client.get("/activities", activityId=ACTIVITY).json()["definition"]["name"] == {"en": "Ours"}


def agents(client: Client, thief: Key) -> None:
    """A name is neither read nor added."""
    assert "name" not in client.get("/agents", agent=AGENT_JSON, key=thief).json()
    client.store(statement(actor={**AGENT, "name": "Theirs"}), key=thief)
    assert client.get("/agents", agent=AGENT_JSON).json()["name"] == ["Ann"]


def document(path: str, **address: str) -> Crossing:
    """A document is neither read, listed, changed nor deleted."""

    def cross(client: Client, thief: Key) -> None:
        listing = {name: value for name, value in address.items() if name not in ("stateId", "profileId")}
        assert client.get(path, key=thief, **address).status_code == 404
        assert client.get(path, key=thief, **listing).json() == []
        ours = client.get(path, **address).headers["ETag"]
        answer = client.put(path, {}, key=thief, headers={"If-Match": ours}, **address)
        assert answer.status_code == 412
        client.request("DELETE", path, key=thief, **address)
        assert client.get(path, **address).json() == {"ours": 1}

    return cross


CROSSINGS: dict[str, Crossing] = {
    "/statements": statements,
    "/activities": activities,
    "/agents": agents,
    "/activities/state": document("/activities/state", **STATE),
    "/activities/profile": document("/activities/profile", activityId=ACTIVITY, profileId="p"),
    "/agents/profile": document("/agents/profile", agent=AGENT_JSON, profileId="p"),
}


def test_no_resource_is_forgotten() -> None:
    assert CROSSINGS.keys() == {path for path, route in ROUTES.items() if not route.public}


@pytest.mark.parametrize("path", CROSSINGS)
def test_nobody_gets_at_another_organisations(client: Client, path: str) -> None:
    CROSSINGS[path](client, client.new_key(organisation=f"thief-{uuid.uuid4().hex[:8]}"))
