"""Whatever a package's key may store, every page shows and every file holds: no statement breaks a page."""

from __future__ import annotations

import asyncio
import io
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.dashboard.harness import DashboardHarness, open_harness
from support.dashboard.sample_course import outline
from support.lrs.client import Client
from support.lrs.person_data import command_output

from scormbuild import vocabulary as word
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.reports import REPORTS
from scormbuild.analysis.views import VIEWS
from scormbuild.lrs.store import courses

Json = dict[str, Any]
COURSE, HOME = "urn:scormbuild:course:kind", "https://lms.example.org"
LEARNERS = 6  # as few as are shown together
EXAMPLES = 2
BIG = "9" * 400
TIMESTAMPS = (
    *("0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T23:59:59+23:59", "9999-12-31T23:59:59Z"),
    *("9999-12-31T00:00:59-23:58", "2099-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "20261123T091405Z"),
    *("2026-11-23T09", "2026-11-23t09:14:05.25z", "2016-12-31T23:59:60Z", "2026-11-23T09:14:05,123456789Z"),
    *("2026-11-23T09:14:05.1Z", "2026-11-23T09:14:05+14", "0999-03-01T00:00:00Z"),
)
DURATIONS = (
    "P9999999Y",
    f"PT{BIG}S",
    f"PT{'9' * 308}S",
    "P9999999999W",
    "PT0.000000000000001S",
    f"P{'9' * 5000}D",
)
NUMBERS = (
    "1e308",
    "-1e308",
    "1e400",
    "1e-400",
    BIG,
    f"-{BIG}",
    "9" * 5000,
    "0.1",
    "-0",
    "2147483648",
    "1e15",
    "3",
)
timestamps = st.sampled_from(TIMESTAMPS) | st.datetimes().map(lambda moment: moment.isoformat() + "Z")
numbers = st.sampled_from(NUMBERS) | st.floats(allow_nan=False, allow_infinity=False).map(repr)
words = st.text(max_size=12) | st.sampled_from(
    ["\0", "\ud83d\ude00", "=1+1", "x" * 40_000, "", " ", "1", "a[,]b"]
)
VERBS = (
    word.ANSWERED,
    word.PROGRESSED,
    word.TERMINATED,
    word.COMPLETED,
    word.PASSED,
    word.FAILED,
    word.EXPERIENCED,
)


@st.composite
def package_statements(draw: st.DrawFn) -> tuple[str, str, str, str, str]:
    """Timestamp, verb, duration, two numbers: what a learner can put into the statements of a course."""
    return (
        draw(timestamps),
        draw(st.sampled_from(VERBS)),
        draw(st.sampled_from(DURATIONS)),
        draw(numbers),
        draw(words),
    )


ALWAYS = [
    *((when, verb, "PT1S", "3", "words") for when in TIMESTAMPS for verb in (word.ANSWERED, word.COMPLETED)),
    *((TIMESTAMPS[-1], word.TERMINATED, span, "3", "words") for span in DURATIONS),
    *((TIMESTAMPS[-1], verb, "PT1S", number, "words") for number in NUMBERS for verb in VERBS[:6]),
]


def statement_text(number: int, drawn: tuple[str, str, str, str, str]) -> str:
    """A statement as JSON text, as numbers are written as they are."""
    when, verb, span, figure, said = drawn
    about = {
        word.ANSWERED: {"id": word.interaction_iri(COURSE, "sure"), "definition": {"type": word.INTERACTION}},
        word.EXPERIENCED: {"id": word.page_iri(COURSE, "one"), "definition": {"type": word.PAGE}},
    }.get(verb, {"id": COURSE, "definition": {"type": word.COURSE}})
    categories = (
        [{"id": word.form_iri("opinion" if number % 2 else "reflection")}] if verb == word.ANSWERED else []
    )
    parent = [{"id": COURSE, "definition": {"type": word.COURSE}}]
    extensions = {word.PROGRESS: "FIGURE", word.REVISION: "FIGURE"}
    result: Json = {"duration": span, "response": said, "extensions": extensions}
    if verb in (word.PASSED, word.FAILED):
        result["score"] = {"raw": "FIGURE", "max": "LARGER", "min": "SMALLER"}
    whole = {
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": HOME, "name": f"learner-{number % LEARNERS}"}},
        "verb": {"id": verb},
        "object": about,
        "result": result,
        "timestamp": when,
        "context": {
            "registration": str(uuid.UUID(int=number % (2 * LEARNERS) + 1, version=4)),
            "contextActivities": {"parent": parent, "category": categories},
        },
    }
    encoded = json.dumps(whole)
    for name, value in (("FIGURE", figure), ("LARGER", "1e309"), ("SMALLER", "-1e309")):
        encoded = encoded.replace(f'"{name}"', value)
    return encoded


@contextmanager
def filled_dashboard(drawn: list[tuple[str, str, str, str, str]], zone: str) -> Iterator[DashboardHarness]:
    """A dashboard over all of them that the LRS takes; it answers each, and never with a fault of its own."""
    with TemporaryDirectory() as folder, asyncio.Runner() as runner:
        url = f"sqlite:///{folder}/lrs.db"
        with open_harness(url, Path(folder) / "lake", time_zone=zone) as harness:
            with harness.database.writing() as connection:
                courses.write_outline(connection, harness.organisation.id, outline(COURSE, "Kind"))
            client = Client(harness.lrs, io.StringIO(), runner)
            key = client.new_key("statements/write", source="package", activity_prefix=COURSE)
            taken = 0
            for number, each in enumerate([*ALWAYS, *drawn]):
                answer = client.post(
                    "/statements",
                    statement_text(number, each).encode(),
                    key=key,
                    headers={"Content-Type": "application/json"},
                )
                assert answer.status_code in (200, 400), answer.text[:300]
                taken += answer.status_code == 200
            assert taken > len(ALWAYS) // 2, "or nothing is shown"
            export_lake(harness.database, harness.dashboard.lake)
            yield harness


def all_paths() -> Iterator[str]:
    """Every page and download that shows what was told."""
    for name in REPORTS:
        for more in ("period=all", "period=all&by=day"):
            yield (
                f"/?{more}"
                if name == "overview"
                else f"/answers?{more}"
                if name == "answers"
                else f"/reports/{name}?{more}"
            )
        for form in ("csv", "csv-nl", "xlsx", "parquet", "json"):
            yield f"/reports/{name}.{form}?period=all"
    yield f"/answers?course={COURSE}&question={word.interaction_iri(COURSE, 'sure')}&period=all"
    yield f"/answers?course={COURSE}&words=words&period=all"
    yield from (f"/statements?limit=200&ascending={flag}" for flag in ("true", "false"))
    yield "/statements.json?limit=200"


zones = cycle(["Europe/Amsterdam", "Pacific/Kiritimati", "America/Los_Angeles", "UTC"])


# Not made smaller: the page that fails says enough, and each try fills a dashboard anew.
@settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(package_statements(), min_size=20, max_size=40))
def test_what_a_package_may_store_breaks_no_page_and_no_file(
    drawn: list[tuple[str, str, str, str, str]],
) -> None:
    with filled_dashboard(drawn, next(zones)) as harness:
        everybody = [
            harness.log_in_as("administrator", "analyst", "reader", language=each) for each in ("en", "nl")
        ]
        for client in everybody:
            for path in all_paths():
                shown = client.get(path)
                assert shown.status_code == 200, (path, shown.text[-600:])
        people = {
            each["actor"]["account"]["name"] for each in everybody[0].get("/statements.json?limit=200").json()
        }
        assert len(people) == LEARNERS
        for person in people:
            for page in ("1", "2", "3"):
                path = f"/person?person={person}&period=all&page={page}"
                assert everybody[0].get(path).status_code == 200, path
        read_by_commands(harness, min(people))


def read_by_commands(harness: DashboardHarness, person: str) -> None:
    """The same by the command line and in SQL."""
    url, folder = harness.settings.database, harness.dashboard.lake.parent
    command_output(url, "completions")
    for language in ("nl", "en"):
        command_output(
            url, "subject", "export", person, "--out", f"{folder}/{language}", "--language", language
        )
    command_output(url, "retain", "set", "--days", "36500")
    command_output(url, "retain", "run", "--dry-run")
    with duckdb.open_tables(harness.dashboard.lake) as tables:
        for view in VIEWS.values():
            view(tables).to_pyarrow()
        rows = tables.statements.select("timestamp_us", "seq").to_pyarrow().to_pylist()
    assert rows
    assert all(row["timestamp_us"] <= row["seq"] for row in rows)
