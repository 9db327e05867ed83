"""Pages mark what a package alone claims, can leave it out, and show no registration and no tried name."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from support.dashboard.harness import DashboardHarness
from support.lrs.client import Client
from support.lrs.person_data import OUTLINE

from scormbuild import vocabulary as word
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.ingest import Ingest

Json = dict[str, Any]
COURSE, LMS = OUTLINE["course"]["iri"], "https://lms.example.org"
QUESTION = word.interaction_iri(COURSE, "waarom")
ADA, BOB = "6f1e3c1a-5a52-4bd0-8a6e-0d3c3f0f5e11", "7a1e3c1a-5a52-4bd0-8a6e-0d3c3f0f5e22"
MARK = {"en": "course package, not confirmed by the LMS", "nl": "cursuspakket, niet bevestigd door het LMS"}


def answer(who: str, registration: str) -> Json:
    """An answer."""
    parent = {"id": COURSE, "definition": {"type": word.COURSE}}
    attempt = {"id": word.attempt_iri(COURSE, registration)}
    categories = [{"id": word.form_iri("reflection")}, {"id": word.PROFILE}]
    activities = {"parent": [parent], "grouping": [parent, attempt], "category": categories}
    return {
        "id": word.statement_id(registration, f"answered waarom 1 Van {who}"),
        "actor": {"account": {"homePage": LMS, "name": who}},
        "verb": {"id": word.ANSWERED},
        "object": {"id": QUESTION, "definition": {"type": word.INTERACTION}},
        "result": {"response": f"Van {who}", "completion": True},
        "context": {"registration": registration, "contextActivities": activities},
        "timestamp": "2026-09-20T12:00:00Z",
    }


@pytest.fixture
def told(harness: DashboardHarness) -> Iterator[dict[str, str]]:
    """What Ada's LMS confirms and Bob's doesn't; their pseudonyms."""
    with asyncio.Runner() as runner:
        client = Client(harness.lrs, io.StringIO(), runner)
        key = client.new_key("statements/write", source="package", activity_prefix=COURSE)
        client.store(answer("ada", ADA), answer("bob", BOB), key=key)
        with Ingest.open(harness.settings.database, "default", "lms.example.org", "lms") as ingest:
            ingest.keep_outline(OUTLINE)
            ingest.store_statements([answer("ada", ADA)])
            found = {name: ingest.find_pseudonym(LMS, name) for name in ("ada", "bob")}
        export_lake(harness.database, harness.dashboard.lake)
        yield found


@pytest.mark.parametrize("language", MARK)
def test_what_no_lms_confirms_is_marked_wherever_it_is_read(
    harness: DashboardHarness, told: dict[str, str], language: str
) -> None:
    reader = harness.log_in_as("administrator", "reader", "analyst", language=language)
    page = reader.read_page(f"/answers?course={COURSE}&question={QUESTION}&period=all")
    said = {
        item.xpath("string(blockquote)").strip(): item.xpath("string(p)")
        for item in page.xpath("//ul/li[blockquote]")
    }
    assert MARK[language] in said["Van bob"]
    assert MARK[language] not in said["Van ada"]
    for name, marked in (("ada", False), ("bob", True)):
        assert (MARK[language] in reader.get(f"/person?person={told[name]}&period=all").text) is marked
    for form in ("csv", "json"):
        rows = reader.get(f"/reports/answers.{form}?course={COURSE}&period=all").text
        assert "confirmed" in rows
        assert "source" in rows


def test_a_box_leaves_out_what_no_lms_confirms(harness: DashboardHarness, told: dict[str, str]) -> None:
    reader = harness.log_in_as("administrator", "reader", "analyst")
    only = "period=all&confirmed=yes"
    page = reader.read_page(f"/answers?course={COURSE}&question={QUESTION}&{only}")
    assert [each.text_content() for each in page.xpath("//blockquote")] == ["Van ada"]
    assert page.xpath("//input[@name='confirmed']/@checked")
    assert all(
        "confirmed=yes" in link for link in page.xpath("//a[contains(@href, '/reports/answers.')]/@href")
    )
    assert [row["answer"] for row in reader.get(f"/reports/answers.json?course={COURSE}&{only}").json()] == [
        "Van ada"
    ]
    assert [row["person"] for row in reader.get(f"/reports/attempts.json?{only}").json()] == [told["ada"]]
    assert "Van bob" not in reader.get(f"/person?person={told['bob']}&{only}").text
    assert "Van ada" in reader.get(f"/person?person={told['ada']}&{only}").text


def test_an_analyst_is_shown_no_registration_in_which_something_could_be_told(
    harness: DashboardHarness, told: dict[str, str]
) -> None:
    analyst = harness.log_in_as("analyst")
    shown = [analyst.get(path).text for path in ("/statements?limit=50", "/statements.json?limit=50")]
    for form in ("csv", "json"):
        shown += [
            analyst.get(f"/reports/{name}.{form}?period=all").text
            for name in ("attempts", "completion", "quality")
        ]
    whole = "".join(shown)
    assert told["ada"] in whole, "it is about her"
    assert ADA not in whole.lower()
    statements = {each["result"]["completion"]: each for each in json.loads(shown[1])}
    registration = statements[True]["context"]["registration"]
    assert f"attempt={registration}" in json.dumps(statements[True]), "and it is the same all over"


def test_a_name_that_was_tried_in_no_attempt_before_that_was_refused_shows_no_pseudonym(
    harness: DashboardHarness, told: dict[str, str]
) -> None:
    with harness.database.writing() as connection:
        for registration in (ADA, BOB):
            stored = f'"registration":"{registration}",'
            connection.execute(
                text("update statement set body = replace(body, :stored, '')"), {"stored": stored}
            )
    analyst = harness.log_in_as("analyst")
    for path in ("/statements?limit=50", "/statements.json?limit=50"):
        shown = analyst.get(path).text
        assert "nobody@invalid" in shown
        assert not any(person in shown for person in told.values())
