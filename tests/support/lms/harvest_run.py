"""Harvests as tests run them: a clock of their own, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from scormbuild.lms.harvest import harvest_source
from scormbuild.lms.moodle.client import Moodle
from scormbuild.lms.moodle.source import MoodleSource
from scormbuild.lms.run import Run
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.xapi import LrsSource, RemoteLrs
from scormbuild.lrs.ingest import Ingest

Json = dict[str, Any]
NOW = 1800000000


class HarvestRun:
    """A harvest of a site into a database."""

    def __init__(self, moodle: Moodle, url: str, now: int = NOW, *, full: bool = False) -> None:
        site = moodle.site()
        self.ingest = Ingest.open(url, "default", "moodle.example.org", "lms")
        self.url = url
        self.moodle, self.full = moodle, full
        self.harvest = Run(site, self.ingest, lambda: now, HarvestSummary(site))

    def with_outlines(self, *outlines: Json) -> HarvestRun:
        """With courses that the LRS knows."""
        for outline in outlines:
            self.ingest.keep_outline(outline)
        return self

    def run(self, *courses: str) -> HarvestSummary:
        """Do it."""
        source = MoodleSource(self.moodle, self.harvest.url, list(courses), self.full)
        return harvest_source(source, self.harvest)

    def close(self) -> None:
        """Let the database go."""
        self.ingest.close()


def pull_statements(
    remote: RemoteLrs,
    ingest: Ingest,
    summary: HarvestSummary,
    since: str = "",
    step: Callable[[int], None] = lambda _done: None,
) -> HarvestSummary:
    """A harvest of another LRS's statements."""
    run = Run(remote.url, ingest, lambda: NOW, summary, lambda done, _expected: step(done))
    return harvest_source(LrsSource(remote, since), run)


def read_statements(url: str) -> list[Json]:
    """The statements of a database, in stored order."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [
            json.loads(body) for body in connection.scalars(text("select body from statement order by seq"))
        ]


def short_statement(statement: Json) -> str:
    """A statement in a few words: verb, what it is about, the response."""
    verb = statement["verb"]["id"].rpartition("/")[2]
    about = statement["object"]["id"].rpartition("/")[2].rpartition(":")[2]
    response = statement.get("result", {}).get("response")
    return f"{verb} {about}" + (f": {response}" if response is not None else "")
