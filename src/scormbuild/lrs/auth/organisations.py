"""Organisations: each has its own keys, statements, documents and definitions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection, text

from scormbuild.errors import SettingsError, did_you_mean
from scormbuild.lrs.auth.secrets import ensure_secret
from scormbuild.lrs.database.clock import now_text
from scormbuild.lrs.database.tables import ACCESS_TABLES, ORGANISATION_KEYS, TABLES

DEFAULT = "default"
# "roads" is what the column has held since its first version, whatever the code calls it now.
KNOWN_SOURCES, ALL, OFF = "roads", "all", "off"  # whose statements bear pseudonyms
PSEUDONYMS = (KNOWN_SOURCES, ALL, OFF)
LONGEST_NAME = 200
ROWS_PER_DELETE = 5_000  # rows deleted in one transaction, so that others can write in between

OpenTransaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class Organisation:
    """A row; `home_page` stands in the authority of all that its keys store."""

    id: int
    name: str
    home_page: str
    created: str
    pseudonyms: str = KNOWN_SOURCES


def home_page_of(name: str) -> str:
    """The IRI that stands for an organisation without a home page."""
    return f"urn:scormbuild:organisation:{quote(name, safe='')}"


def validate_name(name: str) -> None:
    """Raise SettingsError for a name that can't be shown or typed again."""
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise SettingsError(
            f"{name!r} can't be a name\n"
            f"  hint: use up to {LONGEST_NAME} letters, digits, signs and inner spaces"
        )


def insert_organisation(connection: Connection, name: str, home_page: str | None) -> bool:
    """Insert a row; False where the name is taken."""
    validate_name(name)
    sql = """insert into organisation (name, home_page, created) values (:name, :home_page, :created)
             on conflict (name) do nothing"""
    created = now_text()
    row = {"name": name, "home_page": home_page or home_page_of(name), "created": created}
    inserted = connection.execute(text(sql), row).rowcount == 1
    # Pseudonyms need the secret from the first statement on; making it then would be a write in the way of
    # it.
    if inserted:
        ensure_secret(connection, find_organisation(connection, name).id)
    return inserted


def create_organisation(connection: Connection, name: str, home_page: str | None = None) -> Organisation:
    """A new organisation; raises SettingsError where its name is taken."""
    if not insert_organisation(connection, name, home_page):
        raise SettingsError(f"there is an organisation {name!r} already\n  hint: choose another name")
    return find_organisation(connection, name)


def ensure_default(connection: Connection) -> Organisation:
    """The organisation of an LRS that serves only one, made where it isn't there."""
    insert_organisation(connection, DEFAULT, None)
    return find_organisation(connection, DEFAULT)


def find_or_default(connection: Connection, name: str | None) -> Organisation:
    """The organisation of a name, or the one of an LRS that serves only one; raises SettingsError."""
    return ensure_default(connection) if name in (None, DEFAULT) else find_organisation(connection, str(name))


def find_audit_organisation(connection: Connection, reach: int) -> int:
    """Whose audit log tells of a login: its own organisation's; the first one's of a login of all (0)."""
    return reach or ensure_default(connection).id


def list_organisations(connection: Connection) -> list[Organisation]:
    """All organisations, by name."""
    found = connection.execute(
        text("select id, name, home_page, created, pseudonyms from organisation order by name")
    )
    return [Organisation(*row) for row in found]


def find_organisation(connection: Connection, name: str | None) -> Organisation:
    """The organisation of a name, None being the default one; raises SettingsError with the nearest."""
    name = DEFAULT if name is None else name
    sql = text("select id, name, home_page, created, pseudonyms from organisation where name = :name")
    row = connection.execute(sql, {"name": name}).first()
    if row is None:
        known = [organisation.name for organisation in list_organisations(connection)]
        hint = did_you_mean(name, known) if known else "scormbuild lrs organisation create makes one"
        raise SettingsError(f"there is no organisation {name!r}\n  hint: {hint}")
    return Organisation(*row)


def find_organisation_by_id(connection: Connection, number: int) -> Organisation | None:
    """The organisation of a number."""
    sql = text("select id, name, home_page, created, pseudonyms from organisation where id = :id")
    row = connection.execute(sql, {"id": number}).first()
    return None if row is None else Organisation(*row)


def rename_organisation(connection: Connection, name: str, new: str) -> None:
    """Give an organisation another name; its home page stays, as stored statements name it."""
    validate_name(new)
    organisation = find_organisation(connection, name)
    if any(other.name == new for other in list_organisations(connection)):
        raise SettingsError(f"there is an organisation {new!r} already\n  hint: choose another name")
    sql = text("update organisation set name = :name where id = :id")
    connection.execute(sql, {"name": new, "id": organisation.id})


def set_pseudonyms(connection: Connection, name: str, mode: str) -> Organisation:
    """Say whose statements bear pseudonyms from now on; raises SettingsError. What is stored stays."""
    if mode not in PSEUDONYMS:
        raise SettingsError(f"{mode!r} can't be set\n  hint: {did_you_mean(mode, PSEUDONYMS)}")
    owner = find_organisation(connection, name)
    ensure_secret(connection, owner.id)
    sql = text("update organisation set pseudonyms = :mode where id = :id")
    connection.execute(sql, {"mode": mode, "id": owner.id})
    return find_organisation(connection, name)


def count_holdings(connection: Connection, organisation: int) -> dict[str, int]:
    """How much an organisation holds: statements, documents, attachments, and keys that aren't revoked."""
    which = {"organisation": organisation}
    found = {
        table.counted_as: int(
            connection.scalar(text(f"select count(*) from {name} where organisation = :organisation"), which)  # noqa: S608 (a table of ours)
        )
        for name, table in TABLES.items()
        if table.by_organisation
    }
    live = "select count(*) from credential where organisation = :organisation and revoked is null"
    return {**found, "keys": int(connection.scalar(text(live), which))}


def delete_organisation(writing: OpenTransaction, organisation: int, wait: Callable[[], None]) -> None:
    """Delete an organisation with all that it holds; `wait` lasts until no LRS remembers its keys."""
    which = {"organisation": organisation}
    # Keys go first, and until every LRS has forgotten them (access.CACHE_SECONDS) nothing else: otherwise
    # new rows would come in behind our back.
    with writing() as connection:
        deleted = {
            name: connection.execute(
                text(f"delete from {name} where organisation = :organisation"),  # noqa: S608 (a table of ours)
                which,
            ).rowcount
            for name in ACCESS_TABLES
        }
    if deleted["credential"]:
        wait()
    for table, key in ORGANISATION_KEYS.items():
        delete_rows(writing, table, key, organisation)
    # Its own row last: where this is broken off, the organisation is still there to be named again.
    with writing() as connection:
        connection.execute(text("delete from organisation where id = :organisation"), which)


def delete_rows(writing: OpenTransaction, table: str, key: str, organisation: int) -> None:
    """Delete the rows of an organisation, some at a time."""
    sql = text(
        f"""delete from {table} where organisation = :organisation and ({key}) in
            (select {key} from {table} where organisation = :organisation limit {ROWS_PER_DELETE})"""  # noqa: S608 (a table of ours)
    )
    deleted = ROWS_PER_DELETE
    while deleted == ROWS_PER_DELETE:
        with writing() as connection:
            deleted = connection.execute(sql, {"organisation": organisation}).rowcount
