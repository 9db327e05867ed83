"""The commands `scormbuild lrs organisation …`: whom the receiver serves."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, opened, tell_json
from scormbuild.cli.lrs.lake_update import brought_up
from scormbuild.cli.output import columns, working
from scormbuild.errors import SettingsError

app = typer.Typer(
    name="organisation", help="Make, show, rename and remove organisations.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The organisation's name.")]


@app.command()
def create(
    name: Name,
    home_page: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="Stands in each statement's authority. (default: made of the name)"),
    ] = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make an organisation: its keys see nothing of any other.

    Makes the database where there is none.

    Example: scormbuild lrs organisation create hospital --home-page https://hospital.example.org
    """
    with opened(config, database, make=True) as found:
        from scormbuild.lrs.auth import organisations

        with found.writing() as connection:
            made = organisations.create(connection, name, home_page)
    if as_json:
        tell_json(asdict(made))
    else:
        typer.echo(f"{name} is made. Its first key: scormbuild lrs key create NAME --organisation {name!r}")


@app.command("list")
def listed(database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show all organisations, and how much each holds.

    Example: scormbuild lrs organisation list --json
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations

        with found.reading() as connection:
            shown = [
                {**asdict(row), **organisations.counts(connection, row.id)}
                for row in organisations.rows(connection)
            ]
    if as_json:
        tell_json(shown)
    elif shown:
        names = ("name", "statements", "documents", "attachments", "keys", "pseudonyms", "home_page")
        lines = [tuple(str(row[name]) for name in names) for row in shown]
        typer.echo(columns([tuple(name.upper().replace("_", " ") for name in names), *lines]))
    else:
        typer.echo("No organisations. Make one: scormbuild lrs organisation create NAME")


@app.command("set")
def change(
    name: Name,
    pseudonyms: Annotated[
        str,
        typer.Option(
            metavar="WHOSE",
            help="Whose statements bear pseudonyms: roads (of packages and LMSs), all or off.",
        ),
    ],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say whose statements bear pseudonyms from now on; what is stored already stays as it is.

    A receiver that runs does so within two seconds.

    Example: scormbuild lrs organisation set default --pseudonyms all
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations

        with found.writing() as connection:
            owner = organisations.set_pseudonyms(connection, name, pseudonyms)
    if as_json:
        tell_json(asdict(owner))
    else:
        typer.echo(f"{name}: pseudonyms {owner.pseudonyms}")


@app.command()
def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Give an organisation another name; its home page stays, as stored statements name it.

    Example: scormbuild lrs organisation rename hospital "City hospital"
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations

        with found.writing() as connection:
            organisations.rename(connection, name, new)
    typer.echo(f"{name} is now {new}")


@app.command()
def remove(
    name: Name,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also when it holds something, which is then lost.")
    ] = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Remove an organisation with its keys, statements and documents, for good.

    Example: scormbuild lrs organisation remove hospital --yes
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import access, organisations
        from scormbuild.lrs.store import lakes

        with found.reading() as connection:
            owner = organisations.find(connection, name)
            known = lakes.paths(connection, owner.id)
            held = organisations.counts(connection, owner.id)
        words = ", ".join(f"{number:,} {what}" for what, number in held.items() if number)
        if words and not yes:
            raise SettingsError(f"{name} holds {words}\n  hint: add --yes to lose all of that")
        with working("Removing"):
            organisations.remove(found.writing, owner.id, lambda: time.sleep(access.REMEMBERED_SECONDS + 0.5))
        brought_up(found, known)
    typer.echo(f"{name} is removed" + (f", with {words}" if words else ""))
