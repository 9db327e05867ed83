"""Every filter, alone or with others, finds what a plain reading of the standard finds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.statement_store import (
    ORGANISATION,
    VERBS,
    Store,
    activity,
    agent,
    open_store,
    prepared_statement,
    statement,
    voiding_statement,
)

from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.query import Query

Json = dict[str, Any]
PEOPLE, WORDS, PAGES = ("ada", "bob", "eve"), ("experienced", "answered"), ("one", "two", "three")
REGISTRATIONS = ("6f2a1b52-60a2-4d0e-9c8e-0a7f6d1c2b3a", "7f2a1b52-60a2-4d0e-9c8e-0a7f6d1c2b3a")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_store(database_url) as opened:
        yield opened


def statement_lists() -> st.SearchStrategy[list[Json]]:
    """Some statements in a small world, so that filters meet."""
    context = st.fixed_dictionaries(
        {},
        optional={
            "registration": st.sampled_from(REGISTRATIONS),
            "instructor": st.sampled_from(PEOPLE).map(agent),
            "contextActivities": st.fixed_dictionaries(
                {"parent": st.lists(st.sampled_from(PAGES).map(activity), min_size=1, max_size=2)}
            ),
        },
    )
    one = st.builds(
        statement, st.sampled_from(PEOPLE), st.sampled_from(WORDS), st.sampled_from(PAGES), context=context
    )
    return st.lists(one, min_size=1, max_size=25)


def queries() -> st.SearchStrategy[Query]:
    """Any filters together."""
    return st.builds(
        Query,
        agent=st.none() | st.sampled_from(PEOPLE).map(lambda name: ifi(agent(name))),
        verb=st.none() | st.sampled_from(WORDS).map(lambda word: f"{VERBS}/{word}"),
        activity=st.none() | st.sampled_from(PAGES).map(lambda page: str(activity(page)["id"])),
        registration=st.none() | st.sampled_from(REGISTRATIONS),
        related_activities=st.booleans(),
        related_agents=st.booleans(),
        ascending=st.booleans(),
    )


def matches_query(each: Json, query: Query) -> bool:
    """The rule, written without any index."""
    context = each.get("context", {})
    parents = [one["id"] for one in context.get("contextActivities", {}).get("parent", [])]
    activities = [each["object"]["id"], *(parents if query.related_activities else [])]
    people = [
        each["actor"],
        *([context["instructor"]] if query.related_agents and "instructor" in context else []),
    ]
    asked = [
        query.agent is None or query.agent in map(ifi, people),
        query.verb in (None, each["verb"]["id"]),
        query.activity is None or query.activity in activities,
        query.registration in (None, context.get("registration")),
    ]
    return all(asked)


def walk_pages(store: Store, query: Query, rows: int, organisation: int = ORGANISATION) -> Iterator[str]:
    """All ids, page after page."""
    more: int | None = query.after
    while True:
        page = store.finder.find_page(organisation, replace(query, after=more), rows)
        yield from (body_id(each.body) for each in page.statements)
        if page.more is None:
            return
        more = page.more


def body_id(body: str) -> str:
    return body.partition('"id":"')[2][:36]


@given(statement_lists(), st.lists(queries(), min_size=1, max_size=6), st.integers(1, 7))
def test_pages_hold_what_meets_every_filter_in_stored_order(
    fresh_organisation: Callable[[], tuple[Store, int]], statements: list[Json], asked: list[Query], rows: int
) -> None:
    store, organisation = fresh_organisation()
    store.store_statements(*statements, organisation=organisation)
    for query in asked:
        expected = [each["id"] for each in statements if matches_query(each, query)]
        found = list(walk_pages(store, query, rows, organisation))
        assert found == (expected if query.ascending else expected[::-1])


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('find') / 'find.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def fresh_organisation(one_store: Store) -> Callable[[], tuple[Store, int]]:
    """The same store, each time with an organisation that has nothing yet."""
    numbers = iter(range(100, 100_000))
    return lambda: (one_store, next(numbers))


def test_the_same_queries_work_on_both_databases(store: Store) -> None:
    parent = {"contextActivities": {"parent": [activity("course")]}, "registration": REGISTRATIONS[0]}
    wanted = statement("ada", "answered", "one", context={**parent, "instructor": agent("eve")})
    others = [statement("ada"), statement("bob", "answered"), statement("bob", target="course")]
    store.store_statements(wanted, *others)
    full = Query(
        agent=ifi(agent("eve")),
        verb=f"{VERBS}/answered",
        activity=str(activity("course")["id"]),
        registration=REGISTRATIONS[0],
        related_activities=True,
        related_agents=True,
        since=1,
        until=4_000_000_000_000_000,
    )
    assert store.find_ids(full) == [wanted["id"]]
    assert store.find_ids(replace(full, related_agents=False)) == []
    assert store.find_ids(replace(full, related_activities=False)) == []


def test_since_leaves_out_its_moment_and_until_keeps_it(store: Store) -> None:
    ids = store.store_statements(statement(), statement(), statement())
    middle = parse_timestamp(store.find_statements()[1]["stored"])
    assert store.find_ids(Query(since=middle)) == [ids[2]]
    assert store.find_ids(Query(until=middle)) == [ids[1], ids[0]]
    assert store.find_ids(Query(since=middle, agent=ifi(agent("ada")))) == [ids[2]]
    assert store.find_ids(Query(until=middle, agent=ifi(agent("ada")), ascending=True)) == ids[:2]


def test_a_page_stays_the_same_while_statements_arrive(store: Store) -> None:
    ids = store.store_statements(*(statement() for _ in range(5)))
    first = store.finder.find_page(ORGANISATION, Query(), 2)
    store.store_statements(*(statement() for _ in range(5)))
    rest = store.finder.find_page(ORGANISATION, Query(after=first.more), 10)
    assert [body_id(each.body) for each in rest.statements] == ids[2::-1]


def test_the_last_page_has_no_next_even_when_it_is_full(store: Store) -> None:
    store.store_statements(statement(), statement())
    assert store.finder.find_page(ORGANISATION, Query(), 2).more is None
    assert store.finder.find_page(ORGANISATION, Query(), 1).more is not None


def test_a_key_that_reads_its_own_sees_only_what_it_stored(store: Store) -> None:
    mine, other = prepared_statement(statement(), key="mine"), prepared_statement(statement(), key="other")
    asyncio.run(store.committer.insert_statements(ORGANISATION, [mine, other]))
    authority = ifi(mine.statement["authority"])
    page = store.finder.find_page(ORGANISATION, Query(), 10, authority)
    assert [body_id(each.body) for each in page.statements] == [mine.id]


def test_a_voided_statement_is_in_no_page_whatever_the_filter(store: Store) -> None:
    target = statement("ada")
    store.store_statements(target)
    store.store_statements(voiding_statement(target))
    assert target["id"] not in store.find_ids()
    assert target["id"] not in store.find_ids(Query(agent=ifi(agent("ada"))))


def test_all_is_seen_up_to_now_while_nobody_writes(store: Store) -> None:
    store.store_statements(statement())
    stored = parse_timestamp(store.find_statements()[0]["stored"])
    page = store.finder.find_page(ORGANISATION, Query(), 10)
    later = store.finder.find_page(ORGANISATION, Query(), 10)
    assert stored < page.through < later.through


def test_all_is_seen_up_to_the_newest_while_somebody_writes(store: Store) -> None:
    store.store_statements(statement())
    newest = parse_timestamp(store.find_statements()[0]["stored"])
    with store.database.writing() as connection:
        store.database.dialect.lock_organisation(connection, ORGANISATION)
        assert store.finder.find_page(ORGANISATION, Query(), 10).through == newest
    assert store.finder.find_page(ORGANISATION, Query(), 10).through > newest


def test_in_a_file_a_writer_of_another_process_is_seen_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'two.db'}"
    with open_store(url) as store, open_store(url) as other:
        store.store_statements(statement())
        newest = parse_timestamp(store.find_statements()[0]["stored"])
        with other.database.writing():
            assert store.finder.consistent_through(ORGANISATION) == newest
        assert store.finder.consistent_through(ORGANISATION) > newest
