"""Flat rows: whatever the LRS accepts becomes one, and says the same as the statement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import AUTHORITY, sample_statement
from support.lrs.statement_strategies import iris, json_values, results, scores, statements, texts, uuids

from scormbuild import vocabulary as word
from scormbuild.lrs.projection import flat
from scormbuild.lrs.store.insert import stored_body
from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi import completion
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.completion import OrganisationContext
from scormbuild.lrs.xapi.effective_time import FIRST_MOMENT
from scormbuild.lrs.xapi.patterns import format_timestamp, parse_timestamp
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
HOME = "urn:scormbuild:organisation:default"
SEQ = 1_795_399_384_123_000
ORGANISATION_CONTEXT = OrganisationContext(HOME)
TYPES: dict[str, type | tuple[type, ...]] = {
    "int32": int,
    "int64": int,
    "text": str,
    "bool": bool,
    "double": float,
}
REGISTRATION = "4b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a11"
verdicts = st.sampled_from(sorted(completion.STATUS_OF_VERB))
names = st.sampled_from(["lms/a", "package/b", "lrs/c", "bus/d", "sb_1"])
authorities = st.builds(
    lambda page, name: {"objectType": "Agent", "account": {"homePage": page, "name": name}},
    st.sampled_from([HOME, "https://elsewhere.example"]),
    names,
)
known_extensions = st.fixed_dictionaries(
    {}, optional={word.PROGRESS: json_values, word.REVISION: json_values}
)
results_with_extensions = st.builds(
    lambda result, score, extensions: {**result, "score": score, "extensions": extensions},
    results,
    scores,
    known_extensions,
)
package_results = st.builds(
    lambda verb, page, name, typed, result, registration, own: sample_statement(
        verb={"id": verb},
        actor={"account": {"homePage": page, "name": name}},
        object={"id": "urn:x:course", **({"definition": {"type": word.COURSE}} if typed else {})},
        result=result,
        context={"registration": registration},
        **({"id": word.statement_id(registration, "completed")} if own else {}),
    ),
    verdicts,
    st.sampled_from([HOME, "https://lms.example"]),
    texts,
    st.booleans(),
    results_with_extensions,
    uuids,
    st.booleans(),
)
valid_statements = st.sampled_from(list(Version)).flatmap(statements)


def stored_statement(statement: Json, authority: Json = AUTHORITY) -> tuple[str, Json]:
    """The text that the store would keep, and what it says."""
    ready = prepare_statement(
        statement,
        authority=authority,
        new_id="0e6d7b4c-2a55-4b7b-a0d5-1b1d6b5d2f10",
        version=Version.V2 if str(statement.get("version", "1")).startswith("2") else Version.V1,
        define=False,
    )
    body = stored_body(ready, SEQ)
    return body, decode_json(body.encode())


def row_by_column(statement: Json, authority: Json = AUTHORITY) -> dict[str, Any]:
    """Its row, by the names of the columns."""
    return dict(
        zip(
            flat.COLUMN_NAMES,
            flat.flat_row(SEQ, stored_statement(statement, authority)[0], HOME),
            strict=True,
        )
    )


def answer_statement(**changes: Any) -> Json:
    """An answer as a package gives it."""
    activities = {
        "parent": [{"id": "urn:x:page"}, {"id": "https://example.com", "definition": {"type": word.COURSE}}],
        "category": [{"id": word.SCORM_PROFILE}, {"id": word.PROFILE}, {"id": word.form_iri("contrast")}],
    }
    context = {"registration": REGISTRATION.upper(), "contextActivities": activities, "revision": "1.2"}
    return sample_statement(context=context, **changes)


@given(st.one_of(valid_statements, package_results), authorities)
def test_every_accepted_statement_becomes_a_row_of_the_right_types(statement: Json, authority: Json) -> None:
    body, whole = stored_statement(statement, authority)
    found = flat.flat_row(SEQ, body, HOME)
    assert found == flat.flat_row(SEQ, body.encode(), HOME)
    for value, (name, kind) in zip(found, flat.FLAT_ROW_COLUMNS, strict=True):
        assert value is None or type(value) is TYPES[kind], name
        assert not isinstance(value, str) or "\0" not in value
    by_name = dict(zip(flat.COLUMN_NAMES, found, strict=True))
    assert (by_name["seq"], by_name["id"]) == (SEQ, whole["id"].lower())
    assert by_name["at"] == max(FIRST_MOMENT, min(parse_timestamp(whole["timestamp"]), SEQ))
    person = completion.person_of(whole["actor"], ORGANISATION_CONTEXT)
    if by_name["road"] == "package" and by_name["registration"] is None:
        person = None  # a name that was tried
    assert by_name["actor"] == (None if person is None else person.replace("\0", ""))
    identity = None if person is None else ifi(whole["actor"])
    assert by_name["person_key"] == (None if identity is None else reference_key("agent", identity))


@given(st.one_of(valid_statements, package_results), authorities)
def test_a_row_says_of_completion_what_the_statement_says(statement: Json, authority: Json) -> None:
    _, whole = stored_statement(statement, authority)
    found, said = row_by_column(statement, authority), completion.read_result(whole, ORGANISATION_CONTEXT)
    status = completion.STATUS_OF_VERB.get(found["verb"])
    of_course = found["activity_type"] == word.COURSE
    if said is None:
        assert status is None or found["actor"] is None or not of_course or found["contradicted"]
        return
    assert not found["contradicted"]
    assert (said.status, said.course, said.score) == (status, found["activity"], found["score"])
    assert (said.source, said.verified, said.at) == (found["road"], found["own_word"], found["at"])


def test_an_answer_of_a_package_is_told_whole() -> None:
    score = {"raw": 1, "min": 0, "max": Decimal(3)}
    extensions = {word.PROGRESS: Decimal("12.5"), word.REVISION: 3}
    result = {"response": "Ja\0!", "duration": "PT1H2M3.5S", "score": score, "extensions": extensions}
    authority = {"account": {"homePage": HOME, "name": "package/sb_1"}}
    found = row_by_column(answer_statement(result=result), authority)
    assert found == {
        "seq": SEQ,
        "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
        "at": parse_timestamp("2026-11-23T02:03:04.123Z"),
        "actor": "mbox:mailto:ann@example.com",
        "person_key": reference_key("agent", "mbox:mailto:ann@example.com"),
        "verb": word.ANSWERED,
        "activity": "https://example.com/unit",
        "activity_type": "http://adlnet.gov/expapi/activities/lesson",
        "course": "https://example.com",
        "registration": REGISTRATION,
        "attempt": reference_key("registration", REGISTRATION),
        "form": "contrast",
        "response": "Ja!",
        "revision": 3,
        "completion": None,
        "success": None,
        "score": 33.33,
        "progress": 12.5,
        "duration": 3723.5,
        "road": "package",
        "own_word": False,
        "contradicted": False,
        "version": "1.2",
        "language": None,
        "profile": word.PROFILE,
        "clock_ahead": False,
    }


@pytest.mark.parametrize("value", ["'7'", "7.0", "true", "null", "[7]", "1e400", "2147483648", "9" * 400])
def test_an_odd_extension_is_nothing(value: str) -> None:
    odd = decode_json(value.replace("'", '"').encode())
    found = row_by_column(answer_statement(result={"extensions": {word.REVISION: odd, word.PROGRESS: odd}}))
    assert found["revision"] is None
    finite = value in ("7.0", "2147483648")
    assert found["progress"] == (float(value) if finite else None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0.0),
        ("P4W", 2_419_200.0),
        ("P1DT12H36M0.5S", 131_760.5),
        ("PT1,5M", 90.0),
        ("P3Y", None),
        ("P3Y1M29DT4H35M59.14S", None),
        ("P1M", None),
        (f"PT{'9' * 400}S", None),
    ],
)
def test_a_duration_is_seconds_unless_its_length_isnt_fixed(text: str, seconds: float | None) -> None:
    assert row_by_column(answer_statement(result={"duration": text}))["duration"] == seconds


def test_a_score_that_nobody_can_calculate_with_is_nothing() -> None:
    for least, raw, most in (
        (0, 1, 10**400),
        (0, Decimal("1e400"), Decimal("2e400")),
        (0, 5, Decimal("9e999")),
    ):
        score = {"min": least, "raw": raw, "max": most}
        assert row_by_column(answer_statement(result={"score": score}))["score"] in (None, 0.0)


@given(st.integers(-62_167_219_200_000_000, 253_402_300_799_999_999))
def test_a_moment_of_the_usual_form_is_what_the_long_way_gives(at: int) -> None:
    assert flat.timestamp_microseconds(format_timestamp(at)) == at
    text = format_timestamp(at)[:-4] + "Z"
    assert flat.timestamp_microseconds(text) == parse_timestamp(text)


@given(iris)
def test_a_road_needs_the_organisations_own_home_page(page: str) -> None:
    assert (
        row_by_column(answer_statement(), {"account": {"homePage": page, "name": "lms/x"}})["road"] == "other"
    )
    member = [{"account": {"homePage": HOME, "name": "lms/x"}}, {"mbox": "mailto:a@example.com"}]
    assert row_by_column(answer_statement(), {"objectType": "Group", "member": member})["road"] == "other"
