"""Spreading the tables over a Citus cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from scormbuild.errors import SettingsError
from scormbuild.lrs.admin import check_database, database_size
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.distribute import distribute_tables, distribution_steps
from scormbuild.lrs.database.tables import REFERENCE_TABLES, TABLES

# What Citus brings, as far as it is called: each call is noted in the table that says what is distributed.
STAND_IN = """
create table pg_dist_partition (logicalrelid regclass primary key, colocated text);
create function create_reference_table(name regclass) returns void language sql
    as $$ insert into pg_dist_partition values (name, 'everywhere') $$;
create function create_distributed_table(name regclass, distribution_column text, colocate_with text)
    returns void language sql
    as $$ insert into pg_dist_partition values (name, distribution_column || ' with ' || colocate_with) $$;
"""


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened = Database.open(postgres_url)
    yield opened
    opened.close()


def test_small_tables_go_everywhere_and_the_others_by_organisation_side_by_side(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(STAND_IN)
        assert distribute_tables(connection) == list(TABLES)
        found = connection.execute(text("select logicalrelid::text, colocated from pg_dist_partition"))
        how = dict(found.all())
    assert how.pop("statement") == "organisation with none"
    assert {how.pop(table) for table in REFERENCE_TABLES} == {"everywhere"}
    assert set(how.values()) == {"organisation with statement"}


def test_a_second_time_does_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(STAND_IN)
        distribute_tables(connection)
    with database.writing() as connection:
        assert distribute_tables(connection) == []


def test_what_was_left_half_way_is_finished() -> None:
    half = {"organisation", "statement"}
    left = [table for table, _ in distribution_steps({*half, "somebody_elses"})]
    assert left == [name for name in TABLES if name not in half]


def test_without_citus_it_is_said_how_to_get_it(database: Database) -> None:
    with database.writing() as connection, pytest.raises(SettingsError, match="create extension citus"):
        distribute_tables(connection)


def test_sqlite_is_not_distributed(tmp_path: object) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/one.db")
    with database.writing() as connection, pytest.raises(SettingsError, match="only a PostgreSQL database"):
        distribute_tables(connection)
    database.close()


SIZES = """
create function citus_total_relation_size(name regclass) returns bigint language sql
    as $$ select 1000000000000 $$;
"""


def test_the_size_of_what_is_distributed_is_that_on_all_machines(postgres_url: str) -> None:
    with closing(Database.open(postgres_url)) as database:
        with database.reading() as connection:
            alone = database_size(connection)
        with database.writing() as connection:
            connection.exec_driver_sql(STAND_IN + SIZES)
        with database.reading() as connection:
            local = database_size(connection)
        with database.writing() as connection:
            distribute_tables(connection)
    # What isn't distributed yet counts as it lies on the coordinator.
    assert 0 < local < alone
    assert check_database(postgres_url).size == len(TABLES) * 10**12
