"""Statements that are changed or deleted: afterwards the store is as if it had never known better."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from support.lrs.statement_store import (
    ORGANISATION,
    Store,
    agent,
    open_store,
    prepared_statement,
    statement,
    statement_about,
    voiding_statement,
)

from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.find import find_attachment
from scormbuild.lrs.xapi.query import Query

Json = dict[str, Any]
BY_ADA = Query(agent="mbox:mailto:ada@example.org")
BY_EVE = Query(agent="mbox:mailto:eve@example.org")
WORDS = b"what somebody wrote"
SHA2 = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_store(database_url) as opened:
        yield opened


def find_seq(store: Store, statement_id: str, organisation: int = ORGANISATION) -> int:
    with store.database.reading() as connection:
        sql = text("select seq from statement where organisation = :o and cast(id as text) = :id")
        return int(connection.scalar(sql, {"o": organisation, "id": statement_id}) or 0)


def delete(store: Store, *statements: Json, organisation: int = ORGANISATION) -> int:
    seqs = [find_seq(store, each["id"], organisation) for each in statements]
    with store.database.writing() as connection:
        return amend.delete_statements(connection, store.database.dialect, organisation, seqs).statements


def replace(store: Store, old: Json, *without: str, **changes: Any) -> None:
    seq = find_seq(store, old["id"])
    stored = store.find_statement(old["id"])
    assert stored is not None
    new = {name: value for name, value in {**stored, **changes}.items() if name not in without}
    with store.database.writing() as connection:
        amend.replace_statement(connection, store.database.dialect, ORGANISATION, seq, new)


def table_contents(store: Store, organisation: int) -> dict[str, object]:
    """What an organisation's tables hold, places told by the statement there."""
    with store.database.reading() as connection:

        def rows(sql: str) -> list[Any]:
            return list(connection.execute(text(sql), {"o": organisation}))

        where = "where organisation = :o"
        ids = dict(rows(f"select seq, cast(id as text) from statement {where}"))
        return {
            "statements": set(ids.values()),
            "references": {(key, ids[seq]) for key, seq in rows(f"select key, seq from reference {where}")},
            "awaited": {
                (id, ids[seq]) for id, seq in rows(f"select cast(id as text), seq from awaited {where}")
            },
        }


def test_a_deleted_statement_is_found_by_nothing(store: Store) -> None:
    gone, stays = statement("ada"), statement("ada", "completed")
    store.store_statements(gone, stays)
    assert delete(store, gone) == 1
    assert store.find_ids(BY_ADA) == store.find_ids() == [stays["id"]]
    assert store.find_statement(gone["id"]) is None


def test_who_deletes_what_is_not_there_deletes_nothing(store: Store) -> None:
    store.store_statements(statement())
    assert delete(store, statement()) == 0
    assert len(store.find_ids()) == 1


def test_what_voided_a_deleted_statement_goes_with_it(store: Store) -> None:
    target = statement("ada")
    store.store_statements(target)
    store.store_statements(voiding_statement(target))
    assert delete(store, target) == 2
    assert table_contents(store, ORGANISATION) == {"statements": set(), "references": set(), "awaited": set()}


def test_what_a_deleted_statement_voided_stays_voided(store: Store) -> None:
    target = statement("ada")
    void = voiding_statement(target)
    store.store_statements(target, void)
    delete(store, void)
    assert store.find_ids() == []
    assert store.find_statement(target["id"], voided=True) is not None


def test_a_comment_stays_and_is_no_longer_found_by_its_target_until_that_returns(store: Store) -> None:
    target = statement("ada")
    comment = statement_about(target)
    store.store_statements(target, comment)
    delete(store, target)
    assert (store.find_ids(BY_ADA), store.find_ids()) == ([], [comment["id"]])
    store.store_statements(target)
    assert store.find_ids(BY_ADA) == [target["id"], comment["id"]]


def test_a_replaced_statement_is_found_by_what_it_says_now(store: Store) -> None:
    old = statement("ada")
    comment = statement_about(old)
    store.store_statements(old)
    store.store_statements(comment)
    before = store.find_statement(old["id"])
    assert before is not None
    replace(store, old, actor=agent("eve"), id="other", stored="never", version="9")
    assert store.find_ids(BY_ADA) == []
    assert store.find_ids(BY_EVE) == [comment["id"], old["id"]]
    assert store.find_statement(old["id"]) == {**before, "actor": agent("eve")}


def statement_with_attachment(name: str) -> Json:
    described = {"usageType": "https://example.org/u", "display": {"en": "Essay"}}
    one = {**described, "contentType": "text/plain", "length": len(WORDS), "sha2": SHA2.upper()}
    return statement(name, attachments=[one])


async def store_with_attachment(store: Store, *statements: Json) -> None:
    await store.committer.insert_statements(
        ORGANISATION, [prepared_statement(each) for each in statements], {SHA2: WORDS}
    )


def test_an_attachment_goes_with_the_last_that_refers_to_it(store: Store) -> None:
    first, second = statement_with_attachment("ada"), statement_with_attachment("bob")
    asyncio.run(store_with_attachment(store, first, second))

    def there() -> bool:
        with store.database.reading() as connection:
            return find_attachment(connection, ORGANISATION, SHA2) is not None

    delete(store, first)
    assert there()
    replace(store, second, "attachments")
    assert not there()


def random_references(chance: random.Random) -> list[Json]:
    """Statements that refer to one another, also in rings and to what is not there."""
    made = [statement(chance.choice(["ada", "bob"])) for _ in range(chance.randint(2, 7))]
    absent = statement()["id"]
    for each in made:
        if chance.random() < 0.7:
            target = chance.choice([*(one["id"] for one in made), absent])
            each["object"] = {"objectType": "StatementRef", "id": target}
    return made


@pytest.mark.parametrize("seed", range(8))
def test_after_any_change_the_store_is_as_if_it_had_been_so_from_the_start(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    made = random_references(chance)
    gone = chance.sample(made, chance.randint(0, len(made) - 1))
    left = [each for each in made if each not in gone]
    changed = {**left[0], "actor": agent("eve")}
    for each in chance.sample(made, len(made)):
        store.store_statements(each)
    delete(store, *gone)
    replace(store, left[0], actor=agent("eve"))
    store.store_statements(changed, *left[1:], organisation=2)
    assert table_contents(store, ORGANISATION) == table_contents(store, 2)
