"""What is said of activities and agents adds up, organisation by organisation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from support.lrs.storing import OURS, Store, prepared, statement, store_at

from scormbuild.lrs.store.definitions import (
    CACHE_SIZE,
    LONGEST_NAME,
    Definitions,
    find_definition,
    list_agent_names,
)
from scormbuild.lrs.xapi.actor import ifi

Json = dict[str, Any]
PAGE = "https://example.org/page"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with store_at(database_url) as opened:
        yield opened


def defined(store: Store, organisation: int = OURS) -> Json | None:
    with store.database.reading() as connection:
        return find_definition(connection, organisation, PAGE)


def named(store: Store, actor: Json, organisation: int = OURS) -> list[str]:
    with store.database.reading() as connection:
        return list_agent_names(connection, organisation, str(ifi(actor)))


def saying(words: Json) -> Json:
    return statement(object={"id": PAGE, "definition": words})


def test_names_in_several_languages_add_up_and_the_last_word_counts(store: Store) -> None:
    store.keep(saying({"name": {"nl": "Oud", "en": "Page"}, "type": "https://example.org/old"}))
    store.keep(
        saying(
            {"name": {"nl": "Nieuw"}, "type": "https://example.org/new", "moreInfo": "https://example.org"}
        )
    )
    assert defined(store) == {
        "name": {"nl": "Nieuw", "en": "Page"},
        "type": "https://example.org/new",
        "moreInfo": "https://example.org",
    }


def test_an_activity_in_the_context_is_learned_too(store: Store) -> None:
    parent = {"id": PAGE, "definition": {"name": {"en": "Course"}}}
    store.keep(statement(target="other", context={"contextActivities": {"parent": [parent]}}))
    assert defined(store) == {"name": {"en": "Course"}}


def test_a_key_that_may_not_define_changes_no_definition(store: Store) -> None:
    quiet = prepared(saying({"name": {"en": "Page"}}), define=False)
    asyncio.run(store.committer.insert_statements(OURS, [quiet]))
    assert defined(store) is None
    assert store.found()[0]["object"]["definition"] == {"name": {"en": "Page"}}


def test_what_one_organisation_says_no_other_hears(store: Store) -> None:
    store.keep(saying({"name": {"en": "Ours"}}), organisation=1)
    assert defined(store, organisation=2) is None


def test_an_agent_has_all_names_under_which_it_was_seen(store: Store) -> None:
    ada = {"mbox": "mailto:ada@example.org"}
    for name in ("Ada", "A. Lovelace", "Ada"):
        store.keep({**statement(), "actor": {**ada, "name": name}})
    assert named(store, ada) == ["A. Lovelace", "Ada"]
    assert named(store, ada, organisation=2) == []


def test_a_name_too_long_to_be_one_is_not_kept_apart(store: Store) -> None:
    ada = {"mbox": "mailto:ada@example.org"}
    store.keep({**statement(), "actor": {**ada, "name": "a" * (LONGEST_NAME + 1)}})
    assert named(store, ada) == []


def test_what_is_remembered_is_bounded(store: Store) -> None:
    learned = Definitions(store.database.dialect)
    learned.remember([("mark", number) for number in range(CACHE_SIZE + 500)])
    assert len(learned.cache) == CACHE_SIZE


def test_a_definition_is_learned_again_after_a_transaction_that_failed(store: Store) -> None:
    clash = statement(id="6f2a1b52-60a2-4d0e-9c8e-0a7f6d1c2b3a")
    store.keep(clash)
    other = prepared({**saying({"name": {"en": "Page"}}), "id": clash["id"]})
    store.keep_each([other])
    assert defined(store) is None
    store.keep(saying({"name": {"en": "Page"}}))
    assert defined(store) == {"name": {"en": "Page"}}
