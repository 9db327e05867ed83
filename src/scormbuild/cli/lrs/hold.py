"""The commands `scormbuild lrs hold …`: what must not be erased for now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, tell_json
from scormbuild.cli.lrs.rights import HomePage, Owner, PersonName, noted, owned, person_in
from scormbuild.cli.output import columns
from scormbuild.errors import SettingsError

app = typer.Typer(name="hold", help="Keep what is known of a person from being erased.", no_args_is_help=True)


@app.command("set")
def set_hold(
    person: PersonName,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; without names.")],
    home_page: HomePage = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Set a legal hold: erase is refused, and retention passes the person by.

    Example: scormbuild lrs hold set anna --reason "complaint 14"
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.rights import holds

        meant = person_in(found, owner, person, home_page)
        with found.writing() as connection:
            hold = holds.set_on(connection, meant, reason)
        noted(found, owner, "hold set", {"persons": meant.digests()})
    if as_json:
        tell_json(asdict(hold))
    else:
        typer.echo(f"{hold.person} is on hold since {hold.since}: {hold.reason}")


@app.command("list")
def listed(
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show all holds.

    Example: scormbuild lrs hold list --json
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.rights import holds

        with found.reading() as connection:
            rows = holds.rows(connection, owner.id)
    if as_json:
        tell_json([asdict(each) for each in rows])
    elif rows:
        lines = [(each.person, each.since, each.reason) for each in rows]
        typer.echo(columns([("PERSON", "SINCE", "REASON"), *lines]))
    else:
        typer.echo("No holds.")


@app.command()
def lift(
    person: PersonName,
    home_page: HomePage = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Take a hold away.

    Example: scormbuild lrs hold lift anna
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.rights import holds

        meant = person_in(found, owner, person, home_page)
        with found.writing() as connection:
            lifted = holds.lift(connection, meant)
        if not lifted:
            raise SettingsError(
                f"{meant.person} isn't on hold\n  hint: scormbuild lrs hold list shows who is"
            )
        noted(found, owner, "hold lift", {"persons": meant.digests()})
    typer.echo(f"{meant.person} is no longer on hold")
