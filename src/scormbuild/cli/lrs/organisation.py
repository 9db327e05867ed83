"""The commands `scormbuild lrs organisation …`: whom the LRS serves."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.lrs.lake_update import update_lakes
from scormbuild.cli.output import print_table, spinner
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation

Name = Annotated[str, typer.Argument(metavar="NAME", help="The organisation's name.")]


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
    with open_database(config, database, make=True) as lrs_database:
        from scormbuild.lrs.auth import organisations

        with lrs_database.writing() as connection:
            new_organisation = organisations.create_organisation(connection, name, home_page)
            insert_command_line_entry(connection, new_organisation.id, "organisation made", {"name": name})
    if as_json:
        print_json(asdict(new_organisation))
    else:
        typer.echo(f"{name} is made. Its first key: scormbuild lrs key create NAME --organisation {name!r}")


def list_organisations(
    database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False
) -> None:
    """Show all organisations, and how much each holds.

    Example: scormbuild lrs organisation list --json
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations

        with lrs_database.reading() as connection:
            rows = [
                {**asdict(row), **organisations.count_holdings(connection, row.id)}
                for row in organisations.list_organisations(connection)
            ]
    if as_json:
        print_json(rows)
    else:
        names = ("name", "statements", "documents", "attachments", "keys", "pseudonyms", "home_page")
        lines = [tuple(str(row[name]) for name in names) for row in rows]
        headings = tuple(name.upper().replace("_", " ") for name in names)
        nothing = "No organisations. Make one: scormbuild lrs organisation create NAME"
        print_table(headings, lines, nothing)


def set_pseudonyms(
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

    An LRS that runs does so within two seconds.

    Example: scormbuild lrs organisation set default --pseudonyms all
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations

        with lrs_database.writing() as connection:
            owner = organisations.set_pseudonyms(connection, name, pseudonyms)
            detail = {"name": name, "pseudonyms": owner.pseudonyms}
            insert_command_line_entry(connection, owner.id, "organisation changed", detail)
    if as_json:
        print_json(asdict(owner))
    else:
        typer.echo(f"{name}: pseudonyms {owner.pseudonyms}")


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Give an organisation another name; its home page stays, as stored statements name it.

    Example: scormbuild lrs organisation rename hospital "City hospital"
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations

        with lrs_database.writing() as connection:
            organisations.rename_organisation(connection, name, new)
            owner = organisations.find_organisation(connection, new)
            insert_command_line_entry(
                connection, owner.id, "organisation renamed", {"name": name, "new": new}
            )
    typer.echo(f"{name} is now {new}")


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
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import credentials, organisations
        from scormbuild.lrs.store import lakes

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, name)
            lakes_known = lakes.list_lake_paths(connection, owner.id)
            counts = organisations.count_holdings(connection, owner.id)
        words = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        if words and not yes:
            raise SettingsError(f"{name} holds {words}\n  hint: add --yes to lose all of that")
        with lrs_database.writing() as connection:
            write_removal_entry(connection, owner, counts)
        with spinner("Removing"):
            # An LRS that runs knows its keys a while longer, and could store with them meanwhile.
            organisations.delete_organisation(
                lrs_database.writing, owner.id, lambda: time.sleep(credentials.CACHE_SECONDS + 0.5)
            )
        update_lakes(lrs_database, lakes_known)
    typer.echo(f"{name} is removed" + (f", with {words}" if words else ""))


def write_removal_entry(connection: Any, owner: Organisation, counts: dict[str, int]) -> None:
    """A row in the audit log of the first organisation that stays, as its own goes with it."""
    from scormbuild.lrs.auth import organisations

    remaining = [each.id for each in organisations.list_organisations(connection) if each.id != owner.id]
    if remaining:
        detail = {"name": owner.name, "counts": counts}
        insert_command_line_entry(connection, min(remaining), "organisation removed", detail)
