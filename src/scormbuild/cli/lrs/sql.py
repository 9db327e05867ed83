"""The commands `scormbuild lrs sql …`: logins of PostgreSQL for those who ask in SQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.output import print_table
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import (
    AsJson,
    ConfigFile,
    DatabaseUrl,
    OrganisationFilter,
    OrganisationName,
)
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database

Login = Annotated[str, typer.Argument(metavar="NAME", help="Of the login: a-z, 0-9 and _.")]


def create(
    name: Login,
    words: Annotated[
        bool, typer.Option("--words", help="May also read what people wrote in their own words.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--every-organisation", help="Reads all organisations, not just one.")
    ] = False,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a login, or give one that is there a new password; fills and makes what it reads.

    The password is shown once. The LRS's own login needs CREATEROLE for this.

    Example: scormbuild lrs sql create powerbi
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs import projection
        from scormbuild.lrs.auth import organisations

        if every and organisation:
            raise SettingsError(
                "--every-organisation and --organisation exclude each other\n  hint: give one"
            )
        with lrs_database.writing() as connection:
            projection.validate_postgresql(connection)
            one = None if every else organisations.find_or_default(connection, organisation)
            owners = [one] if one else organisations.list_organisations(connection)
            projection.create_views(connection, analyst_views())
            password = projection.create_sql_login(connection, name, one.id if one else 0, words=words)
            for owner in owners:
                detail = {"login": name, "words": words}
                insert_command_line_entry(connection, owner.id, "sql create", detail)
        refresh_organisations(lrs_database, owners)
    if as_json:
        print_json({"login": name, "password": password, "words": words, "schema": "desk"})
        return
    typer.echo(f"{name} may read the schema desk; its password can't be shown again:\n  {password}")


def refresh(
    organisation: OrganisationFilter = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring what the logins read up to date, of all organisations unless one is named; fit for cron.

    Example: scormbuild lrs sql refresh
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs import projection
        from scormbuild.lrs.auth import organisations

        with lrs_database.writing() as connection:
            projection.validate_postgresql(connection)
            chosen_owner = [organisations.find_or_default(connection, organisation)] if organisation else []
            owners = chosen_owner or organisations.list_organisations(connection)
            projection.create_views(connection, analyst_views())
        rows = refresh_organisations(lrs_database, owners)
    if as_json:
        print_json({"statements": rows})
    else:
        typer.echo(f"{rows:,} statements brought up to date")


def list_sql_logins(database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show the logins, and what each may read.

    Example: scormbuild lrs sql list
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs import projection

        with lrs_database.reading() as connection:
            rows = projection.list_sql_logins(connection)
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        lines = [
            (row.login, row.organisation or "(every one)", "with" if row.words else "without") for row in rows
        ]
        nothing = "No logins. Make one: scormbuild lrs sql create NAME"
        print_table(("LOGIN", "ORGANISATION", "WORDS"), lines, nothing)


def remove(name: Login, database: DatabaseUrl = None, config: ConfigFile = None) -> None:
    """Remove a login; whoever is connected with it is refused from the next query on.

    Example: scormbuild lrs sql remove powerbi
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs import projection
        from scormbuild.lrs.auth import organisations

        with lrs_database.writing() as connection:
            projection.drop_sql_login(connection, name)
            for owner in organisations.list_organisations(connection):
                detail = {"login": name}
                insert_command_line_entry(connection, owner.id, "sql remove", detail)
    typer.echo(f"{name} is removed")


def analyst_views() -> dict[str, str]:
    """The analysts' views as PostgreSQL takes them."""
    from scormbuild.analysis.views.sql import view_queries

    return view_queries("postgres")


def refresh_organisations(lrs_database: Database, owners: list[Organisation]) -> int:
    """Bring the flat rows up to date; gives how many were written."""
    from scormbuild.lrs import projection

    rows = 0
    for owner in owners:
        with progress_bar(f"statements of {owner.name}") as step:
            rows += projection.refresh_flat_rows(lrs_database, owner, step)
    return rows
