"""The commands `scormbuild lrs sql …`: logins of PostgreSQL for those who ask in SQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, opened, tell_json
from scormbuild.cli.lrs.rights import Owner, progress
from scormbuild.cli.output import columns
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database

app = typer.Typer(
    name="sql",
    help="Let analysts ask in SQL: logins that read the schema desk of PostgreSQL, and nothing else.",
    no_args_is_help=True,
)
Login = Annotated[str, typer.Argument(metavar="NAME", help="Of the login: a-z, 0-9 and _.")]


@app.command()
def create(
    name: Login,
    words: Annotated[
        bool, typer.Option("--words", help="May also read what people wrote in their own words.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--every-organisation", help="Reads all organisations, not just one.")
    ] = False,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a login, or give one that is there a new password; fills and makes what it reads.

    The password is shown once. The receiver's own login needs CREATEROLE for this.

    Example: scormbuild lrs sql create powerbi
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.projection import sql_logins, sql_views
        from scormbuild.lrs.store import audit

        if every and organisation:
            raise SettingsError(
                "--every-organisation and --organisation exclude each other\n  hint: give one"
            )
        with found.writing() as connection:
            sql_views.validate(connection)
            one = None if every else organisations.chosen(connection, organisation)
            owners = [one] if one else organisations.rows(connection)
            sql_views.install(connection, analysts())
            password = sql_logins.create(connection, name, one.id if one else 0, words=words)
            for owner in owners:
                detail = {"login": name, "words": words}
                audit.note(connection, owner.id, audit.COMMAND_LINE, "sql create", detail)
        filled(found, owners)
    if as_json:
        tell_json({"login": name, "password": password, "words": words, "schema": "desk"})
        return
    typer.echo(f"{name} may read the schema desk; its password can't be shown again:\n  {password}")


@app.command()
def refresh(
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring what the logins read up to date, of all organisations unless one is named; fit for cron.

    Example: scormbuild lrs sql refresh
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.projection import sql_views

        with found.writing() as connection:
            sql_views.validate(connection)
            named = [organisations.chosen(connection, organisation)] if organisation else []
            owners = named or organisations.rows(connection)
            sql_views.install(connection, analysts())
        rows = filled(found, owners)
    if as_json:
        tell_json({"statements": rows})
    else:
        typer.echo(f"{rows:,} statements brought up to date")


@app.command("list")
def listed(database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show the logins, and what each may read.

    Example: scormbuild lrs sql list
    """
    with opened(config, database) as found:
        from scormbuild.lrs.projection import sql_logins

        with found.reading() as connection:
            rows = sql_logins.rows(connection)
    if as_json:
        tell_json([asdict(row) for row in rows])
    elif rows:
        shown = [
            (row.login, row.organisation or "(every one)", "with" if row.words else "without") for row in rows
        ]
        typer.echo(columns([("LOGIN", "ORGANISATION", "WORDS"), *shown]))
    else:
        typer.echo("No logins. Make one: scormbuild lrs sql create NAME")


@app.command()
def remove(name: Login, database: DatabaseUrl = None, config: ConfigFile = None) -> None:
    """Remove a login; whoever is connected with it is refused from the next query on.

    Example: scormbuild lrs sql remove powerbi
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.projection import sql_logins
        from scormbuild.lrs.store import audit

        with found.writing() as connection:
            sql_logins.remove(connection, name)
            for owner in organisations.rows(connection):
                detail = {"login": name}
                audit.note(connection, owner.id, audit.COMMAND_LINE, "sql remove", detail)
    typer.echo(f"{name} is removed")


def analysts() -> dict[str, str]:
    """The analysts' views as PostgreSQL takes them."""
    from scormbuild.analysis.views.sql import texts

    return texts("postgres")


def filled(found: Database, owners: list[Organisation]) -> int:
    """Bring the flat rows up to date; gives how many were written."""
    from scormbuild.lrs.projection import flat_rows

    rows = 0
    for owner in owners:
        with progress(f"Filling {owner.name}") as step:
            rows += flat_rows.refresh(found, owner, step)
    return rows
