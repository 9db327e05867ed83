"""The commands `scormbuild lrs people …`: who is in which team, as a personnel system says."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import print_json
from scormbuild.cli.lrs.rights import open_organisation
from scormbuild.cli.output import format_count, print_table, spinner
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, DryRun, OrganisationName
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.people.teams import ImportCounts

MAX_LINES = 20  # lines that a message lists


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: who somebody is, and the team.")],
    home_page: Annotated[
        str | None,
        typer.Option(
            "--home-page", metavar="URL", help="The LMS of the user names. (default: the one known)"
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace/--add", help="Who isn't in the file leaves every team, or stays as they are."
        ),
    ] = True,
    dry_run: DryRun = False,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Put people into teams, out of a file with headings; all of it, or nothing where it has faults.

    Columns: username, number or email (gebruikersnaam, personeelsnummer, e-mail) and team (afdeling).
    Several teams: several lines, or "North;South". Separated by ; or , or tabs. Only pseudonyms are kept.

    Example: scormbuild lrs people import people.csv --home-page https://moodle.example.org
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.people import teams
        from scormbuild.lrs.rights import scheme_of

        if not file.is_file():
            raise SettingsError(f"{file}: no such file\n  hint: looked for it at {file.absolute()}")
        if home_page is not None and not home_page.startswith(("https://", "http://")):
            raise SettingsError(
                f"--home-page {home_page!r} is no address\n  hint: write https://moodle.example.org"
            )
        lines = teams.parse_people(file.read_bytes(), str(file))
        with spinner("Importing"), lrs_database.writing() as connection:
            lrs_database.dialect.lock_organisation(connection, owner.id)
            page = home_page or teams.lms_home_page(connection, owner.id)
            scheme = scheme_of(connection, owner)
            done = teams.import_people(connection, owner, scheme, lines, page, replace=replace)
            detail = {name: value for name, value in asdict(done).items() if name != "unseen"}
            insert_command_line_entry(connection, owner.id, "people import", {**detail, "replace": replace})
            if dry_run:
                # All of it, and the row of the audit log: nothing was done.
                connection.rollback()
    if as_json:
        print_json({"dry_run": dry_run, **asdict(done)})
    else:
        print_import(done, dry_run)


def print_import(done: ImportCounts, dry_run: bool) -> None:
    """What was done, without a name."""
    verb = "would be" if dry_run else "are"
    people = "1 person" if done.persons == 1 else f"{done.persons:,} people"
    typer.echo(
        f"{people} {verb} in {format_count(done.teams, 'team')}; {done.known:,} of them known by statements"
    )
    if done.without_team:
        typer.echo(f"{format_count(done.without_team, 'line')} without a team")
    if done.unseen:
        shown = ", ".join(map(str, done.unseen[:MAX_LINES])) + (", …" if len(done.unseen) > MAX_LINES else "")
        typer.echo(f"not heard of yet: {done.persons - done.known:,} (lines {shown})")


def list_teams(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the teams, and how many are in each.

    Example: scormbuild lrs people list
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.people import teams

        with lrs_database.reading() as connection:
            rows = teams.list_team_counts(connection, owner.id)
    if as_json:
        print_json([row._asdict() for row in rows])
    else:
        lines = [(row.team, f"{row.persons:,}") for row in rows]
        print_table(("TEAM", "PEOPLE"), lines, "No teams. Import them: scormbuild lrs people import FILE")
