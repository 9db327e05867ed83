"""Organisations: made, renamed, counted and removed, each without touching another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.tables import ORGANISATION_KEYS

ROWS = {
    "statement": "(organisation, seq, id, version, body) values (:o, 1, :id, 1, '{}')",
    "reference": "(organisation, key, seq) values (:o, 7, 1)",
    "awaited": "(organisation, id, seq, voids) values (:o, :id, 1, false)",
    "activity": "(organisation, key, iri, definition) values (:o, 7, 'a:b', '{}')",
    "person": "(organisation, key, name) values (:o, 7, 'Anna')",
    "attachment": "(organisation, sha2, content) values (:o, 'ab', :content)",
    "document": "(organisation, owner, registration, id, resource, activity, agent, content_type, etag,"
    " content, updated) values (:o, 'ab', '', 'd', 'state', 'a:b', '', 'text/plain', 'e', :content, 1)",
    "secret": "(organisation, pseudonym_key, signing_key) values (:o, 'ab', 'cd') on conflict do nothing",
    "identity": "(organisation, pseudonym, person, home_page, name, display)"
    " values (:o, 'p_1', 'p_1', 'https://lms.example.org', 'anna', 'Anna')",
    "course": "(organisation, iri, outline) values (:o, 'a:b', '{}')",
    "mapping": "(organisation, iri, course) values (:o, 'a:b', 'a:c')",
    "harvested": "(organisation, source, item, mark) values (:o, 'moodle', 'a', 'b')",
    "erased": "(organisation, mark, until) values (:o, 'ab', 1)",
    "hold": "(organisation, person, reason, since) values (:o, 'p_1', 'a case', '2026-11-23')",
    "retention": "(organisation, verb, part, days) values (:o, '', 'statement', 30)",
    "audit": "(organisation, id, at, who, action, detail) values (:o, :id, 1, 'key', 'read', '')",
    "amended": "(organisation, seq, number) values (:o, 1, 1)",
    "flat_statement": "(organisation, seq, id, at, verb, road, own_word, contradicted)"
    " values (:o, 1, :id, 1, 'a:b', 'other', false, false)",
    "flat_state": "(organisation, through, amended) values (:o, 1, 1)",
    "flat_alias": "(organisation, actor, person, actor_key, person_key) values (:o, 'p_1', 'p_2', 1, 2)",
    "attestation": "(organisation, attempt, person_key) values (:o, 1, 2)",
    "statement_conflict": "(organisation, id, digest, received, source, activity, body)"
    " values (:o, :id, 'ab', 1, 'package', 'a:b', '{}')",
    "lake": "(organisation, path, exported) values (:o, '/lake', 1)",
    "team": "(organisation, person, team, person_key) values (:o, 'p_1', 'North', 7)",
}
LOGIN = """insert into login (name, organisation, roles, language, created)
           values (:name, :o, '["analyst"]', 'nl', '2026-11-23')"""
ADMISSION = "insert into admission (token, login, organisation, until) values (:name, :name, :o, 1)"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


def insert_rows(connection: Connection, organisation: int) -> None:
    """One row in each table, and a key."""
    values = {"o": organisation, "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0", "content": b"x"}
    for table, row in ROWS.items():
        connection.execute(text(f"insert into {table} {row}"), values)
    credentials.create_credential(connection, organisation, "key", {"all"}, Limits())
    for sql in (LOGIN, ADMISSION):
        connection.execute(text(sql), {"o": organisation, "name": f"anna of {organisation}"})


def count_rows(connection: Connection, organisation: int) -> int:
    tables = [*ROWS, "credential", "login", "admission"]
    sql = "select count(*) from {} where organisation = :o"
    return sum(connection.scalar(text(sql.format(table)), {"o": organisation}) for table in tables)


def test_a_row_is_tried_in_each_table_of_an_organisation() -> None:
    assert ROWS.keys() == ORGANISATION_KEYS.keys()


def test_an_organisation_has_a_home_page_made_of_its_name_or_its_own(database: Database) -> None:
    with database.writing() as connection:
        plain = organisations.create_organisation(connection, "City hospital/3")
        own = organisations.create_organisation(connection, "own", "https://own.example.org")
        assert organisations.find_organisation(connection, "own") == own
    assert plain.home_page == "urn:scormbuild:organisation:City%20hospital%2F3"
    assert own.home_page == "https://own.example.org"


def test_a_name_is_given_once(database: Database) -> None:
    with database.writing() as connection:
        organisations.create_organisation(connection, "hospital")
        with pytest.raises(SettingsError, match="already"):
            organisations.create_organisation(connection, "hospital")


def test_the_default_organisation_is_made_once(database: Database) -> None:
    with database.writing() as connection:
        made = organisations.ensure_default(connection)
        assert organisations.ensure_default(connection) == made
        assert [row.name for row in organisations.list_organisations(connection)] == ["default"]


def test_an_unknown_name_is_told_with_the_nearest(database: Database) -> None:
    with database.writing() as connection:
        with pytest.raises(SettingsError, match="organisation create"):
            organisations.find_organisation(connection, "hospitl")
        organisations.create_organisation(connection, "hospital")
        with pytest.raises(SettingsError, match="did you mean 'hospital'"):
            organisations.find_organisation(connection, "hospitl")


def test_a_new_name_keeps_the_home_page_that_statements_carry(database: Database) -> None:
    with database.writing() as connection:
        before = organisations.create_organisation(connection, "hospital")
        organisations.create_organisation(connection, "school")
        organisations.rename_organisation(connection, "hospital", "clinic")
        after = organisations.find_organisation(connection, "clinic")
        with pytest.raises(SettingsError, match="already"):
            organisations.rename_organisation(connection, "clinic", "school")
    assert (after.id, after.home_page) == (before.id, before.home_page)


def test_removing_one_takes_all_of_it_and_nothing_of_another(database: Database) -> None:
    with database.writing() as connection:
        gone = organisations.create_organisation(connection, "gone")
        kept = organisations.create_organisation(connection, "kept")
        insert_rows(connection, gone.id)
        insert_rows(connection, kept.id)
        held = organisations.count_holdings(connection, gone.id)
    assert held == {"statements": 1, "documents": 1, "attachments": 1, "keys": 1}
    waited: list[int] = []

    def wait() -> None:
        """Here an LRS that still remembers the key may store a last statement."""
        with database.writing() as connection:
            waited.append(count_rows(connection, gone.id))
            connection.execute(
                text("insert into person (organisation, key, name) values (:o, 8, 'Bo')"), {"o": gone.id}
            )

    organisations.delete_organisation(database.writing, gone.id, wait)
    assert waited == [len(ROWS)]  # the key and the logins were gone already, all else not yet
    with database.reading() as connection:
        assert count_rows(connection, gone.id) == 0
        assert count_rows(connection, kept.id) == len(ROWS) + 3
        assert [row.name for row in organisations.list_organisations(connection)] == ["kept"]


def test_removing_goes_in_portions(database: Database) -> None:
    number = organisations.ROWS_PER_DELETE * 2 + 1
    with database.writing() as connection:
        gone = organisations.create_organisation(connection, "gone")
        names = [{"o": gone.id, "key": key} for key in range(number)]
        connection.execute(text("insert into person (organisation, key, name) values (:o, :key, 'A')"), names)
    organisations.delete_organisation(database.writing, gone.id, wait=lambda: pytest.fail("there was no key"))
    with database.reading() as connection:
        assert count_rows(connection, gone.id) == 0
