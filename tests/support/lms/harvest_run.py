"""Harvests as tests run them: a clock of their own, and what came of it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from scormbuild.lms.moodle.client import Moodle
from scormbuild.lms.moodle.source import Harvest
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.privacy.pseudonym import origin

Json = dict[str, Any]
NOW = 1800000000


class HarvestRun:
    """A harvest of a site into a database."""

    def __init__(self, moodle: Moodle, url: str, now: int = NOW, *, full: bool = False) -> None:
        site = moodle.site()
        self.ingest = Ingest.open(url, "default", "moodle.example.org", "lms")
        self.url = url
        self.harvest = Harvest(moodle, self.ingest, (site, origin(site)), lambda: now, full=full)

    def with_outlines(self, *outlines: Json) -> HarvestRun:
        """With courses that the LRS knows."""
        for outline in outlines:
            self.ingest.keep_outline(outline)
        return self

    def run(self, *courses: str) -> HarvestSummary:
        """Do it."""
        return self.harvest.run(list(courses))

    def close(self) -> None:
        """Let the database go."""
        self.ingest.close()


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
