"""Group commit: what is acknowledged is stored, whole, once, in one order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from support.lrs.statement_store import ORGANISATION, Store, open_store, prepared_statement, statement

from scormbuild.errors import Conflict, NotFound, Unavailable
from scormbuild.lrs.xapi.patterns import parse_timestamp


@pytest.fixture
def groups() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def store(database_url: str, groups: list[tuple[int, int]]) -> Iterator[Store]:
    with open_store(database_url, lambda *group: groups.append(group)) as opened:
        yield opened


def test_a_stored_statement_says_when_it_was_stored_and_who_vouches_for_it(store: Store) -> None:
    [statement_id] = store.store_statements(statement())
    found = store.find_statement(statement_id)
    assert found is not None
    assert found["authority"]["account"]["name"] == "sb_1"
    assert found["timestamp"] == found["stored"]


def test_a_statement_with_a_timestamp_keeps_it(store: Store) -> None:
    [statement_id] = store.store_statements(statement(timestamp="2026-01-02T03:04:05.600Z"))
    found = store.find_statement(statement_id)
    assert found is not None
    assert found["timestamp"] == "2026-01-02T03:04:05.600Z" != found["stored"]


def test_an_equal_statement_with_the_same_id_changes_nothing(store: Store) -> None:
    first = statement()
    store.store_statements(first)
    before = store.find_statements()
    assert store.store_statements(first) == [first["id"]]
    assert store.find_statements() == before


def test_another_statement_with_the_same_id_is_refused_and_the_first_stays(store: Store) -> None:
    first = statement("ada")
    store.store_statements(first)
    with pytest.raises(Conflict, match=first["id"]):
        store.store_statements({**statement("bob"), "id": first["id"]})
    assert [each["actor"] for each in store.find_statements()] == [first["actor"]]


def test_ids_are_the_same_in_upper_and_lower_case(store: Store) -> None:
    first = statement()
    store.store_statements(first)
    with pytest.raises(Conflict):
        store.store_statements({**statement("bob"), "id": first["id"].upper()})


def test_a_batch_with_one_conflict_stores_nothing_at_all(store: Store) -> None:
    first = statement("ada")
    store.store_statements(first)
    with pytest.raises(Conflict):
        store.store_statements(statement("eve"), {**statement("bob"), "id": first["id"]}, statement("eve"))
    assert store.find_ids() == [first["id"]]


def test_a_refused_batch_harms_none_of_those_that_wait_beside_it(store: Store) -> None:
    taken = statement("ada")
    store.store_statements(taken)
    good = [[prepared_statement(statement())] for _ in range(5)]
    clash = [prepared_statement(statement()), prepared_statement({**statement("bob"), "id": taken["id"]})]
    answers = store.store_batches(*good[:3], clash, *good[3:])
    assert [type(answer) for answer in answers] == [list, list, list, Conflict, list, list]
    assert len(store.find_ids()) == 6


def test_of_two_different_statements_with_one_id_at_the_same_time_one_is_kept(store: Store) -> None:
    one, other = statement("ada"), statement("bob")
    other["id"] = one["id"]
    answers = store.store_batches([prepared_statement(one)], [prepared_statement(other)])
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "list"]
    assert len(store.find_ids()) == 1


def test_the_same_statement_sent_by_many_at_once_is_stored_once(store: Store) -> None:
    same = statement()
    answers = store.store_batches(*([prepared_statement(same)] for _ in range(20)))
    assert answers == [[same["id"]]] * 20
    assert store.find_ids() == [same["id"]]


def test_a_batch_bears_rising_times_in_its_own_order(store: Store) -> None:
    ids = store.store_statements(*(statement() for _ in range(50)))
    newest_first = store.find_statements()
    assert [each["id"] for each in newest_first] == ids[::-1]
    times = [parse_timestamp(each["stored"]) for each in newest_first]
    assert times == sorted(set(times), reverse=True)


def test_what_waits_together_is_committed_together(store: Store, groups: list[tuple[int, int]]) -> None:
    store.store_batches(*([prepared_statement(statement())] for _ in range(200)))
    assert sum(statements for _, statements in groups) == 200
    assert len(groups) < 50


def test_an_attachment_is_kept_with_its_statement(store: Store) -> None:
    content = {"ab" * 32: b"\x00\x01 any bytes"}
    asyncio.run(store.committer.insert_statements(ORGANISATION, [prepared_statement(statement())], content))
    with store.database.reading() as connection:
        kept = connection.execute(text("select sha2, content from attachment")).one()
    assert (kept.sha2, bytes(kept.content)) == ("ab" * 32, b"\x00\x01 any bytes")


def test_a_job_writes_in_the_same_way_and_gives_its_answer(store: Store) -> None:
    def job(connection: Connection) -> str:
        connection.execute(text("insert into attachment values (1, 'x', :content)"), {"content": b"y"})
        return "done"

    assert asyncio.run(store.committer.run_job(ORGANISATION, job)) == "done"
    with store.database.reading() as connection:
        assert connection.scalar(text("select count(*) from attachment")) == 1


def test_a_job_that_refuses_harms_nobody_else(store: Store) -> None:
    def refuse(_: Connection) -> None:
        raise NotFound("there is none")

    async def both() -> tuple[object, object]:
        refused = store.committer.run_job(ORGANISATION, refuse)
        kept = store.insert_batch([prepared_statement(statement())])
        first, second = await asyncio.gather(refused, kept, return_exceptions=True)
        return first, second

    refused, kept = asyncio.run(both())
    assert isinstance(refused, NotFound)
    assert store.find_ids() == kept


def test_a_job_with_a_fault_harms_nobody_else(store: Store) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("insert into attachment values (1, 'half', :content)"), {"content": b""})
        raise ZeroDivisionError

    async def both() -> list[object]:
        failing = store.committer.run_job(ORGANISATION, fail)
        kept = (store.insert_batch([prepared_statement(statement())]) for _ in range(3))
        return list(await asyncio.gather(failing, *kept, return_exceptions=True))

    answers = asyncio.run(both())
    assert isinstance(answers[0], ZeroDivisionError)
    assert len(store.find_ids()) == 3
    with store.database.reading() as connection:
        assert connection.scalar(text("select count(*) from attachment")) == 0


def test_closing_finishes_what_was_accepted_and_takes_nothing_more(store: Store) -> None:
    async def close_in_between() -> list[object]:
        writes = [
            asyncio.ensure_future(store.insert_batch([prepared_statement(statement())])) for _ in range(50)
        ]
        await asyncio.sleep(0)
        await asyncio.to_thread(store.committer.close)
        late = store.insert_batch([prepared_statement(statement())])
        return list(await asyncio.gather(*writes, late, return_exceptions=True))

    *accepted, late = asyncio.run(close_in_between())
    assert all(isinstance(answer, list) for answer in accepted)
    assert isinstance(late, Unavailable)
    assert len(store.find_ids()) == 50


def test_a_caller_who_has_gone_leaves_the_others_their_answers(store: Store) -> None:
    async def leave() -> list[str]:
        gone = asyncio.ensure_future(store.insert_batch([prepared_statement(statement())]))
        stays = asyncio.ensure_future(store.insert_batch([prepared_statement(statement())]))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asyncio.run(leave())[0] in store.find_ids()


def test_organisations_may_use_the_same_id_and_see_only_their_own(store: Store) -> None:
    ours, theirs = statement("ada"), statement("bob")
    theirs["id"] = ours["id"]
    store.store_statements(ours, organisation=1)
    store.store_statements(theirs, organisation=2)
    assert [each["actor"] for each in store.find_statements(organisation=1)] == [ours["actor"]]
    assert [each["actor"] for each in store.find_statements(organisation=2)] == [theirs["actor"]]
    assert store.find_statements(organisation=3) == []


def test_a_name_or_text_with_a_zero_character_is_stored_like_any_other(store: Store) -> None:
    """Of statements from before they were read as U+FFFD."""
    odd = statement(result={"response": "a\0b"})
    odd["actor"]["name"] = "A\0da"
    store.store_statements(odd)
    assert store.find_statements()[0]["result"]["response"] == "a\ufffdb"


def test_whoever_has_stored_hears_up_to_when_all_is_seen(store: Store) -> None:
    first = prepared_statement(statement())
    through = asyncio.run(store.committer.insert_statements(ORGANISATION, [first]))
    assert through == parse_timestamp(store.find_statements()[0]["stored"])
    store.store_statements(statement())
    again = asyncio.run(store.committer.insert_statements(ORGANISATION, [first]))
    assert again == parse_timestamp(store.find_statements()[0]["stored"]) > through
