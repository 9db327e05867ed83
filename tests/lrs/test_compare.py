"""When a statement that arrives again is the same (xAPI 1.0.3 Data 2.3.1)."""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.made_statements import (
    ACTIVITY,
    ANN,
    AUTHORITY,
    BEN,
    ID,
    NAMELESS,
    NEW_ID,
    TEAM,
    attachment,
    made,
    substatement,
)
from support.lrs.statements import json_values, statements

from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.statement.compare import is_equal_json, is_same_statement
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
both = statements(Version.V1) | statements(Version.V2)
ATTACHED = made(attachments=[attachment(fileUrl="https://example.com/a")])


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same JSON with its keys, and the members of its groups, in another order."""
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    chance.shuffle(names)
    copy = {name: shuffled(value[name], chance) for name in names}
    if copy.get("objectType") == "Group" and isinstance(copy.get("member"), list):
        chance.shuffle(copy["member"])
    return copy


@given(both, st.randoms(use_true_random=False))
def test_order_of_keys_and_members_never_makes_a_difference(statement: Json, chance: random.Random) -> None:
    before = deepcopy(statement)
    assert is_same_statement(statement, shuffled(statement, chance))
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
            made(stored="2026-01-01T00:00:00Z", authority=ANN, version="1.0.0"),
            made(version="1.0.3", authority=BEN),
        ),
        (made(), made(timestamp=None)),
        (made(), made(id=None)),
        (made(), made(id=ID.upper())),
        (made(timestamp="2026-11-23T02:03:04.1Z"), made(timestamp="2026-11-23T03:03:04.100+01:00")),
        (made(), made(verb={"id": made()["verb"]["id"]})),
        (made(), made(verb={"id": made()["verb"]["id"], "display": {"fr": "a répondu"}})),
        (made(), made(object={"id": ACTIVITY["id"], "definition": {"name": {"en": "Other"}}})),
        (made(), made(object={"id": ACTIVITY["id"]})),
        (made(actor=NAMELESS), made(actor={**NAMELESS, "member": [ANN, BEN]})),
        (made(actor={"mbox": "mailto:a@EXAMPLE.com"}), made(actor={"mbox": "mailto:a@example.com"})),
        (ATTACHED, made(attachments=[attachment(sha2=attachment()["sha2"].upper())])),
        (
            made(context={"contextActivities": {"parent": [ACTIVITY]}}),
            made(context={"contextActivities": {"parent": {"id": ACTIVITY["id"]}}}),
        ),
        (made(context={"registration": ID}), made(context={"registration": ID.upper()})),
        (
            made(context={"statement": {"objectType": "StatementRef", "id": ID}}),
            made(context={"statement": {"objectType": "StatementRef", "id": ID.upper()}}),
        ),
        (
            made(object={"objectType": "StatementRef", "id": ID}),
            made(object={"objectType": "StatementRef", "id": ID.upper()}),
        ),
        (made(result={"score": {"raw": 1}}), made(result={"score": {"raw": Decimal("1.0")}})),
        (made(result={"score": {"raw": 0.1}}), made(result={"score": {"raw": Decimal("0.10")}})),
        (made(result={"duration": "PT0.1237S"}), made(result={"duration": "PT0.12S"})),
        (made(result={"duration": "PT1.001S"}), made(result={"duration": "PT1S"})),
    ],
)
def test_what_a_receiver_may_change_or_add_makes_no_difference(one: Json, other: Json) -> None:
    assert is_same_statement(one, other)
    assert is_same_statement(substatement_of(one), substatement_of(other))


def substatement_of(statement: Json) -> Json:
    """The same parts inside a substatement, where the receiver sets nothing by itself."""
    set_by_receiver = ("id", "stored", "version", "authority", "timestamp")
    return made(
        object=substatement(**{name: part for name, part in statement.items() if name not in set_by_receiver})
    )


@pytest.mark.parametrize(
    "other",
    [
        made(id=NEW_ID),
        made(actor=BEN),
        made(actor={**ANN, "name": "Anna"}),
        made(actor=TEAM),
        made(verb={"id": "https://example.com/other"}),
        made(object={"id": "https://example.com/other"}),
        made(object={"objectType": "StatementRef", "id": ID}),
        made(object=substatement()),
        made(timestamp="2026-11-23T02:03:04.124Z"),
        made(result={}),
        made(context={"language": "nl"}),
        made(attachments=[attachment()]),
    ],
)
def test_what_the_sender_says_differently_makes_a_difference(other: Json) -> None:
    assert not is_same_statement(made(), other)
    assert not is_same_statement(other, made())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (made(result={"success": True}), made(result={"success": False})),
        (made(result={"duration": "PT60S"}), made(result={"duration": "PT1M"})),
        (made(result={"duration": "PT0.13S"}), made(result={"duration": "PT0.12S"})),
        (made(actor=TEAM), made(actor={**TEAM, "member": [ANN]})),
        (made(actor=TEAM), made(actor={**TEAM, "member": [ANN, ANN]})),
        (made(object=substatement()), made(object=substatement(timestamp="2026-01-01T00:00:00Z"))),
        (made(timestamp=None), made()),
        (ATTACHED, made(attachments=[attachment(sha2="ab" * 32)])),
        (
            made(context={"contextActivities": {"parent": [ACTIVITY]}}),
            made(context={"contextActivities": {"grouping": [ACTIVITY]}}),
        ),
        (made(result={"extensions": {"a:b": 1}}), made(result={"extensions": {"a:b": True}})),
        (made(result={"extensions": {"a:b": [1, 2]}}), made(result={"extensions": {"a:b": [2, 1]}})),
        (made(result={"extensions": {"a:b": None}}), made(result={"extensions": {}})),
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
        (made(actor={"mbox": ANN["mbox"]}), made(actor={"mbox": ANN["mbox"], "objectType": "Agent"})),
        (made(object={"id": ACTIVITY["id"]}), made(object={"id": ACTIVITY["id"], "objectType": "Activity"})),
    ],
)
def test_a_type_that_goes_without_saying_makes_no_difference(short: Json, whole: Json) -> None:
    assert short != whole
    assert is_same_statement(short, whole)
    assert is_same_statement(whole, short)
