"""Statements about statements, in whatever order they arrive (xAPI 1.0.3 Communication 2.1.3, Data 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from support.lrs.storing import VERBS, Store, about, statement, store_at, voiding

from scormbuild.lrs.xapi.query import Query

Json = dict[str, Any]
BY_ADA = Query(agent="mbox:mailto:ada@example.org")
EXPERIENCED = Query(verb=f"{VERBS}/experienced")
ORDERS = list(permutations(range(4)))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with store_at(database_url) as opened:
        yield opened


def test_what_refers_to_a_match_is_a_match(store: Store) -> None:
    target = statement("ada")
    comment = about(target)
    store.keep(target)
    store.keep(comment)
    assert store.ids(BY_ADA) == [comment["id"], target["id"]]
    assert store.ids(EXPERIENCED) == [comment["id"], target["id"]]


def test_every_order_of_arrival_finds_the_same(store: Store) -> None:
    for number, order in enumerate(ORDERS):
        first = statement("ada")
        second = about(first)
        chain = [first, second, about(second), about(about(second))]
        chain[3] = about(chain[2])
        for place in order:
            store.keep(chain[place], organisation=number + 1)
        found = store.ids(BY_ADA, organisation=number + 1)
        assert sorted(found) == sorted(each["id"] for each in chain), order


def test_every_order_within_one_batch_finds_the_same(store: Store) -> None:
    for number, order in enumerate(ORDERS):
        chain = [statement("ada")]
        while len(chain) < 4:
            chain.append(about(chain[-1]))
        store.keep(*(chain[place] for place in order), organisation=number + 1)
        assert len(store.ids(BY_ADA, organisation=number + 1)) == 4, order


def test_two_statements_that_refer_to_each_other_are_found_by_both(store: Store) -> None:
    one = about("00000000-0000-4000-8000-000000000002", "ada")
    other = about("00000000-0000-4000-8000-000000000001", "bob")
    one["id"], other["id"] = other["object"]["id"], one["object"]["id"]
    store.keep(one)
    store.keep(other)
    assert len(store.ids(BY_ADA)) == 2


def test_a_reference_in_upper_case_is_the_same(store: Store) -> None:
    target = statement("ada")
    store.keep(target)
    store.keep(about(target["id"].upper()))
    assert len(store.ids(BY_ADA)) == 2


@pytest.mark.parametrize("first", ["target", "voiding", "together"])
def test_a_voided_statement_is_hidden_and_found_by_its_id_as_voided(store: Store, first: str) -> None:
    target = statement("ada")
    void = voiding(target)
    batches = {"target": [[target], [void]], "voiding": [[void], [target]], "together": [[void, target]]}
    for batch in batches[first]:
        store.keep(*batch)
    assert store.ids() == [void["id"]]
    assert store.one(target["id"]) is None
    assert store.one(target["id"], voided=True) is not None


def test_the_filters_of_a_voided_statement_still_find_what_refers_to_it(store: Store) -> None:
    target = statement("ada")
    comment, void = about(target), voiding(target)
    store.keep(target, comment)
    store.keep(void)
    assert store.ids(BY_ADA) == [void["id"], comment["id"]]


@pytest.mark.parametrize("first", ["target", "voiding"])
def test_a_voiding_statement_is_never_voided(store: Store, first: str) -> None:
    void = voiding(statement())
    again = voiding(void)
    for each in [void, again] if first == "target" else [again, void]:
        store.keep(each)
    assert len(store.ids()) == 2
    assert store.one(void["id"], voided=True) is None


def test_voiding_twice_changes_nothing(store: Store) -> None:
    target = statement()
    store.keep(target)
    store.keep(voiding(target))
    store.keep(voiding(target))
    assert len(store.ids()) == 2


def test_nobody_voids_a_statement_of_another_organisation(store: Store) -> None:
    target = statement()
    store.keep(target, organisation=1)
    store.keep(voiding(target), organisation=2)
    assert store.ids(organisation=1) == [target["id"]]


def test_a_comment_does_not_void(store: Store) -> None:
    target = statement()
    comment = about(target)
    store.keep(comment)
    store.keep(target)
    assert set(store.ids()) == {comment["id"], target["id"]}


def test_an_endless_chain_costs_no_endless_work(tmp_path: Path) -> None:
    with store_at(f"sqlite:///{tmp_path / 'chain.db'}") as store:
        last: Json = statement("ada")
        for _ in range(150):
            store.keep(last)
            last = about(last, "bob")
        assert len(store.finder.find_page(1, BY_ADA, 500).statements) >= 100
