"""A database is made where there is none, brought forward once, and refused where it can't be used."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Inspector, inspect, text
from support.lrs.older_database import migrations

from scormbuild.errors import SettingsError, Unavailable
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.migrate import HEAD, schema_version
from scormbuild.lrs.database.tables import ORGANISATION_KEYS, TABLES


def open_and_read_version(url: str) -> str | None:
    """The step of the schema, seen by a process of its own."""
    database = Database.open(url)
    try:
        with database.reading() as connection:
            return schema_version(connection)
    finally:
        database.close()


@pytest.fixture
def schema(database_url: str) -> Iterator[Inspector]:
    """What a new database is like, as the database tells it."""
    database = Database.open(database_url)
    with database.reading() as connection:
        yield inspect(connection)
    database.close()


def test_every_table_that_the_steps_make_has_a_row_and_no_other_has(schema: Inspector) -> None:
    assert set(schema.get_table_names()) - {"alembic_version"} == TABLES.keys()


def test_a_row_says_what_the_rows_of_an_organisation_are_told_apart_by(schema: Inspector) -> None:
    for table in TABLES.values():
        columns = schema.get_pk_constraint(table.name)["constrained_columns"]
        if table.key is None:
            assert columns[0] != "organisation", table.name
        else:
            assert columns[0] == "organisation", table.name
            assert (columns[1:] or ["organisation"]) == table.key.split(", ")


def test_rows_that_are_inserted_as_arrays_have_the_types_of_their_columns(postgres_url: str) -> None:
    sql = text("select * from information_schema.columns where table_name = :name order by ordinal_position")
    database = Database.open(postgres_url)
    with database.reading() as connection:
        for table in filter(attrgetter("types"), TABLES.values()):
            columns = connection.execute(sql, {"name": table.name}).all()
            assert ", ".join(column.data_type for column in columns[1:]) == table.types
    database.close()


def test_the_newest_step_is_the_one_in_the_folder() -> None:
    assert ScriptDirectory.from_config(migrations()).get_current_head() == HEAD


def test_several_that_start_together_bring_the_schema_forward_once(database_url: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes:
        assert list(processes.map(open_and_read_version, [database_url] * 4)) == [HEAD] * 4


def test_a_database_of_a_newer_lrs_is_refused_and_left_as_it_is(database_url: str) -> None:
    database = Database.open(database_url)
    with database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    database.close()
    with pytest.raises(SettingsError, match=f"step 9999, this LRS knows {HEAD}"):
        Database.open(database_url)


def test_every_unique_key_of_a_spread_table_begins_with_the_organisation(schema: Inspector) -> None:
    """As Citus asks."""
    for table in ORGANISATION_KEYS:
        unique = {index["column_names"][0] for index in schema.get_indexes(table) if index["unique"]}
        assert unique <= {"organisation"}, table


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://localhost/lrs", "mysql: no such kind of database"),
        ("no address", "no address of a database"),
        ("sqlite:////no/such/folder/lrs.db", "is the folder there"),
        ("postgresql+psycopg://user:s3cret@127.0.0.1:1/lrs", "is the server running"),
    ],
)
def test_an_address_that_cannot_be_opened_is_told_with_a_way_out(url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        Database.open(url)
    assert "s3cret" not in str(raised.value)


def fail_half_way(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("insert into attachment values (1, 'a', :content)"), {"content": b"b"})
        raise ZeroDivisionError


def test_what_is_written_is_undone_where_an_error_leaves_it(database_url: str) -> None:
    database = Database.open(database_url)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(database)
    with database.reading() as connection:
        assert connection.scalar(text("select count(*) from attachment")) == 0
    database.close()


def test_a_reader_cannot_write_to_a_file(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(Unavailable, match="only be read"), database.reading() as connection:
        connection.execute(text("delete from statement"))
    database.close()


def test_a_fault_is_told_without_the_values_or_the_sql(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(Unavailable) as raised, database.reading() as connection:
        connection.execute(text("select * from nowhere where name = :name"), {"name": "Ada"})
    assert "Ada" not in str(raised.value)
    assert "select" not in str(raised.value)
    database.close()


def test_a_damaged_file_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = Database.open(f"sqlite:///{path}")
    with database.writing() as connection:
        rows = [(seq, b"x" * 5000) for seq in range(200)]
        database.dialect.insert_rows(connection, "attachment", "sha2, content", 1, rows)
    database.close()
    with path.open("r+b") as file:
        file.seek(400_000)
        file.write(b"\xff" * 400_000)
    database = Database.open(f"sqlite:///{path}")
    with pytest.raises(Unavailable, match="damaged"), database.reading() as connection:
        connection.execute(text("select sum(length(content)) from attachment")).all()
    database.close()


def test_a_new_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = Database.open(f"sqlite:///{path}")
    with database.writing() as connection:
        connection.execute(text("insert into attachment values (1, 'a', :content)"), {"content": b"b"})
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    database.close()
