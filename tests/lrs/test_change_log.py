"""What a copy of the statements follows: new ones in stored order, and the journal of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from support.lrs.person_data import COURSE, OUTLINE
from support.lrs.statement_store import (
    ORGANISATION,
    Store,
    open_store,
    statement,
    statement_about,
    voiding_statement,
)

from scormbuild import vocabulary as word
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.people import teams
from scormbuild.lrs.projection import flat, flat_rows
from scormbuild.lrs.store import change_log, courses, statements

Json = dict[str, Any]
LAST = 2**63 - 1


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_store(database_url) as opened:
        with opened.database.writing() as connection:
            organisations.ensure_default(connection)
            organisations.create_organisation(connection, "other")
        yield opened


def owner(store: Store) -> Organisation:
    with store.database.reading() as connection:
        return organisations.find_organisation(connection, "default")


def store_statements(store: Store, number: int) -> list[Json]:
    """Some statements, in stored order."""
    made = [statement(target=f"page{each}") for each in range(number)]
    store.store_statements(*made)
    return made


def seqs_by_id(store: Store, organisation: int = ORGANISATION) -> dict[str, int]:
    """Where each statement lies."""
    with store.database.reading() as connection:
        found = connection.execute(
            text("select cast(id as text), seq from statement where organisation = :o"), {"o": organisation}
        )
        return {row[0]: row[1] for row in found}


def change_log_entries(
    store: Store, after: int = 0, organisation: int = ORGANISATION
) -> list[change_log.ChangeLogEntry]:
    with store.database.reading() as connection:
        return change_log.list_changes(connection, organisation, after)


def delete(store: Store, *ids: str) -> None:
    with store.database.writing() as connection:
        seqs = [seqs_by_id(store)[each] for each in ids]
        statements.delete_statements(connection, store.database.dialect, ORGANISATION, seqs)


def replace(store: Store, old: Json, **new: Any) -> None:
    stored = store.find_statement(old["id"])
    assert stored is not None
    with store.database.writing() as connection:
        statements.replace_statement(
            connection, store.database.dialect, ORGANISATION, seqs_by_id(store)[old["id"]], {**stored, **new}
        )


def read_flat_rows(store: Store, organisation: int = ORGANISATION) -> list[tuple[Any, ...]]:
    """The flat rows, in stored order."""
    sql = f"select {flat_rows.FLAT_COLUMNS} from flat_statement where organisation = :o order by seq"
    with store.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql), {"o": organisation})]


def expected_flat_rows(store: Store) -> list[tuple[Any, ...]]:
    """The flat rows as they must be: each statement that isn't voided, once."""
    with store.database.reading() as connection:
        return [
            flat.flat_row(each.seq, each.body, owner(store).home_page)
            for portion in change_log.read_statement_range(connection, ORGANISATION, 0, LAST)
            for each in portion
            if not each.voided
        ]


def booleans_as_integers(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Booleans as the numbers that SQLite keeps for them."""
    return [tuple(int(value) if isinstance(value, bool) else value for value in row) for row in found]


def refresh(store: Store) -> int:
    return flat_rows.refresh_flat_rows(store.database, owner(store))


def test_ranges_share_out_all_places_and_each_once(store: Store) -> None:
    made = store_statements(store, 7)
    order = [seqs_by_id(store)[each["id"]] for each in made]
    with store.database.reading() as connection:
        newest = change_log.newest_seq(connection, ORGANISATION)
        parts = list(change_log.split_range(connection, ORGANISATION, 0, newest, 3))
        assert [after for after, _ in parts] == [0, order[2], order[5]]
        assert [through for _, through in parts] == [order[2], order[5], newest]
        seen = [
            each.seq
            for after, through in parts
            for portion in change_log.read_statement_range(connection, ORGANISATION, after, through, rows=2)
            for each in portion
        ]
        assert seen == order
        assert change_log.count_statements(connection, ORGANISATION, order[0], order[3]) == 3
        assert list(change_log.split_range(connection, ORGANISATION, newest, newest, 3)) == []
        assert list(change_log.split_range(connection, ORGANISATION, 0, newest, 7)) == [(0, newest)]
        assert change_log.newest_seq(connection, ORGANISATION + 1) == 0


def test_the_journal_tells_what_was_voided_replaced_or_deleted(store: Store) -> None:
    first, second, third, fourth = store_statements(store, 4)
    at = seqs_by_id(store)
    assert change_log_entries(store) == []
    store.store_statements(voiding_statement(first))
    replace(store, second, timestamp="2020-01-01T00:00:00Z")
    delete(store, third["id"])
    replace(store, second, timestamp="2021-01-01T00:00:00Z")
    told = change_log_entries(store)
    assert [each.seq for each in told] == [at[each["id"]] for each in (first, third, second)]
    numbers = [each.revision for each in told]
    assert numbers == sorted(set(numbers))
    assert change_log_entries(store, after=numbers[1]) == [told[2]]
    assert change_log_entries(store, organisation=ORGANISATION + 1) == []
    with store.database.reading() as connection:
        today = change_log.read_current_bodies(connection, ORGANISATION, [*at.values()])
    assert today[at[first["id"]]] is today[at[third["id"]]] is None
    assert '"2021-01-01' in str(today[at[second["id"]]])
    assert fourth["id"] in str(today[at[fourth["id"]]])


def test_what_arrives_voided_or_voids_what_arrives_later_is_in_the_journal_too(store: Store) -> None:
    late = statement()
    store.store_statements(voiding_statement(late))
    store.store_statements(late, statement_about(late))
    assert seqs_by_id(store)[late["id"]] in {each.seq for each in change_log_entries(store)}
    assert refresh(store) == 2
    assert booleans_as_integers(read_flat_rows(store)) == booleans_as_integers(expected_flat_rows(store))


def test_a_portion_of_the_journal_never_ends_within_a_number(store: Store) -> None:
    made = store_statements(store, 6)
    delete(store, *(each["id"] for each in made[:4]))
    delete(store, *(each["id"] for each in made[4:]))
    with store.database.reading() as connection:
        for rows in range(1, 8):
            seen: list[int] = []
            while found := change_log.list_changes(connection, ORGANISATION, seen[-1] if seen else 0, rows):
                seen += [each.revision for each in found]
            assert seen == [1, 1, 1, 1, 2, 2]


def test_flat_rows_follow_the_statements_each_once(store: Store) -> None:
    made = store_statements(store, 8)
    store.store_statements(voiding_statement(made[0]))
    told: list[tuple[int, int]] = []
    assert (
        flat_rows.refresh_flat_rows(store.database, owner(store), lambda *step: told.append(step), portion=3)
        == 8
    )
    assert told[-1][1] == 9
    assert booleans_as_integers(read_flat_rows(store)) == booleans_as_integers(expected_flat_rows(store))
    assert refresh(store) == 0
    store.store_statements(
        voiding_statement(made[1]), statement(target="more", result={"response": "tab\tline\nback\\slash\0"})
    )
    replace(store, made[2], verb={"id": word.COMPLETED})
    delete(store, made[3]["id"])
    assert len(read_flat_rows(store)) == 5  # what was voided, replaced or deleted is gone at once
    assert refresh(store) == 3
    assert booleans_as_integers(read_flat_rows(store)) == booleans_as_integers(expected_flat_rows(store))
    assert read_flat_rows(store)[-1][flat.COLUMN_NAMES.index("response")] == "tab\tline\nback\\slash"
    assert read_flat_rows(store, ORGANISATION + 1) == []


def test_a_step_is_not_written_where_something_changed_or_somebody_was_first(
    store: Store,
) -> None:
    made = store_statements(store, 3)
    database, whose = store.database, owner(store)
    refresh(store)
    store.store_statements(statement())
    step = flat_rows.next_step(database, whose)
    assert step is not None
    delete(store, made[0]["id"])
    assert not flat_rows.write_step(database, whose, step)
    again = flat_rows.next_step(database, whose)
    assert again is not None
    assert flat_rows.write_step(database, whose, again)
    assert not flat_rows.write_step(database, whose, again)
    refresh(store)
    assert booleans_as_integers(read_flat_rows(store)) == booleans_as_integers(expected_flat_rows(store))


def test_small_tables_tell_outlines_mappings_aliases_and_teams(store: Store) -> None:
    whose = owner(store)
    outline = {
        **OUTLINE,
        "questions": [
            OUTLINE["questions"][0],
            {
                **OUTLINE["questions"][1],
                "required": False,
                "options": [{"key": "a", "text": "Rood"}, {"key": "b", "text": "Blauw"}],
                "keys": ["b"],
                "quiz": "toets",
            },
        ],
        "quizzes": [{"id": "toets", "page": "een", "draw": 0, "tries": 1, "pass": 80, "required": True}],
    }
    with store.database.writing() as connection:
        courses.write_outline(connection, ORGANISATION, outline)
        courses.map_iri(connection, ORGANISATION, "https://lms.example/7", COURSE)
        connection.execute(
            text(
                "insert into identity (organisation, pseudonym, person, home_page, name, display)"
                " values (1, 'p_a', 'p_b', 'https://lms', '12', ''),"
                " (1, 'p_b', 'p_b', 'https://lms', 'b', '')"
            )
        )
        teams.add_members(connection, ORGANISATION, whose.home_page, [("p_b", "Noord")])
        connection.execute(
            text("insert into attestation (organisation, attempt, person_key) values (1, 7, 8)")
        )
        connection.execute(
            text(
                "insert into statement_conflict"
                " (organisation, id, digest, received, source, course, activity, body)"
                " values (1, :id, 'ab', 9, 'package', :course, :course, '{}')"
            ),
            {"id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0", "course": COURSE},
        )
        found = change_log.read_dimension_tables(connection, ORGANISATION)
        keys = [change_log.person_key(each, whose.home_page) for each in ("p_a", "p_b")]
        assert change_log.read_dimension_tables(connection, ORGANISATION + 1)["teams"] == []
    page, why, pick = (
        word.page_iri(COURSE, "een"),
        word.interaction_iri(COURSE, "waarom"),
        word.interaction_iri(COURSE, "kies"),
    )
    assert found == {
        "organisations": [("default",)],
        "courses": [(COURSE, "Webcare", "nl", None)],
        "pages": [(COURSE, page, "Eerste bladzij", 1)],
        "questions": [
            (COURSE, why, page, 1, "reflection", "Waarom is dat zo?", True),
            (COURSE, pick, page, 2, "choice", "Welke kleur?", False),
        ],
        "options": [(COURSE, pick, "a", 1, "Rood", False, None), (COURSE, pick, "b", 2, "Blauw", True, None)],
        "quizzes": [(COURSE, "toets", pick, 1, 80)],
        "mappings": [("https://lms.example/7", COURSE)],
        "aliases": [("p_a", "p_b", *keys)],
        "attestations": [(7, 8)],
        "conflicts": [(9, "package", COURSE, COURSE)],
        "teams": [("p_b", "Noord", keys[1])],
    }
    assert [len(row) for some in found.values() for row in some[:1]] == [
        len(each) for each in change_log.DIMENSION_COLUMNS.values()
    ]
