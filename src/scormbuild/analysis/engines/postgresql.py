"""The receiver's own PostgreSQL: the schema `desk`, brought up to date before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ibis

from scormbuild.analysis.model.relations import Tables, gathered
from scormbuild.analysis.views import sql
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database, parse
from scormbuild.lrs.projection import flat_rows, sql_views

SCHEMA = "desk"


@contextmanager
def opened(url: str, *, refresh: bool = True) -> Iterator[Tables]:
    """The tables of a receiver's database, for whoever may write there; raises SettingsError.

    With `refresh=False` they are as the last one left them, and a login that only reads is enough.
    """
    if refresh:
        renew(url)
    backend = ibis.postgres.connect(**arguments(url))
    try:
        yield gathered(backend, SCHEMA)
    finally:
        backend.disconnect()


def renew(url: str) -> None:
    """Make the schema where there is none, and bring its rows up to date."""
    database = Database.open(url)
    try:
        with database.reading() as connection:
            sql_views.validate(connection)
            everybody = organisations.rows(connection)
        for owner in everybody:
            flat_rows.refresh(database, owner)
        with database.writing() as connection:
            sql_views.install(connection, sql.texts("postgres"))
    finally:
        database.close()


def arguments(url: str) -> dict[str, Any]:
    """An address as PostgreSQL's driver takes it; what stands behind its question mark goes along."""
    address = parse(url)
    named = {
        "host": address.host,
        "port": address.port,
        "user": address.username,
        "password": address.password,
        "database": address.database,
    }
    return {**{name: value for name, value in named.items() if value is not None}, **address.query}
