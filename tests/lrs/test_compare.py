"""When a statement that arrives again is the same (xAPI 1.0.3 Data 2.3.1)."""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import (
    ACTIVITY,
    ANN,
    ANONYMOUS_GROUP,
    AUTHORITY,
    BEN,
    ID,
    NEW_ID,
    TEAM,
    attachment,
    sample_statement,
    substatement,
)
from support.lrs.statement_strategies import json_values, statements

from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.statement.compare import is_equal_json, is_same_statement
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
both = statements(Version.V1) | statements(Version.V2)
WITH_ATTACHMENT = sample_statement(attachments=[attachment(fileUrl="https://example.com/a")])


def shuffle_keys(value: Any, chance: random.Random) -> Any:
    """The same JSON with its keys, and the members of its groups, in another order."""
    if isinstance(value, list):
        return [shuffle_keys(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    chance.shuffle(names)
    copy = {name: shuffle_keys(value[name], chance) for name in names}
    if copy.get("objectType") == "Group" and isinstance(copy.get("member"), list):
        chance.shuffle(copy["member"])
    return copy


@given(both, st.randoms(use_true_random=False))
def test_order_of_keys_and_members_never_makes_a_difference(statement: Json, chance: random.Random) -> None:
    before = deepcopy(statement)
    assert is_same_statement(statement, shuffle_keys(statement, chance))
    assert statement == before


@given(statements(Version.V2))
def test_what_was_stored_is_the_same_as_what_came(statement: Json) -> None:
    stored = prepare_statement(
        statement, authority=AUTHORITY, new_id=NEW_ID, version=Version.V2, define=True
    ).statement
    stored |= {"stored": "2026-11-23T02:03:04Z"}
    stored.setdefault("timestamp", stored["stored"])
    assert is_same_statement(stored, statement)
    assert is_same_statement(stored, stored)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            sample_statement(stored="2026-01-01T00:00:00Z", authority=ANN, version="1.0.0"),
            sample_statement(version="1.0.3", authority=BEN),
        ),
        (sample_statement(), sample_statement(timestamp=None)),
        (sample_statement(), sample_statement(id=None)),
        (sample_statement(), sample_statement(id=ID.upper())),
        (
            sample_statement(timestamp="2026-11-23T02:03:04.1Z"),
            sample_statement(timestamp="2026-11-23T03:03:04.100+01:00"),
        ),
        (sample_statement(), sample_statement(verb={"id": sample_statement()["verb"]["id"]})),
        (
            sample_statement(),
            sample_statement(verb={"id": sample_statement()["verb"]["id"], "display": {"fr": "a répondu"}}),
        ),
        (
            sample_statement(),
            sample_statement(object={"id": ACTIVITY["id"], "definition": {"name": {"en": "Other"}}}),
        ),
        (sample_statement(), sample_statement(object={"id": ACTIVITY["id"]})),
        (
            sample_statement(actor=ANONYMOUS_GROUP),
            sample_statement(actor={**ANONYMOUS_GROUP, "member": [ANN, BEN]}),
        ),
        (
            sample_statement(actor={"mbox": "mailto:a@EXAMPLE.com"}),
            sample_statement(actor={"mbox": "mailto:a@example.com"}),
        ),
        (WITH_ATTACHMENT, sample_statement(attachments=[attachment(sha2=attachment()["sha2"].upper())])),
        (
            sample_statement(context={"contextActivities": {"parent": [ACTIVITY]}}),
            sample_statement(context={"contextActivities": {"parent": {"id": ACTIVITY["id"]}}}),
        ),
        (
            sample_statement(context={"registration": ID}),
            sample_statement(context={"registration": ID.upper()}),
        ),
        (
            sample_statement(context={"statement": {"objectType": "StatementRef", "id": ID}}),
            sample_statement(context={"statement": {"objectType": "StatementRef", "id": ID.upper()}}),
        ),
        (
            sample_statement(object={"objectType": "StatementRef", "id": ID}),
            sample_statement(object={"objectType": "StatementRef", "id": ID.upper()}),
        ),
        (
            sample_statement(result={"score": {"raw": 1}}),
            sample_statement(result={"score": {"raw": Decimal("1.0")}}),
        ),
        (
            sample_statement(result={"score": {"raw": 0.1}}),
            sample_statement(result={"score": {"raw": Decimal("0.10")}}),
        ),
        (
            sample_statement(result={"duration": "PT0.1237S"}),
            sample_statement(result={"duration": "PT0.12S"}),
        ),
        (sample_statement(result={"duration": "PT1.001S"}), sample_statement(result={"duration": "PT1S"})),
    ],
)
def test_what_an_lrs_may_change_or_add_makes_no_difference(one: Json, other: Json) -> None:
    assert is_same_statement(one, other)
    assert is_same_statement(substatement_of(one), substatement_of(other))


def substatement_of(statement: Json) -> Json:
    """The same parts inside a substatement, where the LRS sets nothing by itself."""
    set_by_lrs = ("id", "stored", "version", "authority", "timestamp")
    return sample_statement(
        object=substatement(**{name: part for name, part in statement.items() if name not in set_by_lrs})
    )


@pytest.mark.parametrize(
    "other",
    [
        sample_statement(id=NEW_ID),
        sample_statement(actor=BEN),
        sample_statement(actor={**ANN, "name": "Anna"}),
        sample_statement(actor=TEAM),
        sample_statement(verb={"id": "https://example.com/other"}),
        sample_statement(object={"id": "https://example.com/other"}),
        sample_statement(object={"objectType": "StatementRef", "id": ID}),
        sample_statement(object=substatement()),
        sample_statement(timestamp="2026-11-23T02:03:04.124Z"),
        sample_statement(result={}),
        sample_statement(context={"language": "nl"}),
        sample_statement(attachments=[attachment()]),
    ],
)
def test_what_the_sender_says_differently_makes_a_difference(other: Json) -> None:
    assert not is_same_statement(sample_statement(), other)
    assert not is_same_statement(other, sample_statement())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sample_statement(result={"success": True}), sample_statement(result={"success": False})),
        (sample_statement(result={"duration": "PT60S"}), sample_statement(result={"duration": "PT1M"})),
        (sample_statement(result={"duration": "PT0.13S"}), sample_statement(result={"duration": "PT0.12S"})),
        (sample_statement(actor=TEAM), sample_statement(actor={**TEAM, "member": [ANN]})),
        (sample_statement(actor=TEAM), sample_statement(actor={**TEAM, "member": [ANN, ANN]})),
        (
            sample_statement(object=substatement()),
            sample_statement(object=substatement(timestamp="2026-01-01T00:00:00Z")),
        ),
        (sample_statement(timestamp=None), sample_statement()),
        (WITH_ATTACHMENT, sample_statement(attachments=[attachment(sha2="ab" * 32)])),
        (
            sample_statement(context={"contextActivities": {"parent": [ACTIVITY]}}),
            sample_statement(context={"contextActivities": {"grouping": [ACTIVITY]}}),
        ),
        (
            sample_statement(result={"extensions": {"a:b": 1}}),
            sample_statement(result={"extensions": {"a:b": True}}),
        ),
        (
            sample_statement(result={"extensions": {"a:b": [1, 2]}}),
            sample_statement(result={"extensions": {"a:b": [2, 1]}}),
        ),
        (sample_statement(result={"extensions": {"a:b": None}}), sample_statement(result={"extensions": {}})),
    ],
)
def test_a_difference_deeper_down_counts_too(one: Json, other: Json) -> None:
    assert not is_same_statement(one, other)


@given(json_values, json_values)
def test_values_are_alike_when_json_calls_them_equal(one: object, other: object) -> None:
    assert is_equal_json(one, deepcopy(one))
    assert is_equal_json(one, other) == is_equal_json(other, one)
    assert not is_equal_json([one], {"0": one})
    assert not is_equal_json(one, [one])


def test_true_is_not_one_nor_is_text_a_number() -> None:
    assert not is_equal_json(True, 1)
    assert not is_equal_json(False, Decimal(0))
    assert not is_equal_json("1", 1)
    assert is_equal_json(decode_json(b"1e2"), 100)


def test_extensions_of_any_depth_are_compared() -> None:
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    assert is_equal_json(deep, deep)


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        (
            sample_statement(actor={"mbox": ANN["mbox"]}),
            sample_statement(actor={"mbox": ANN["mbox"], "objectType": "Agent"}),
        ),
        (
            sample_statement(object={"id": ACTIVITY["id"]}),
            sample_statement(object={"id": ACTIVITY["id"], "objectType": "Activity"}),
        ),
    ],
)
def test_a_type_that_goes_without_saying_makes_no_difference(short: Json, whole: Json) -> None:
    assert short != whole
    assert is_same_statement(short, whole)
    assert is_same_statement(whole, short)
