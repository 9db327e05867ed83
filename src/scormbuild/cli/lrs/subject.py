"""The commands `scormbuild lrs subject …`: what a person may ask for."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, opened, tell_json
from scormbuild.cli.lrs.lake_update import followed
from scormbuild.cli.lrs.rights import (
    DryRun,
    HomePage,
    Owner,
    PersonName,
    counts_told,
    noted,
    now,
    owned,
    person_in,
    progress,
)
from scormbuild.cli.output import working
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.rights.person import Person

app = typer.Typer(
    name="subject", help="Show, erase or retract what is kept of a person.", no_args_is_help=True
)
ERASED = {
    "statements": "statements deleted",
    "blackened": "statements of others, the name taken out",
    "attachments": "attachments deleted",
    "documents": "documents deleted",
    "activities": "descriptions deleted that nothing else refers to",
    "names": "names deleted",
    "identities": "identities deleted",
    "teams": "memberships of teams deleted",
    "marks": "marks set, so that nothing comes back",
}
RETRACTED = {
    "voided": "statements voided",
    "before": "were voided before",
    "voiding": "are voiding statements, which stay",
}
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the signed report here.")
]


@app.command()
def export(
    person: PersonName,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="A folder for the data, the page and the files."),
    ] = None,
    language: Annotated[str, typer.Option(metavar="nl|en", help="Of the page.")] = "nl",
    home_page: HomePage = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Everything that is kept of a person: as JSON, and with --out also as a page to read and print.

    Example: scormbuild lrs subject export anna --out anna
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.rights import export as exports
        from scormbuild.lrs.rights import page
        from scormbuild.lrs.xapi.codec import indented

        if language not in page.LANGUAGES:
            raise SettingsError(f"{language!r} is no language of the page\n  hint: write nl or en")
        meant = person_in(found, owner, person, home_page)
        with working("Looking up"), found.reading() as connection:
            told, attached = exports.export(connection, meant, now())
        noted(found, owner, "export", {"persons": meant.digests(), "statements": len(told["statements"])})
        if out is None:
            typer.echo(indented(told).decode())
            return
        with found.reading() as connection:
            shown = exports.described(connection, owner.id, told)
        files = {"data.json": indented(told), "index.html": page.page(told, *shown, language).encode()}
        files |= {f"attachments/{sha2}": octets for sha2, octets in attached.items()}
        write(out, files)
    typer.echo(f"{out}: {len(told['statements']):,} statements; index.html is the page, data.json the data")


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Files that only their owner can read."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened_file:
            opened_file.write(content)


@app.command()
def erase(
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help="As for export.")] = None,
    dry_run: DryRun = False,
    report: ReportFile = None,
    replay: Annotated[
        list[Path] | None,
        typer.Option(
            "--replay",
            metavar="FILE",
            help="After a restore: erase again whom this report is about. May be repeated.",
        ),
    ] = None,
    home_page: HomePage = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person: their statements and all else; in statements of others only the name.

    A receiver may go on beside it. What was erased doesn't come back with a harvest or a browser that
    sends late. Refused while a hold is set.

    Example: scormbuild lrs subject erase anna --report anna-erased.json
    """
    with owned(config, database, organisation) as (found, owner):
        if (person is None) == (not replay):
            raise SettingsError(
                "name either a PERSON or --replay FILE\n  hint: scormbuild lrs subject erase --help"
            )
        if replay:
            answers = [replayed(found, owner, file, dry_run) for file in replay]
        else:
            meant = person_in(found, owner, person or "", home_page)
            require(found, meant, person or "")
            answers = [erased(found, owner, meant, now(), report, dry_run)]
    if as_json:
        tell_json(answers if replay else answers[0])
        return
    for each in answers:
        typer.echo("This would be erased:" if dry_run else "Erased:")
        typer.echo(counts_told(each["counts"], ERASED))
    if report and not dry_run:
        typer.echo(f"{report} is the signed report: keep it with the backups, to erase again after a restore")


def require(found: Database, meant: Person, named: str) -> None:
    """Raise SettingsError where nothing is known of somebody: a mistyped pseudonym erases nobody."""
    from scormbuild.lrs.rights.person import anything, unknown

    with found.reading() as connection:
        if not anything(connection, meant):
            raise SettingsError(unknown(named, meant.organisation.name))


def erased(
    found: Database, owner: Organisation, meant: Person, until: int, report: Path | None, dry_run: bool
) -> dict[str, Any]:
    """One person, and the report."""
    from scormbuild.lrs.database.compact import scour
    from scormbuild.lrs.rights import erase as erasing
    from scormbuild.lrs.rights import erasure_report as reports
    from scormbuild.lrs.xapi.codec import indented

    with progress("Erasing") as step:
        counts = asdict(erasing.erase(found, meant, until, dry_run=dry_run, progress=step))
    if dry_run:
        return {"dry_run": True, "counts": counts}
    with found.writing() as connection:
        told = reports.report(connection, meant, until, counts)
    noted(found, owner, "erase", {"persons": meant.digests(), "counts": counts})
    if report:
        write(report.parent, {report.name: indented(told)})
    with working("Overwriting"):
        scour(found)
    followed(found, owner)
    return told


def replayed(found: Database, owner: Organisation, file: Path, dry_run: bool) -> dict[str, Any]:
    """Whom a report is about, erased again; nothing where nobody is there."""
    from scormbuild.lrs.rights import erasure_report as reports
    from scormbuild.lrs.rights.person import by_digests

    told = reports.read(content(file), str(file))
    with found.reading() as connection:
        reports.verify(connection, owner, told, str(file))
        meant = by_digests(connection, owner, told["persons"])
    if meant is None:
        return {**told, "counts": dict.fromkeys(ERASED, 0)}
    return erased(found, owner, meant, told["until"], None, dry_run)


def content(file: Path) -> bytes:
    """A file's content."""
    if not file.is_file():
        raise SettingsError(f"{file}: no such file\n  hint: looked for it at {file.absolute()}")
    return file.read_bytes()


@app.command()
def retract(
    person: PersonName,
    dry_run: DryRun = False,
    home_page: HomePage = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Void every statement of a person: out of all answers and reports, and kept for the record.

    Example: scormbuild lrs subject retract anna --dry-run
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.rights import retract as retracting

        meant = person_in(found, owner, person, home_page)
        with progress("Voiding") as step:
            counts = asdict(retracting.retract(found, meant, dry_run=dry_run, progress=step))
        if not dry_run:
            noted(found, owner, "retract", {"persons": meant.digests(), "counts": counts})
            followed(found, owner)
    if as_json:
        tell_json({"dry_run": dry_run, "counts": counts})
    else:
        typer.echo("This would be retracted:" if dry_run else "Retracted:")
        typer.echo(counts_told(counts, RETRACTED))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report of an erasure.")],
    person: Annotated[
        str | None, typer.Option("--person", metavar="PSEUDONYM", help="Is it about this one?")
    ] = None,
    organisation: Owner = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Is a report of an erasure genuine: signed here, and word for word as it was?

    Example: scormbuild lrs subject verify anna-erased.json
    """
    with owned(config, database, organisation) as (found, owner):
        from scormbuild.lrs.privacy.pseudonym import digest
        from scormbuild.lrs.rights import erasure_report as reports

        told = reports.read(content(file), str(file))
        with found.reading() as connection:
            reports.verify(connection, owner, told, str(file))
        if person is not None and digest(person) not in told["persons"]:
            raise SettingsError(f"{file} is about somebody else\n  hint: give the whole pseudonym, p_…")
    if as_json:
        tell_json({"genuine": True, **told})
    else:
        typer.echo(f"{file} is genuine: erased at {told['at']}, by scormbuild {told['version']}")
        typer.echo(counts_told(told["counts"], ERASED))


@app.command()
def scour(database: DatabaseUrl = None, config: ConfigFile = None) -> None:
    """Write the database's files anew, so that nothing of what was deleted is left in them.

    erase does this by itself. Writers wait meanwhile; SQLite needs as much room again as the file takes.

    Example: scormbuild lrs subject scour
    """
    with opened(config, database) as found:
        from scormbuild.lrs.database.compact import scour as overwrite

        with working("Overwriting"):
            overwrite(found)
    typer.echo("Nothing of what was deleted is left in the database's files.")
