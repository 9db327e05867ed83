"""The commands `scormbuild lrs person …`: who stands behind a pseudonym, and which pseudonym is whose."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.audit_entry import command_line_user
from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.output import exit_on_error, format_columns
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, OrganisationName
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.store.identities import StoredIdentity

HEADINGS = ("person", "home_page", "name", "display")


def find(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A user name, number, address or a whole name.")
    ],
    home_page: Annotated[str | None, typer.Option(metavar="URL", help="Only in the LMS there.")] = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the pseudonym of everybody of this name, as statements bear it.

    Example: scormbuild lrs person find a.jansen --home-page https://moodle.example.org
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.privacy.pseudonym import origin
        from scormbuild.lrs.store import identities

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation)
            rows = [
                row
                for row in identities.find_identities_by_name(connection, owner.id, name)
                if home_page is None or row.home_page == origin(home_page)
            ]
        audit_disclosure(lrs_database, owner, "person find", rows)
    print_persons(rows, as_json, f"nobody is called {name!r}")


def show(
    pseudonym: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="As statements have it: p_….")],
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show who stands behind a pseudonym, with all that the person is known by.

    Example: scormbuild lrs person show p_mfrggzdfmztwq2lknnwg23tpoa
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import identities

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation)
            rows = identities.find_identities_behind(connection, owner.id, [pseudonym])
        audit_disclosure(lrs_database, owner, "person show", rows)
    print_persons(rows, as_json, f"nobody is known by the pseudonym {pseudonym!r}")


def audit_disclosure(
    lrs_database: Database, owner: Organisation, action: str, rows: list[StoredIdentity]
) -> None:
    """Note who is shown, before anybody is."""
    from scormbuild.lrs.store import identities

    digests = identities.list_person_digests(rows)
    with lrs_database.writing() as connection:
        identities.audit_disclosure(connection, owner.id, command_line_user(), action, digests)


def print_persons(rows: list[StoredIdentity], as_json: bool, nobody: str) -> None:
    """Persons, each identity on a line; exit status 2 where there is none."""
    if not rows:
        with exit_on_error():
            raise SettingsError(f"{nobody}\n  hint: --organisation and --home-page say where to look")
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        lines = [tuple(str(getattr(row, name)) for name in HEADINGS) for row in rows]
        typer.echo(format_columns([tuple(name.upper().replace("_", " ") for name in HEADINGS), *lines]))
