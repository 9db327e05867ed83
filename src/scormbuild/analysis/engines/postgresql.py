"""The LRS's own PostgreSQL: the schema `desk`, brought up to date before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ibis

from scormbuild.analysis.model.relations import Tables, bind_tables
from scormbuild.analysis.views import sql
from scormbuild.lrs import projection
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database, parse_database_url

SCHEMA_NAME = "desk"


@contextmanager
def open_tables(url: str, *, refresh: bool = True) -> Iterator[Tables]:
    """The tables of an LRS's database, for whoever may write there; raises SettingsError.

    With `refresh=False` they are as the last one left them, and a login that only reads is enough.
    """
    if refresh:
        refresh_schema(url)
    backend = ibis.postgres.connect(**connection_arguments(url))
    try:
        yield bind_tables(backend, SCHEMA_NAME)
    finally:
        backend.disconnect()


def refresh_schema(url: str) -> None:
    """Make the schema where there is none, and bring its rows up to date."""
    database = Database.open(url)
    try:
        with database.reading() as connection:
            projection.validate_postgresql(connection)
            everybody = organisations.list_organisations(connection)
        # The rows before the views: whoever finds a view there finds it filled.
        for owner in everybody:
            projection.refresh_flat_rows(database, owner)
        with database.writing() as connection:
            projection.create_views(connection, sql.view_queries("postgres"))
    finally:
        database.close()


def connection_arguments(url: str) -> dict[str, Any]:
    """An address as PostgreSQL's driver takes it; what stands behind its question mark goes along."""
    address = parse_database_url(url)
    named = {
        "host": address.host,
        "port": address.port,
        "user": address.username,
        "password": address.password,
        "database": address.database,
    }
    return {**{name: value for name, value in named.items() if value is not None}, **address.query}
