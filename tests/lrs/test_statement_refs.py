"""Statements about statements, in whatever order they arrive (xAPI 1.0.3 Communication 2.1.3, Data 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from support.lrs.statement_store import (
    VERBS,
    Store,
    open_store,
    statement,
    statement_about,
    voiding_statement,
)

from scormbuild.lrs.xapi.query import Query

Json = dict[str, Any]
BY_ADA = Query(agent="mbox:mailto:ada@example.org")
EXPERIENCED = Query(verb=f"{VERBS}/experienced")
ORDERS = list(permutations(range(4)))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_store(database_url) as opened:
        yield opened


def test_what_refers_to_a_match_is_a_match(store: Store) -> None:
    target = statement("ada")
    comment = statement_about(target)
    store.store_statements(target)
    store.store_statements(comment)
    assert store.find_ids(BY_ADA) == [comment["id"], target["id"]]
    assert store.find_ids(EXPERIENCED) == [comment["id"], target["id"]]


def test_every_order_of_arrival_finds_the_same(store: Store) -> None:
    for number, order in enumerate(ORDERS):
        first = statement("ada")
        second = statement_about(first)
        chain = [first, second, statement_about(second), statement_about(statement_about(second))]
        chain[3] = statement_about(chain[2])
        for place in order:
            store.store_statements(chain[place], organisation=number + 1)
        found = store.find_ids(BY_ADA, organisation=number + 1)
        assert sorted(found) == sorted(each["id"] for each in chain), order


def test_every_order_within_one_batch_finds_the_same(store: Store) -> None:
    for number, order in enumerate(ORDERS):
        chain = [statement("ada")]
        while len(chain) < 4:
            chain.append(statement_about(chain[-1]))
        store.store_statements(*(chain[place] for place in order), organisation=number + 1)
        assert len(store.find_ids(BY_ADA, organisation=number + 1)) == 4, order


def test_two_statements_that_refer_to_each_other_are_found_by_both(store: Store) -> None:
    one = statement_about("00000000-0000-4000-8000-000000000002", "ada")
    other = statement_about("00000000-0000-4000-8000-000000000001", "bob")
    one["id"], other["id"] = other["object"]["id"], one["object"]["id"]
    store.store_statements(one)
    store.store_statements(other)
    assert len(store.find_ids(BY_ADA)) == 2


def test_a_reference_in_upper_case_is_the_same(store: Store) -> None:
    target = statement("ada")
    store.store_statements(target)
    store.store_statements(statement_about(target["id"].upper()))
    assert len(store.find_ids(BY_ADA)) == 2


@pytest.mark.parametrize("first", ["target", "voiding", "together"])
def test_a_voided_statement_is_hidden_and_found_by_its_id_as_voided(store: Store, first: str) -> None:
    target = statement("ada")
    void = voiding_statement(target)
    batches = {"target": [[target], [void]], "voiding": [[void], [target]], "together": [[void, target]]}
    for batch in batches[first]:
        store.store_statements(*batch)
    assert store.find_ids() == [void["id"]]
    assert store.find_statement(target["id"]) is None
    assert store.find_statement(target["id"], voided=True) is not None


def test_the_filters_of_a_voided_statement_still_find_what_refers_to_it(store: Store) -> None:
    target = statement("ada")
    comment, void = statement_about(target), voiding_statement(target)
    store.store_statements(target, comment)
    store.store_statements(void)
    assert store.find_ids(BY_ADA) == [void["id"], comment["id"]]


@pytest.mark.parametrize("first", ["target", "voiding"])
def test_a_voiding_statement_is_never_voided(store: Store, first: str) -> None:
    void = voiding_statement(statement())
    again = voiding_statement(void)
    for each in [void, again] if first == "target" else [again, void]:
        store.store_statements(each)
    assert len(store.find_ids()) == 2
    assert store.find_statement(void["id"], voided=True) is None


def test_voiding_twice_changes_nothing(store: Store) -> None:
    target = statement()
    store.store_statements(target)
    store.store_statements(voiding_statement(target))
    store.store_statements(voiding_statement(target))
    assert len(store.find_ids()) == 2


def test_nobody_voids_a_statement_of_another_organisation(store: Store) -> None:
    target = statement()
    store.store_statements(target, organisation=1)
    store.store_statements(voiding_statement(target), organisation=2)
    assert store.find_ids(organisation=1) == [target["id"]]


def test_a_comment_does_not_void(store: Store) -> None:
    target = statement()
    comment = statement_about(target)
    store.store_statements(comment)
    store.store_statements(target)
    assert set(store.find_ids()) == {comment["id"], target["id"]}


def test_an_endless_chain_costs_no_endless_work(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'chain.db'}") as store:
        last: Json = statement("ada")
        for _ in range(150):
            store.store_statements(last)
            last = statement_about(last, "bob")
        assert len(store.finder.find_page(1, BY_ADA, 500).statements) >= 100
