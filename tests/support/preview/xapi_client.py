"""A course that speaks xAPI, as a test plays it: requests to the preview's LRS, statement by statement."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from support.preview.lms_client import Client, Response

from scormbuild.preview.cmi5.rules import ADL, CMI5, MOVE_ON, SESSION_ID
from scormbuild.preview.server import Preview

Json = dict[str, Any]

INDEX = b'<!doctype html><html lang="en"><title>A course</title><p>Hello</p>'
CMI5_XML = b"""<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://example.org/c"/><au id="https://example.org/c/au" moveOn="CompletedAndPassed"
masteryScore="0.8"><url>index.html</url></au></courseStructure>"""
TINCAN_XML = b"""<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="https://example.org/c" type="t"><launch lang="en">index.html</launch></activity>
</activities></tincan>"""
FILES = {"index.html": INDEX, "cmi5.xml": CMI5_XML, "tincan.xml": TINCAN_XML}


@contextmanager
def open_xapi_preview(folder: Path, standard: str) -> Iterator[Preview]:
    """A preview of a course of three files."""
    folder.mkdir(exist_ok=True)
    with Preview(lambda: FILES, folder, folder / "state.json", poll=60, standard=standard) as preview:
        yield preview


class Launch:
    """One launch, and the course in it."""

    def __init__(self, client: Client, learner: str = "kim") -> None:
        self.client = client
        launched = client.post(f"/launch?learner={learner}", {}).json()
        self.session, self.query = launched["session"], launched["query"]
        self.registration = self.query["registration"]
        self.actor = json.loads(self.query["actor"])
        self.authorization = str(self.query.get("auth", ""))

    def begin(self) -> None:
        """What a course does before it says anything else."""
        token = self.client.request("POST", urlsplit(self.query["fetch"]).path).json()
        self.authorization = f"Basic {token['auth-token']}"
        assert self.state("GET", "LMS.LaunchData").status == 200
        self.ask("GET", "agents/profile", {"profileId": "cmi5LearnerPreferences"})

    def ask(self, method: str, resource: str, query: Json | None = None, body: object = None) -> Response:
        path = urlsplit(self.query["endpoint"]).path + resource
        return self.client.request(
            method, f"{path}?{urlencode(query or {})}", body, Authorization=self.authorization
        )

    def state(self, method: str, name: str, body: object = None, **query: str) -> Response:
        agent = {"agent": json.dumps(self.actor), "registration": self.registration}
        names = {"activityId": self.activity, "stateId": name, **agent, **query}
        return self.ask(method, "activities/state", names, body)

    @property
    def activity(self) -> str:
        return str(self.query.get("activityId") or self.query.get("activity_id"))

    def statement(self, verb: str, result: Json | None = None, *, moves_on: bool = False) -> Json:
        """A statement that cmi5 defines, with nothing to blame in it."""
        category = [{"id": each} for each in ([CMI5, MOVE_ON] if moves_on else [CMI5])]
        return {
            "id": str(uuid.uuid4()),
            "actor": self.actor,
            "verb": {"id": ADL + verb},
            "object": {"id": self.activity},
            "result": copy.deepcopy(result or {}),
            "timestamp": "2026-12-01T10:00:00.00Z",
            "context": {
                "registration": self.registration,
                "contextActivities": {"grouping": [{"id": "https://example.org/c/au"}], "category": category},
                "extensions": {SESSION_ID: f"session-{self.session}"},
            },
        }

    def say(self, *statements: Json) -> Response:
        return self.ask("POST", "statements", body=list(statements))
