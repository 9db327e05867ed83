"""Backups: whole, consistent while others write, for the owner's eyes only; and what restore refuses."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from support.lrs.older_database import create_older_database, schema_step
from support.lrs.postgres import Cluster

from scormbuild.errors import SettingsError
from scormbuild.lrs.admin.backup import backup_database, postgresql, restore_database
from scormbuild.lrs.admin.migrate import migrate_database
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database

YOUNGER = (  # than step 0002
    *("amended", "flat_statement", "flat_state", "flat_alias", "lake", "team", "login", "admission"),
    *("attestation", "statement_conflict"),
)


@pytest.fixture(autouse=True)
def postgres_programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the test server's own version, where a test has such a server."""
    if "postgresql" in request.node.name or "postgres_url" in request.fixturenames:
        cluster: Cluster = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{cluster.programs}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.close()


def fill(url: str) -> str:
    """A key and a document with bytes that are no text; gives the key."""
    with open_database(url) as database, database.writing() as connection:
        owner = organisations.ensure_default(connection)
        insert_document(connection, owner.id, "document")
        return credentials.create_credential(connection, owner.id, "moodle", {"all"}, Limits())[0]


def insert_document(connection: Connection, organisation: int, name: str) -> None:
    sql = """insert into document (organisation, owner, registration, id, resource, activity, agent,
             content_type, etag, content, updated)
             values (:o, 'ab', '', :id, 'state', 'a:b', '', 'text/plain', 'e', :content, 1)"""
    connection.execute(text(sql), {"o": organisation, "id": name, "content": b"\x00\xff"})


def keys_and_documents(url: str) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The keys and documents of a database."""
    with open_database(url) as database, database.reading() as connection:
        documents = connection.execute(text("select id, content from document")).all()
        keys = [row.key for row in credentials.list_credentials(connection)]
        return keys, [(name, bytes(content)) for name, content in documents]


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_backup_restored_holds_what_was_there_then(database_url: str, tmp_path: Path) -> None:
    key = fill(database_url)
    backup_database(database_url, tmp_path / "backup")
    with open_database(database_url) as database, database.writing() as connection:
        insert_document(connection, 1, "later")
        credentials.revoke_credential(connection, key)
    restore_database(tmp_path / "backup", database_url, replace=True)
    assert keys_and_documents(database_url) == ([key], [("document", b"\x00\xff")])
    with open_database(database_url) as database, database.writing() as connection:
        row = credentials.find_credential(connection, key)
        assert row is not None
        assert row.revoked is None
        assert organisations.create_organisation(connection, "new").id != 1  # numbers go on where they were


def test_a_backup_of_an_older_version_comes_back_into_a_newer_database(
    postgres_url: str, tmp_path: Path
) -> None:
    key = fill(postgres_url)
    with open_database(postgres_url) as database, database.writing() as connection:
        for table in YOUNGER:
            connection.execute(text(f"drop table {table}"))
        connection.execute(text("update alembic_version set version_num = '0002'"))
    postgresql.dump_database(postgres_url, tmp_path / "backup")
    assert migrate_database(postgres_url)
    assert restore_database(tmp_path / "backup", postgres_url, replace=True) == "0002"
    assert keys_and_documents(postgres_url)[0] == [key]
    with open_database(postgres_url) as database, database.reading() as connection:
        for table in YOUNGER:
            assert connection.scalar(text(f"select count(*) from {table}")) == 0


def test_restore_that_refuses_leaves_an_older_database_as_it_is(tmp_path: Path) -> None:
    fill(sqlite_url(tmp_path / "source.db"))
    backup_database(sqlite_url(tmp_path / "source.db"), tmp_path / "backup.db")
    target = sqlite_url(tmp_path / "older.db")
    create_older_database(target, "0001")
    with closing(Database.of(target)) as database, database.writing() as connection:
        insert_document(connection, 1, "kept")
    with pytest.raises(SettingsError, match="isn't empty"):
        restore_database(tmp_path / "backup.db", target, replace=False)
    assert schema_step(target) == "0001"


def test_restore_refuses_a_database_that_holds_something(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    backup_database(database_url, tmp_path / "backup")
    before = keys_and_documents(database_url)
    with pytest.raises(SettingsError, match=r"isn't empty\n  hint: .*--replace"):
        restore_database(tmp_path / "backup", database_url, replace=False)
    assert keys_and_documents(database_url) == before


def test_restore_fills_a_database_that_holds_nothing(database_url: str, tmp_path: Path) -> None:
    source = sqlite_url(tmp_path / "source.db") if "sqlite" in database_url else database_url
    key = fill(source)
    backup_database(source, tmp_path / "backup")
    if source == database_url:
        with open_database(source) as database:
            organisations.delete_organisation(database.writing, 1, lambda: None)
    restore_database(tmp_path / "backup", database_url, replace=False)
    assert keys_and_documents(database_url)[0] == [key]


def test_only_its_owner_can_read_a_backup(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    backup_database(database_url, tmp_path / "backup")
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob(".backup*")] == []


@pytest.mark.parametrize("content", [b"", b"something else", b"SQLite format 3\0" + b"\0" * 2000])
def test_what_is_no_backup_is_refused_before_anything_changes(
    database_url: str, tmp_path: Path, content: bytes
) -> None:
    fill(database_url)
    before = keys_and_documents(database_url)
    (tmp_path / "no-backup").write_bytes(content)
    with pytest.raises(SettingsError, match="hint: "):
        restore_database(tmp_path / "no-backup", database_url, replace=True)
    with pytest.raises(SettingsError, match="no such file"):
        restore_database(tmp_path / "absent", database_url, replace=True)
    assert keys_and_documents(database_url) == before


def test_a_database_of_something_else_is_no_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table statement (id)")
    with pytest.raises(SettingsError, match="is no backup of an LRS"):
        restore_database(tmp_path / "other.db", sqlite_url(tmp_path / "new.db"), replace=False)
    assert not (tmp_path / "new.db").exists()


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "source.db")
    fill(url)
    backup_database(url, tmp_path / "backup.db")
    data = bytearray((tmp_path / "backup.db").read_bytes())
    for page in range(4096 * 3, len(data), 4096):
        data[page : page + 200] = b"\xa5" * 200
    (tmp_path / "backup.db").write_bytes(data)
    with pytest.raises(SettingsError, match=r"damaged|malformed"):
        restore_database(tmp_path / "backup.db", sqlite_url(tmp_path / "new.db"), replace=False)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_of_sqlite_is_one_file_that_holds_what_was_only_in_the_log(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "source.db")
    with open_database(url) as database:
        with database.writing() as connection:
            organisations.create_organisation(connection, "in the log")
        assert (tmp_path / "source.db-wal").stat().st_size
        backup_database(url, tmp_path / "backup.db")
    assert sorted(path.name for path in tmp_path.glob("backup.db*")) == ["backup.db"]
    header = (tmp_path / "backup.db").read_bytes()[:20]
    assert header[18:] == b"\x01\x01"  # no log, so that it can be read from a read-only disk too
    with closing(sqlite3.connect(tmp_path / "backup.db")) as copy:
        assert copy.execute("select name from organisation").fetchall() == [("in the log",)]


def test_a_backup_never_replaces_the_database_itself(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "source.db")
    key = fill(url)
    with pytest.raises(SettingsError, match="is the database itself"):
        backup_database(url, tmp_path / "source.db")
    assert keys_and_documents(url)[0] == [key]


def test_a_backup_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("the one before")
    (tmp_path / "source.db").write_text("no database at all, but a text of some length" * 10)
    with pytest.raises(SettingsError, match="hint: "):
        backup_database(sqlite_url(tmp_path / "source.db"), tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "the one before"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_backup_into_a_folder_that_is_not_there_names_it(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "source.db")
    fill(url)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        backup_database(url, tmp_path / "nowhere" / "backup.db")


def test_restore_refuses_while_an_lrs_has_the_database_open(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "source.db")
    key = fill(url)
    backup_database(url, tmp_path / "backup.db")
    with open_database(url) as database:
        with database.reading() as connection:
            credentials.list_credentials(connection)
        with pytest.raises(SettingsError, match="in use\n  hint: stop the LRS"):
            restore_database(tmp_path / "backup.db", url, replace=True)
        with database.writing() as connection:
            organisations.create_organisation(connection, "still at work")
    restore_database(tmp_path / "backup.db", url, replace=True)
    assert keys_and_documents(url)[0] == [key]


@pytest.mark.parametrize("left", ["damaged", "gone"])
def test_a_lost_database_is_replaced_and_its_old_log_plays_no_part(tmp_path: Path, left: str) -> None:
    url, path = sqlite_url(tmp_path / "lrs.db"), tmp_path / "lrs.db"
    key = fill(url)
    backup_database(url, tmp_path / "backup.db")
    with open_database(url) as database:
        with database.writing() as connection:
            organisations.create_organisation(connection, "in the log")
        log = Path(f"{path}-wal").read_bytes()
    path.write_bytes(b"not a database any more, but long enough to be looked at" * 100)
    if left == "gone":
        path.unlink()
    Path(f"{path}-wal").write_bytes(log)
    restore_database(tmp_path / "backup.db", url, replace=True)
    assert keys_and_documents(url)[0] == [key]
    with open_database(url) as database, database.reading() as connection:
        assert [row.name for row in organisations.list_organisations(connection)] == ["default"]


def test_a_backup_made_while_others_write_is_of_one_moment(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    with open_database(database_url) as database, write_meanwhile(database):
        for number in range(4):
            backup_database(database_url, tmp_path / f"backup-{number}")
    for number in range(4):
        restore_database(tmp_path / f"backup-{number}", database_url, replace=True)
        with open_database(database_url) as database, database.reading() as connection:
            persons = connection.scalar(text("select count(*) from person"))
            documents = connection.scalar(text("select count(*) from document where id like 'w%'"))
        assert persons == documents


@contextmanager
def write_meanwhile(database: Database) -> Iterator[None]:
    """Someone who writes a person and a document in each transaction, until the block ends."""
    stop = threading.Event()
    written = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.writing() as connection:
                row = {"key": number}
                connection.execute(text("insert into person values (1, :key, 'Anna')"), row)
                insert_document(connection, 1, f"w{number}")
            written.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert written.wait(10)
        yield
    finally:
        stop.set()
        thread.join()


def test_without_pg_dump_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="pg_dump is not installed here\n  hint: install"):
        backup_database("postgresql+psycopg://lrs:s3cret@127.0.0.1/lrs", tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_the_password_is_handed_to_pg_dump_where_no_other_user_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "pg_dump"
    script.write_text(f'#!/bin/sh\necho "$PGPASSWORD" > {tmp_path}/password\necho "$@" > {tmp_path}/said\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    backup_database("postgresql+psycopg://lrs:s3%40cret@127.0.0.1:1/lrs?sslmode=require", tmp_path / "backup")
    assert (tmp_path / "password").read_text() == "s3@cret\n"
    said = (tmp_path / "said").read_text()
    assert "--dbname=postgresql://lrs@127.0.0.1:1/lrs?sslmode=require" in said
    assert "s3" not in said


def test_what_pg_dump_complains_of_is_passed_on(postgres_url: str, tmp_path: Path) -> None:
    absent = re.sub(r"trial_\d+", "absent", postgres_url)
    with pytest.raises(SettingsError, match=r'(?s)"absent" does not exist.*hint: '):
        backup_database(absent, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []
