"""Logins of PostgreSQL: they read the views of the dashboard, of their organisation, and nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, make_url, text
from support.lrs.person_data import (
    COURSE,
    SECRET_WORDS,
    InProcessLrs,
    account,
    command_error,
    command_json,
    command_output,
    harvest_statement,
    open_lrs,
    question,
    store_person_data,
)
from support.lrs.postgres import Cluster

from scormbuild import vocabulary as word
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.tables import TABLES
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.projection import flat, flat_rows, sql_logins, sql_views
from scormbuild.lrs.store import change_log

VISIBLE_TABLES = "select distinct table_name from information_schema.columns where table_schema = 'desk'"
ANALYSTS = {"people": "select distinct organisation, actor from statements where verb like '%/answered'"}
CHOSEN_KEY = "b"
COLLATIONS = """
select distinct c.collname from pg_attribute a join pg_class t on t.oid = a.attrelid
join pg_collation c on c.oid = a.attcollation
where t.relnamespace = 'desk'::regnamespace and t.relkind = 'v' and t.relname not in ('me', 'people')
"""


@pytest.fixture(scope="module")
def lrs(postgres: Cluster) -> Iterator[InProcessLrs]:
    """An LRS with learners of two organisations, for all tests here."""
    with postgres.database() as url, open_lrs(url) as opened:
        store_person_data(url, opened.client)
        with Ingest.open(url, "default", "lms.example.org", "lms") as ingest:
            chosen = harvest_statement(
                word.ANSWERED, question("kies", "choice"), "closed", result={"response": CHOSEN_KEY}
            )
            chosen["context"]["contextActivities"]["category"] = [{"id": word.form_iri("choice")}]
            worded = harvest_statement(
                word.ANSWERED, question("waarom", "long-fill-in"), "open", actor=account("bob")
            )
            worded["context"]["contextActivities"]["category"] = [{"id": word.form_iri("reflection")}]
            seen = harvest_statement(word.EXPERIENCED, {"id": COURSE}, "cem", actor=account("cem"))
            ingest.store_statements([chosen, worded | {"result": {"response": SECRET_WORDS}}, seen])
            ingest.keep_outline(
                {"course": {"iri": "urn:odd", "title": None}, "questions": [{"id": "q", "page": "p"}]}
            )
        with opened.lrs.database.writing() as connection:
            other = organisations.create_organisation(connection, "other")
            teams.add_members(connection, 1, "urn:scormbuild:organisation:default", [("p_x", "Noord")])
            teams.add_members(connection, other.id, other.home_page, [("p_y", "Zuid")])
        yield opened


@pytest.fixture
def drop_sql_logins(lrs: InProcessLrs, postgres: Cluster) -> Iterator[None]:
    """The logins that a test makes are the whole server's: gone afterwards."""
    yield
    with lrs.lrs.database.writing() as connection:
        for each in sql_logins.list_sql_logins(connection):
            sql_logins.drop_sql_login(connection, each.login)
    assert postgres.execute("select 1 from pg_roles where rolname like 'desk_%'") == []


def create_login(lrs: InProcessLrs, login: str, organisation: int = 1, *, words: bool = False) -> str:
    """A login with all that it reads; gives the password."""
    database = lrs.lrs.database
    with database.writing() as connection:
        sql_views.create_views(connection, ANALYSTS)
        password = sql_logins.create_sql_login(connection, login, organisation, words=words)
        owners = organisations.list_organisations(connection)
    for owner in owners:
        flat_rows.refresh_flat_rows(database, owner)
    return password


def connect_as(lrs: InProcessLrs, login: str) -> psycopg.Connection[Any]:
    """A connection of that login."""
    address = make_url(lrs.url).set(drivername="postgresql", username=login)
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def query_as(lrs: InProcessLrs, login: str, sql: str) -> list[tuple[Any, ...]]:
    """What a login gets."""
    with closing(connect_as(lrs, login)) as connection:
        return connection.execute(sql.encode()).fetchall()


@pytest.mark.usefixtures("drop_sql_logins")
def test_a_login_reads_the_statements_and_tables_of_its_organisation_without_words(lrs: InProcessLrs) -> None:
    create_login(lrs, "desk_a")
    with lrs.lrs.database.reading() as connection:
        small = change_log.read_dimension_tables(connection, 1)
        home = organisations.find_organisation(connection, "default").home_page
        want = [
            flat.flat_row(each.seq, each.body, home)
            for some in change_log.read_statement_range(connection, 1, 0, 2**63 - 1)
            for each in some
            if not each.voided
        ]
    # Whoever knows a registration could tell something in it, and `attempt` tells attempts apart.
    shown = [name for name in flat.COLUMN_NAMES if name != "registration"]
    shown = shown[: shown.index("response") + 1]
    flat_rows_wanted = [dict(zip(flat.COLUMN_NAMES, row, strict=True)) for row in want]
    closed = [
        tuple(None if name == "response" and row["form"] != "choice" else row[name] for name in shown)
        for row in flat_rows_wanted
    ]
    names = ", ".join({"at": "timestamp_us"}.get(name, name) for name in shown)
    assert query_as(lrs, "desk_a", f"select {names} from statements order by seq") == closed
    assert CHOSEN_KEY in {row[-1] for row in closed}
    everything = str(query_as(lrs, "desk_a", "select * from statements"))
    registrations = [row["registration"] for row in flat_rows_wanted if row["registration"]]
    assert registrations
    assert not [each for each in registrations if each in everything]
    for name, columns in change_log.DIMENSION_COLUMNS.items():
        shown = ", ".join(column for column, _ in columns)
        assert sorted(query_as(lrs, "desk_a", f"select {shown} from {name}"), key=str) == sorted(
            small[name], key=str
        )
        assert {row[0] for row in query_as(lrs, "desk_a", f"select organisation from desk.{name}")} <= {1}
    (first,) = query_as(
        lrs,
        "desk_a",
        "select month, timestamp, stored, timestamp_us, seq from statements order by seq limit 1",
    )
    assert (first[0], first[1].isoformat()) == (202610, "2026-10-01T12:00:00")
    assert [first[3], first[4]] == [
        round((each - each.fromisoformat("1970-01-01T00:00:00")).total_seconds() * 1_000_000)
        for each in first[1:3]
    ]
    assert len(query_as(lrs, "desk_a", "select * from people")) == 2
    assert query_as(lrs, "desk_a", COLLATIONS) == [("C",)]  # the order of bytes, as in every other engine


@pytest.mark.usefixtures("drop_sql_logins")
def test_words_and_every_organisation_have_to_be_asked_for(lrs: InProcessLrs) -> None:
    create_login(lrs, "desk_words", words=True)
    create_login(lrs, "desk_all", 0)
    create_login(lrs, "desk_other", 2, words=True)
    told = "select response from statements where response is not null"
    assert {row[0] for row in query_as(lrs, "desk_words", told)} == {SECRET_WORDS, CHOSEN_KEY}
    assert {row[0] for row in query_as(lrs, "desk_all", told)} == {CHOSEN_KEY}
    assert query_as(lrs, "desk_other", "select * from statements") == []
    by_team = "select organisation, team from teams order by 1"
    assert query_as(lrs, "desk_all", by_team) == [(1, "Noord"), (2, "Zuid")]
    assert query_as(lrs, "desk_other", by_team) == [(2, "Zuid")]


@pytest.mark.usefixtures("drop_sql_logins")
def test_a_login_reads_and_writes_nothing_else(lrs: InProcessLrs) -> None:
    create_login(lrs, "desk_a", words=True)
    with closing(Database.open(lrs.url)) as database, database.reading() as connection:
        tables = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
    forbidden = [f"select * from public.{table}" for table in tables]
    forbidden += ["select * from desk.reader", "select * from desk.me", "select * from desk.outlines"]
    forbidden += [
        "update desk.teams set team = 'x'",
        "delete from desk.statements",
        "insert into desk.reader values ('desk_a', 0, true)",
        "create table desk.x (y integer)",
        "create table public.x (y integer)",
        "set role postgres",
        "create role desk_b",
        "select pg_read_file('/etc/passwd')",
    ]
    with closing(connect_as(lrs, "desk_a")) as connection:
        assert connection.execute("show statement_timeout").fetchone() == ("1min",)
        assert connection.execute("show default_transaction_read_only").fetchone() == ("on",)
        connection.execute("set default_transaction_read_only = off")  # what it may is no matter of that
        for sql in forbidden:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.encode())


@pytest.mark.usefixtures("drop_sql_logins")
def test_what_is_voided_or_erased_is_gone_at_once_and_the_rest_comes_back(lrs: InProcessLrs) -> None:
    create_login(lrs, "desk_a", words=True)
    (found,) = command_json(lrs.url, "person", "find", "cem")
    person = found["person"]
    before = len(query_as(lrs, "desk_a", "select 1 from statements"))
    assert query_as(lrs, "desk_a", f"select 1 from statements where actor = '{person}'") == [(1,)]
    command_json(lrs.url, "subject", "erase", "cem")
    assert query_as(lrs, "desk_a", f"select 1 from statements where actor = '{person}'") == []
    assert len(query_as(lrs, "desk_a", "select 1 from statements")) == before - 1


@pytest.mark.usefixtures("drop_sql_logins")
def test_views_are_made_anew_where_they_changed_and_logins_go_on_reading_them(lrs: InProcessLrs) -> None:
    create_login(lrs, "desk_a")
    with lrs.lrs.database.writing() as connection:
        assert not sql_views.create_views(connection, ANALYSTS)
        assert sql_views.create_views(
            connection, {**ANALYSTS, "verbs": "select distinct verb from statements"}
        )
    assert query_as(lrs, "desk_a", "select count(*) from verbs") != [(0,)]
    with lrs.lrs.database.writing() as connection:
        assert sql_views.create_views(connection, ANALYSTS)
    with pytest.raises(psycopg.errors.UndefinedTable):
        query_as(lrs, "desk_a", "select * from verbs")


@pytest.mark.usefixtures("drop_sql_logins")
def test_a_name_is_ours_or_refused_and_again_gives_a_new_password(
    lrs: InProcessLrs, postgres: Cluster
) -> None:
    first = create_login(lrs, "desk_a")
    assert create_login(lrs, "desk_a", 0, words=True) != first
    with lrs.lrs.database.writing() as connection:
        assert sql_logins.list_sql_logins(connection) == [sql_logins.SqlLogin("desk_a", None, words=True)]
        for name in ("Desk", "pg_desk", "desk a", "1", "x" * 64, 'a"b'):
            with pytest.raises(SettingsError, match="can't be a login's name"):
                sql_logins.create_sql_login(connection, name, 1, words=False)
        with pytest.raises(SettingsError, match="made otherwise"):
            sql_logins.create_sql_login(connection, "postgres", 1, words=False)
    found = postgres.execute("select rolpassword from pg_authid where rolname = 'desk_a'")
    assert str(found[0][0]).startswith("SCRAM-SHA-256$")
    assert "there is no login 'desk_b'" in command_error(lrs.url, "sql", "remove", "desk_b")


@pytest.mark.usefixtures("drop_sql_logins")
def test_the_commands_make_list_refresh_and_remove_logins(lrs: InProcessLrs) -> None:
    url = lrs.url
    told = command_json(url, "sql", "create", "desk_a", "--words")
    assert (told["login"], told["words"], len(told["password"])) == ("desk_a", True, 32)
    assert command_json(url, "sql", "list") == [{"login": "desk_a", "organisation": "default", "words": True}]
    assert "desk_a  default       with" in command_output(url, "sql", "list")
    assert {"completions", "answers", "page_views"} <= {
        row[0] for row in query_as(lrs, "desk_a", VISIBLE_TABLES)
    }
    assert (
        query_as(lrs, "desk_a", f"{VISIBLE_TABLES} and data_type = 'numeric'") == []
    )  # counts are whole numbers
    lrs.client.post(
        "/statements", json=harvest_statement(word.EXPERIENCED, {"id": COURSE}, "new")
    ).raise_for_status()
    assert command_json(url, "sql", "refresh") == {"statements": 1}
    shown = command_output(url, "sql", "create", "desk_b", "--every-organisation")
    assert "can't be shown again" in shown
    assert "exclude each other" in command_error(
        url, "sql", "create", "desk_c", "--every-organisation", "--organisation", "other"
    )
    trail = json.dumps(command_json(url, "audit"))
    assert '"sql create"' in trail
    assert told["password"] not in trail
    for each in ("desk_a", "desk_b"):
        command_output(url, "sql", "remove", each)
    assert command_output(url, "sql", "list").startswith("No logins.")


def test_a_restore_takes_the_views_away_and_the_login_is_made_again(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{postgres.programs}{os.pathsep}{os.environ['PATH']}")
    with postgres.database() as url:
        with open_lrs(url) as lrs:
            lrs.client.post(
                "/statements", json=harvest_statement(word.EXPERIENCED, {"id": COURSE}, "a")
            ).raise_for_status()
            create_login(lrs, "desk_a")
            command_output(url, "backup", str(tmp_path / "dump"))
            assert query_as(lrs, "desk_a", "select count(*) from statements") == [(1,)]
        command_output(url, "restore", str(tmp_path / "dump"), "--replace")
        with pytest.raises(psycopg.errors.UndefinedTable):
            query_as(lrs, "desk_a", "select 1 from statements")
        command_output(url, "sql", "create", "desk_a")
        assert query_as(lrs, "desk_a", "select count(*) from statements") == [(1,)]
        command_output(url, "sql", "remove", "desk_a")


def test_sqlite_has_no_logins_and_says_what_to_do_instead(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lrs.db"
    with open_lrs(url):
        for command in (["create", "desk_a"], ["refresh"], ["list"], ["remove", "desk_a"]):
            assert "lrs export --parquet" in command_error(url, "sql", *command)


def test_an_lrs_whose_own_login_may_not_make_others_is_told_how(postgres: Cluster) -> None:
    postgres.execute("create role plain_owner login")
    postgres.execute("create database plain owner plain_owner")
    try:
        url = make_url(postgres.address("plain")).set(username="plain_owner").render_as_string(False)
        Database.open(url).close()
        assert "alter role NAME createrole" in command_error(url, "sql", "create", "desk_a")
        assert command_output(url, "sql", "list").startswith("No logins.")
    finally:
        postgres.execute("drop database plain")
        postgres.execute("drop role plain_owner")


@pytest.fixture
def owned_url(postgres: Cluster) -> Iterator[str]:
    """A database as the page about PostgreSQL makes it: its owner may make logins, and is no superuser."""
    postgres.execute("create role lrs_owner login createrole")
    postgres.execute("create database lrs_owned owner lrs_owner encoding 'UTF8' template template0")
    yield postgres.address("lrs_owned").replace("postgres@", "lrs_owner@")
    postgres.execute("drop database lrs_owned with (force)")
    for (login,) in postgres.execute("select rolname from pg_roles where rolname ~ '^(owned|lrs)_'"):
        postgres.execute(f"drop role {login}")


def test_the_owner_that_the_page_makes_can_make_list_renew_and_remove_logins(owned_url: str) -> None:
    with open_lrs(owned_url):
        first = command_json(owned_url, "sql", "create", "owned_a")
        assert command_json(owned_url, "sql", "create", "owned_a")["password"] != first["password"]
        shown = [{"login": "owned_a", "organisation": "default", "words": False}]
        assert command_json(owned_url, "sql", "list") == shown
        command_output(owned_url, "sql", "remove", "owned_a")
        assert command_json(owned_url, "sql", "list") == []


def test_no_query_joins_the_servers_own_tables_with_one_that_can_be_distributed(owned_url: str) -> None:
    """Citus would then read pg_authid itself, which only a superuser may."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with open_lrs(owned_url):
        event.listen(Engine, "before_cursor_execute", note)
        try:
            command_output(owned_url, "sql", "create", "owned_a")
            command_output(owned_url, "sql", "list")
            command_output(owned_url, "sql", "remove", "owned_a")
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    of_server = [each for each in asked if "pg_roles" in each]
    assert of_server
    tables = re.compile(rf"\b(?:from|join) (?:{'|'.join(TABLES)})\b")
    assert [each for each in of_server if tables.search(each)] == []
