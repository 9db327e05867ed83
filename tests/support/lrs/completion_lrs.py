"""An LRS with a key for each road, and what it says about who finished."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from support.lrs.client import Client, Key

from scormbuild import vocabulary as v
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.projection.completions import list_completions
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.xapi.completion import Completion

Json = dict[str, Any]
LMS = "https://lms.example.org"
COURSE = v.course_iri("webcare")
MAPPED_IRI = f"{LMS}/mod/scorm/view.php?id=7"
REGISTRATION = "5c7e2a94-0b1d-4f63-9a58-3d2e71c6b80f"
HOME_PAGE = organisations.home_page_of(organisations.DEFAULT)


class CompletionClient:
    """An LRS, a key for each road and one without, and what it says about who finished."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url
        self.package = client.new_key("statements/write", source="package", activity_prefix=COURSE)
        self.lms = client.new_key("statements/write", source="lms")
        self.plain = client.new_key("all")

    def store(self, key: Key, *statements: Json) -> list[str]:
        """Store statements with a key."""
        return self.client.store(*statements, key=key)

    def completions(self, course: str | None = None, organisation: str = "default") -> list[Completion]:
        """The completions as they are read."""
        with self.client.lrs.database.reading() as connection:
            return list_completions(
                connection, organisations.find_organisation(connection, organisation), course
            )

    def verified_completions(self) -> list[Completion]:
        """Those that count as verified."""
        return [row for row in self.completions() if row.verified]

    def write_table(self, write: Callable[..., object], *arguments: object) -> None:
        """Write into another table of the default organisation."""
        with self.client.lrs.database.writing() as connection:
            write(connection, organisations.find_organisation(connection, "default").id, *arguments)


@contextmanager
def open_client_on(url: str) -> Iterator[Client]:
    lrs = Lrs.open(Settings(database=url), stream=io.StringIO())
    try:
        with asyncio.Runner() as runner:
            yield Client(lrs, io.StringIO(), runner)
    finally:
        lrs.close()


def learner(name: str = "ann") -> Json:
    return {"objectType": "Agent", "account": {"homePage": LMS, "name": name}}


def completion_statement(verb: str = v.COMPLETED, who: str = "ann", **more: Any) -> Json:
    """What a package or an LMS says when a course is done."""
    course = {"objectType": "Activity", "id": COURSE, "definition": {"type": v.COURSE}}
    result: Json = {"completion": True}
    statement = {
        "id": str(uuid4()),
        "actor": learner(who),
        "verb": {"id": verb},
        "object": course,
        "result": result,
    }
    # A package's key stores only what was done in an attempt.
    context = {"registration": REGISTRATION, **more.pop("context", {})}
    return {**statement, "context": context, "timestamp": "2026-11-23T09:00:00Z", **more}


def score_result(raw: float) -> Json:
    return {"completion": True, "score": {"scaled": raw / 100, "raw": raw, "min": 0, "max": 100}}
