"""What was deleted is no longer in the database's files, whoever has them open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from scormbuild.errors import SettingsError
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.compact import compact_database

SECRET = "what nobody may read"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database from which something was deleted carelessly."""
    path = tmp_path / "lrs.db"
    Database.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma secure_delete = off")
        row = "insert into attachment (organisation, sha2, content) values (1, ?, ?)"
        connection.executemany(row, [(str(number), SECRET * 500) for number in range(50)])
        connection.commit()
        connection.execute("delete from attachment")
        connection.commit()
    return path


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{file}")
    yield opened
    opened.close()


def holds_secret(file: Path) -> bool:
    return any(SECRET.encode() in path.read_bytes() for path in file.parent.iterdir())


def test_nothing_deleted_is_left_in_the_file_or_its_log(database: Database, file: Path) -> None:
    assert holds_secret(file)
    with database.reading() as connection:
        connection.execute(text("select 1"))  # a connection of the pool stays open meanwhile
    compact_database(database)
    assert not holds_secret(file)
    assert file.with_name("lrs.db-wal").stat().st_size == 0


def test_who_keeps_reading_or_writing_is_told(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin")
        other.execute("select count(*) from attachment").fetchone()
        with pytest.raises(SettingsError, match=r"keeps reading[^$]*subject compact"):
            compact_database(database, wait=0.2)
        other.execute("commit")
        other.execute("begin immediate")
        with pytest.raises(SettingsError, match=r"locked[^$]*subject compact"):
            compact_database(database, wait=0.1)
        other.execute("commit")
    compact_database(database)
    assert not holds_secret(file)


def test_postgresql_gives_its_room_back(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    try:
        compact_database(database)
    finally:
        database.close()
