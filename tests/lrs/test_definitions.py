"""What is said of activities and agents adds up, organisation by organisation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from support.lrs.statement_store import ORGANISATION, Store, open_store, prepared_statement, statement

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
    with open_store(database_url) as opened:
        yield opened


def find_page_definition(store: Store, organisation: int = ORGANISATION) -> Json | None:
    with store.database.reading() as connection:
        return find_definition(connection, organisation, PAGE)


def agent_names(store: Store, actor: Json, organisation: int = ORGANISATION) -> list[str]:
    with store.database.reading() as connection:
        return list_agent_names(connection, organisation, str(ifi(actor)))


def statement_with_definition(words: Json) -> Json:
    return statement(object={"id": PAGE, "definition": words})


def test_names_in_several_languages_add_up_and_the_last_word_counts(store: Store) -> None:
    store.store_statements(
        statement_with_definition({"name": {"nl": "Oud", "en": "Page"}, "type": "https://example.org/old"})
    )
    store.store_statements(
        statement_with_definition(
            {"name": {"nl": "Nieuw"}, "type": "https://example.org/new", "moreInfo": "https://example.org"}
        )
    )
    assert find_page_definition(store) == {
        "name": {"nl": "Nieuw", "en": "Page"},
        "type": "https://example.org/new",
        "moreInfo": "https://example.org",
    }


def test_an_activity_in_the_context_is_learned_too(store: Store) -> None:
    parent = {"id": PAGE, "definition": {"name": {"en": "Course"}}}
    store.store_statements(statement(target="other", context={"contextActivities": {"parent": [parent]}}))
    assert find_page_definition(store) == {"name": {"en": "Course"}}


def test_a_key_that_may_not_define_changes_no_definition(store: Store) -> None:
    quiet = prepared_statement(statement_with_definition({"name": {"en": "Page"}}), define=False)
    asyncio.run(store.committer.insert_statements(ORGANISATION, [quiet]))
    assert find_page_definition(store) is None
    assert store.find_statements()[0]["object"]["definition"] == {"name": {"en": "Page"}}


def test_what_one_organisation_says_no_other_hears(store: Store) -> None:
    store.store_statements(statement_with_definition({"name": {"en": "Ours"}}), organisation=1)
    assert find_page_definition(store, organisation=2) is None


def test_an_agent_has_all_names_under_which_it_was_seen(store: Store) -> None:
    ada = {"mbox": "mailto:ada@example.org"}
    for name in ("Ada", "A. Lovelace", "Ada"):
        store.store_statements({**statement(), "actor": {**ada, "name": name}})
    assert agent_names(store, ada) == ["A. Lovelace", "Ada"]
    assert agent_names(store, ada, organisation=2) == []


def test_a_name_too_long_to_be_one_is_not_kept_apart(store: Store) -> None:
    ada = {"mbox": "mailto:ada@example.org"}
    store.store_statements({**statement(), "actor": {**ada, "name": "a" * (LONGEST_NAME + 1)}})
    assert agent_names(store, ada) == []


def test_what_is_remembered_is_bounded(store: Store) -> None:
    learned = Definitions(store.database.dialect)
    learned.remember([("mark", number) for number in range(CACHE_SIZE + 500)])
    assert len(learned.cache) == CACHE_SIZE


def test_a_definition_is_learned_again_after_a_transaction_that_failed(store: Store) -> None:
    clash = statement(id="6f2a1b52-60a2-4d0e-9c8e-0a7f6d1c2b3a")
    store.store_statements(clash)
    other = prepared_statement({**statement_with_definition({"name": {"en": "Page"}}), "id": clash["id"]})
    store.store_batches([other])
    assert find_page_definition(store) is None
    store.store_statements(statement_with_definition({"name": {"en": "Page"}}))
    assert find_page_definition(store) == {"name": {"en": "Page"}}
