"""The commands `scormbuild lrs hold …`: what must not be erased for now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from scormbuild.cli.database import print_json
from scormbuild.cli.lrs.rights import open_organisation, resolve_person, write_audit_entry
from scormbuild.cli.output import print_table
from scormbuild.cli.shared_options import (
    AsJson,
    ConfigFile,
    DatabaseUrl,
    OrganisationName,
    PersonHomePage,
    PersonName,
)
from scormbuild.errors import SettingsError


def set_hold(
    person: PersonName,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; without names.")],
    home_page: PersonHomePage = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Set a legal hold: erase is refused, and retention passes the person by.

    Example: scormbuild lrs hold set anna --reason "complaint 14"
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights

        person_meant = resolve_person(lrs_database, owner, person, home_page)
        with lrs_database.writing() as connection:
            hold = rights.set_hold(connection, person_meant, reason)
        write_audit_entry(lrs_database, owner, "hold set", {"persons": person_meant.digests()})
    if as_json:
        print_json(asdict(hold))
    else:
        typer.echo(f"{hold.person} is on hold since {hold.since}: {hold.reason}")


def list_holds(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show all holds.

    Example: scormbuild lrs hold list --json
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights

        with lrs_database.reading() as connection:
            rows = rights.list_holds(connection, owner.id)
    if as_json:
        print_json([asdict(each) for each in rows])
    else:
        lines = [(each.person, each.since, each.reason) for each in rows]
        print_table(("PERSON", "SINCE", "REASON"), lines, "No holds.")


def lift(
    person: PersonName,
    home_page: PersonHomePage = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Take a hold away.

    Example: scormbuild lrs hold lift anna
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights

        person_meant = resolve_person(lrs_database, owner, person, home_page)
        with lrs_database.writing() as connection:
            lifted = rights.lift_hold(connection, person_meant)
        if not lifted:
            raise SettingsError(
                f"{person_meant.pseudonym} isn't on hold\n  hint: scormbuild lrs hold list shows who is"
            )
        write_audit_entry(lrs_database, owner, "hold lift", {"persons": person_meant.digests()})
    typer.echo(f"{person_meant.pseudonym} is no longer on hold")
