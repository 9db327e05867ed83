"""What comes by each source: statements as packages and LMSs send them, and keys for both."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import text
from support.lrs.client import Client, Key

from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.secrets import ensure_secret
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.store import audit, identities
from scormbuild.vocabulary import ANSWERED, COMPLETED, EXPERIENCED, statement_id

Json = dict[str, Any]
LMS = "https://moodle.example.org"
COURSE = "urn:scormbuild:course:webcare"
REGISTRATION = "4b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a11"


def actor(account: str, home_page: str = LMS, **more: Any) -> Json:
    """A learner as a package names them."""
    return {"objectType": "Agent", "account": {"homePage": home_page, "name": account}, **more}


def course_statement(what: str, who: str = "a.jansen", verb: str = EXPERIENCED, **changes: Any) -> Json:
    """A statement as the browser or the harvest makes it: the same id by both."""
    registration = changes.pop("registration", REGISTRATION)
    statement: Json = {
        "id": statement_id(registration, what),
        "actor": actor(who),
        "verb": {"id": verb, "display": {"en": verb.rpartition("/")[2]}},
        "object": {"objectType": "Activity", "id": f"{COURSE}/pages/{what.rpartition(' ')[2]}"},
        "context": {
            "registration": registration,
            "contextActivities": {"parent": [{"id": COURSE}], "grouping": [{"id": COURSE}]},
        },
        "timestamp": "2026-11-23T09:14:05.250Z",
    }
    return statement | changes


def open_answer(words: str, who: str = "a.jansen", **changes: Any) -> Json:
    """An open answer."""
    return course_statement(f"answered waarom 1 {words}", who, ANSWERED, result={"response": words}) | changes


def plugin_statement(number: int, name: str, registration: str | None = None, **changes: Any) -> Json:
    """A statement as Moodle's logstore_xapi sends it: no id, a number for the user, the whole name."""
    site = {
        "id": LMS,
        "definition": {"type": "http://id.tincanapi.com/activitytype/lms", "name": {"en": "M"}},
    }
    return {
        "actor": {"name": name, "account": {"homePage": LMS, "name": str(number)}},
        "verb": {"id": COMPLETED, "display": {"en": "completed"}},
        "object": {
            "id": f"{LMS}/mod/scorm/view.php?id=7",
            "definition": {
                "type": "http://id.tincanapi.com/activitytype/resource",
                "name": {"en": "Webcare"},
            },
        },
        "result": {"completion": True},
        "timestamp": "2026-11-23T10:20:30+01:00",
        "context": {
            "platform": "Moodle",
            "language": "nl",
            # The plug-in has one for each run of cron, so it tells nothing of an attempt.
            "registration": registration or str(uuid.uuid4()),
            "instructor": {"name": "Tineke Docent", "account": {"homePage": LMS, "name": "3"}},
            "extensions": {"http://lrs.learninglocker.net/define/extensions/info": {"event_name": "x"}},
            "contextActivities": {"grouping": [site], "category": [{"id": "http://moodle.org"}]},
        },
        **changes,
    }


class KeyClient:
    """A client with one key."""

    def __init__(self, client: Client, key: Key) -> None:
        self.client, self.key = client, key

    def get(self, path: str, params: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        """GET."""
        return self.client.get(path, key=self.key, **(params or {}), **more)

    def post(self, path: str, json: object, **more: Any) -> httpx.Response:
        """POST."""
        return self.client.post(path, json, key=self.key, **more)


class Sources:
    """An organisation of the test's own, with keys of all kinds."""

    def __init__(self, client: Client) -> None:
        self.client, self.database = client, client.lrs.database
        self.name = f"organisation {uuid.uuid4()}"
        self.admin = self.add_key("all")
        self.package = self.add_key("statements/write", activity_prefix=COURSE, source="package")
        self.moodle = self.add_key("statements/write", source="lms", names_are_ids=True)
        self.reader = self.add_key("all/read")
        self.identities_reader = self.add_key("all/read", "identities/read")

    def add_key(self, *scopes: str, **limits: Any) -> KeyClient:
        """Another key."""
        return KeyClient(self.client, self.client.new_key(*scopes, organisation=self.name, **limits))

    def open_ingest(
        self, source: str = "moodle.example.org", kind: str | None = "lms", **more: Any
    ) -> Ingest:
        """A way in for a harvest."""
        return Ingest.open(self.client.lrs.settings.database, self.name, source, kind, **more)

    def list_statements(self, **params: str) -> list[Json]:
        """Every statement, oldest first."""
        found = self.reader.get("/statements", params={"ascending": "true", **params})
        assert found.status_code == 200, found.text
        statements: list[Json] = found.json()["statements"]
        return statements

    def list_identities(self) -> dict[str, identities.StoredIdentity]:
        """The table of identities, by name."""
        names = {"a.jansen", "b.smit", "12", "3", "Anna Jansen", "Tineke Docent"}
        with self.database.reading() as connection:
            rows = [
                row
                for name in names
                for row in identities.find_identities_by_name(connection, self.organisation, name)
            ]
            return {row.name: row for row in rows}

    def list_audit_entries(self) -> list[audit.AuditEntry]:
        """The audit log."""
        with self.database.reading() as connection:
            return list(audit.list_audit_entries(connection, self.organisation))

    @property
    def organisation(self) -> int:
        """Its number."""
        with self.database.reading() as connection:
            return organisations.find_organisation(connection, self.name).id

    @property
    def home_page(self) -> str:
        """What stands in every pseudonym."""
        return organisations.home_page_of(self.name)

    @property
    def secret(self) -> str:
        """What makes its pseudonyms."""
        with self.database.writing() as connection:
            return ensure_secret(connection, self.organisation).pseudonym_key

    def execute_sql(self, sql: str, **values: Any) -> None:
        """Change rows of the organisation."""
        with self.database.writing() as connection:
            connection.execute(text(sql), {"o": self.organisation, **values})


@contextmanager
def open_client(url: str) -> Iterator[Client]:
    """An LRS in this process, for tests with an organisation each."""
    lines = io.StringIO()
    lrs = Lrs.open(Settings(database=url, log_format="json", log_level="debug", metrics=True), stream=lines)
    try:
        with asyncio.Runner() as runner:
            yield Client(lrs, lines, runner)
    finally:
        lrs.close()


def stored_ids(answered: httpx.Response) -> list[str]:
    """The ids that a POST gave."""
    assert answered.status_code == 200, answered.text
    ids: list[str] = answered.json()
    return ids
