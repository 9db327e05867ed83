"""What a package alone claims: it is marked, it goes behind what an LMS confirms, and can be left out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.lrs.client import Client, Key
from support.lrs.completion_lrs import open_client_on
from support.lrs.person_data import OUTLINE
from typer.testing import CliRunner

from scormbuild import vocabulary as word
from scormbuild.cli import app
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.xapi.patterns import format_timestamp, parse_timestamp

Json = dict[str, Any]
COURSE, LMS = OUTLINE["course"]["iri"], "https://lms.example.org"
QUESTION = word.interaction_iri(COURSE, "waarom")
HERS = "6f1e3c1a-5a52-4bd0-8a6e-0d3c3f0f5e11"
FORGED = "7a1e3c1a-5a52-4bd0-8a6e-0d3c3f0f5e22"
DONE = {"verb": {"id": word.COMPLETED}, "object": {"id": COURSE, "definition": {"type": word.COURSE}}}


def told(registration: str, name: str, at: str, who: str = "ada", **changes: Any) -> Json:
    """A statement as browser and harvest make it."""
    parent = [{"id": COURSE, "definition": {"type": word.COURSE}}]
    categories = [{"id": word.form_iri("reflection")}, {"id": word.PROFILE}]
    return {
        "id": word.statement_id(registration, name),
        "actor": {"account": {"homePage": LMS, "name": who}},
        "verb": {"id": word.ANSWERED},
        "object": {"id": QUESTION, "definition": {"type": word.INTERACTION}},
        "context": {
            "registration": registration,
            "contextActivities": {"parent": parent, "category": categories},
        },
        "timestamp": at,
        **changes,
    }


def answer(words: str, registration: str = HERS, at: str = "2026-10-01T12:00:00Z", **changes: Any) -> Json:
    """An answer."""
    result = {"response": words, "completion": True}
    return told(registration, f"answered waarom 1 {words}", at, result=result) | changes


class Store:
    """An LRS with a package's key, and a harvest of the LMS."""

    def __init__(self, client: Client, url: str, lake: Path) -> None:
        self.client, self.url, self.lake = client, url, lake
        self.package: Key = client.new_key("statements/write", source="package", activity_prefix=COURSE)

    def claim(self, *statements: Json) -> None:
        """Tell something with the package's key."""
        self.client.store(*statements, key=self.package)

    def harvest(self, *statements: Json) -> None:
        """Tell something as the LMS."""
        with Ingest.open(self.url, "default", "lms.example.org", "lms") as ingest:
            ingest.keep_outline(OUTLINE)
            ingest.store_statements(list(statements))

    def report(self, name: str, *options: str) -> list[Json]:
        """A report's rows."""
        engine = "postgresql" if self.url.startswith("postgresql") else "duckdb"
        where = ["--database", self.url, "--lake", str(self.lake), "--engine", engine]
        done = CliRunner().invoke(app, ["report", name, *options, "--least", "1", "--json", *where])
        assert done.exit_code == 0, done.output
        rows: list[Json] = json.loads(done.stdout)
        return rows


@contextmanager
def open_store(url: str, lake: Path) -> Iterator[Store]:
    """A store that is closed again."""
    with open_client_on(url) as client:
        client.log_stream = io.StringIO()
        yield Store(client, url, lake)


@pytest.fixture
def store(either_url: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(either_url, tmp_path / "lake") as opened:
        yield opened


@pytest.mark.parametrize("at", ["2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-10-02T00:00:00Z"])
def test_an_answer_that_the_lms_confirms_goes_before_a_newer_claim(store: Store, at: str) -> None:
    store.claim(answer("Van Ada"))
    store.harvest(answer("Van Ada"))
    store.claim(answer("Vals", FORGED, at))
    (row,) = store.report("answers")
    assert (row["answer"], row["source"], row["confirmed"]) == ("Van Ada", "package", True)
    assert [row["answer"] for row in store.report("answers", "--confirmed")] == ["Van Ada"]


def test_a_claim_counts_until_an_lms_says_otherwise_and_is_marked(store: Store) -> None:
    store.claim(answer("Van Ada"))
    (row,) = store.report("answers")
    assert (row["answer"], row["source"], row["confirmed"]) == ("Van Ada", "package", False)
    assert store.report("answers", "--confirmed") == []
    assert store.report("attempts", "--confirmed") == []
    store.harvest(told(HERS, "experienced een", "2026-10-01T12:01:00Z", verb={"id": word.EXPERIENCED}))
    (row,) = store.report("answers", "--confirmed")
    assert (row["answer"], row["source"], row["confirmed"]) == ("Van Ada", "package", True)


def test_an_lms_confirms_its_own_user_s_attempt_and_nobody_else_s_in_it(store: Store) -> None:
    store.harvest(answer("Van Ada"))
    store.claim(
        answer("Van Bob", at="2026-10-02T00:00:00Z", actor={"account": {"homePage": LMS, "name": "bob"}})
    )
    found = {row["answer"]: row["confirmed"] for row in store.report("answers")}
    assert found == {"Van Ada": True, "Van Bob": False}


def test_a_timestamp_counts_up_to_the_moment_at_which_it_was_stored(store: Store) -> None:
    store.claim(answer("Vals", FORGED, "2099-01-01T00:00:00Z"))
    store.claim(answer("Daarna", HERS, "2098-01-01T00:00:00Z"))
    (row,) = store.report("answers")
    assert row["answer"] == "Daarna", "the one that came last"
    assert row["when"] <= format_timestamp(store.client.lrs.clock())
    assert store.report("answers", "--since", "2030-01-01") == []
    (attempt, _) = store.report("attempts")
    assert parse_timestamp(attempt["last"]) <= store.client.lrs.clock()
    checks = {row["check"]: row["count"] for row in store.report("quality")}
    assert checks["clock ahead"] == 2


def test_right_first_time_is_not_for_whoever_writes_the_year_0000(store: Store) -> None:
    choice = {
        "object": {"id": word.interaction_iri(COURSE, "kies"), "definition": {"type": word.INTERACTION}},
        "context": told(HERS, "x", "")["context"],
    }
    choice["context"]["contextActivities"]["category"] = [{"id": word.form_iri("choice")}]
    wrong, right = ({"response": key, "success": key == "a"} for key in "ba")
    store.harvest(told(HERS, "answered kies 1 b", "2026-10-01T12:00:00Z", result=wrong, **choice))
    forged = {**choice, "context": {**choice["context"], "registration": FORGED}}
    store.claim(told(FORGED, "answered kies 1 a", "0000-01-01T00:00:00Z", result=right, **forged))
    assert {row["difficulty"] for row in store.report("choices")} <= {0.0, None}


def test_a_conflict_is_told_in_the_report_of_quality(store: Store) -> None:
    store.claim(told(HERS, "completed", "2026-10-01T12:00:00Z", **DONE, result={"completion": False}))
    store.harvest(told(HERS, "completed", "2026-10-01T12:05:00Z", **DONE, result={"completion": True}))
    (row,) = [row for row in store.report("quality") if row["check"] == "conflict"]
    assert (row["what"], row["count"]) == (COURSE, 1)
    (done,) = store.report("completion")
    assert (done["status"], done["sources"]) == ("completed", "lms")
    assert [row["check"] for row in store.report("quality", "--course", COURSE) if row["check"] == "conflict"]


def test_no_report_holds_a_registration(store: Store) -> None:
    store.claim(answer("Van Ada"), told(HERS, "completed", "2026-10-01T12:00:00Z", **DONE))
    whole = json.dumps(
        [store.report(name) for name in ("attempts", "completion", "answers", "quality", "time")]
    )
    assert "Van Ada" in whole
    assert HERS not in whole
