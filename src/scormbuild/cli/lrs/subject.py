"""The commands `scormbuild lrs subject …`: what a person may ask for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.lrs.lake_update import update_projections
from scormbuild.cli.lrs.rights import format_counts, open_organisation, resolve_person, write_audit_entry
from scormbuild.cli.output import spinner
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import (
    AsJson,
    ConfigFile,
    DatabaseUrl,
    DryRun,
    OrganisationName,
    PersonHomePage,
    PersonName,
)
from scormbuild.errors import SettingsError
from scormbuild.files import write_file

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.rights import Person

ERASURE_LABELS = {
    "statements": "statements deleted",
    "redacted": "statements of others, the name taken out",
    "attachments": "attachments deleted",
    "documents": "documents deleted",
    "activities": "descriptions deleted that nothing else refers to",
    "names": "names deleted",
    "identities": "identities deleted",
    "teams": "memberships of teams deleted",
    "marks": "marks set, so that nothing comes back",
}
RETRACTION_LABELS = {
    "voided": "statements voided",
    "before": "were voided before",
    "voiding": "are voiding statements, which stay",
}
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the signed report here.")
]


def export(
    person: PersonName,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="A folder for the data, the page and the files."),
    ] = None,
    language: Annotated[str, typer.Option(metavar="nl|en", help="Of the page.")] = "nl",
    home_page: PersonHomePage = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Everything that is kept of a person: as JSON, and with --out also as a page to read and print.

    Example: scormbuild lrs subject export anna --out anna
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights
        from scormbuild.lrs.database import now_microseconds
        from scormbuild.lrs.xapi import format_json

        if language not in rights.PAGE_LANGUAGES:
            raise SettingsError(f"{language!r} is no language of the page\n  hint: write nl or en")
        person_meant = resolve_person(lrs_database, owner, person, home_page)
        with spinner("Looking up"), lrs_database.reading() as connection:
            report_data, attached = rights.export_person(connection, person_meant, now_microseconds())
        write_audit_entry(
            lrs_database,
            owner,
            "export",
            {"persons": person_meant.digests(), "statements": len(report_data["statements"])},
        )
        if out is None:
            typer.echo(format_json(report_data).decode())
            return
        with lrs_database.reading() as connection:
            descriptions = rights.outlines_and_definitions(connection, owner.id, report_data)
        files = {
            "data.json": format_json(report_data),
            "index.html": rights.render_person_page(report_data, *descriptions, language).encode(),
        }
        files |= {f"attachments/{sha2}": octets for sha2, octets in attached.items()}
        write_private_files(out, files)
    typer.echo(
        f"{out}: {len(report_data['statements']):,} statements; index.html is the page, data.json the data"
    )


def write_private_files(folder: Path, files: dict[str, bytes]) -> None:
    """Files that only their owner can read."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(file, content)


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
    home_page: PersonHomePage = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person: their statements and all else; in statements of others only the name.

    An LRS may go on beside it. What was erased doesn't come back with a harvest or a browser that
    sends late. Refused while a hold is set.

    Example: scormbuild lrs subject erase anna --report anna-erased.json
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.database import now_microseconds

        if (person is None) == (not replay):
            raise SettingsError(
                "name either a PERSON or --replay FILE\n  hint: scormbuild lrs subject erase --help"
            )
        if replay:
            answers = [replay_erasure(lrs_database, owner, file, dry_run) for file in replay]
        else:
            person_meant = resolve_person(lrs_database, owner, person or "", home_page)
            require_known_person(lrs_database, person_meant, person or "")
            answers = [run_erasure(lrs_database, owner, person_meant, now_microseconds(), report, dry_run)]
    if as_json:
        print_json(answers if replay else answers[0])
        return
    for each in answers:
        typer.echo("This would be erased:" if dry_run else "Erased:")
        typer.echo(format_counts(each["counts"], ERASURE_LABELS))
    if report and not dry_run:
        typer.echo(f"{report} is the signed report: keep it with the backups, to erase again after a restore")


def require_known_person(lrs_database: Database, person_meant: Person, named: str) -> None:
    """Raise SettingsError where nothing is known of somebody: a mistyped pseudonym erases nobody."""
    from scormbuild.lrs.rights import has_data, unknown_person_message

    with lrs_database.reading() as connection:
        if not has_data(connection, person_meant):
            raise SettingsError(unknown_person_message(named, person_meant.organisation.name))


def run_erasure(
    lrs_database: Database,
    owner: Organisation,
    person_meant: Person,
    until: int,
    report: Path | None,
    dry_run: bool,
) -> dict[str, Any]:
    """One person, and the report."""
    from scormbuild.lrs import rights
    from scormbuild.lrs.database import compact_database
    from scormbuild.lrs.xapi import format_json

    with progress_bar("statements") as step:
        counts = asdict(
            rights.erase_person(lrs_database, person_meant, until, dry_run=dry_run, progress=step)
        )
    if dry_run:
        return {"dry_run": True, "counts": counts}
    with lrs_database.writing() as connection:
        report_data = rights.create_erasure_report(connection, person_meant, until, counts)
    write_audit_entry(lrs_database, owner, "erase", {"persons": person_meant.digests(), "counts": counts})
    if report:
        write_private_files(report.parent, {report.name: format_json(report_data)})
    with spinner("Overwriting"):
        compact_database(lrs_database)
    update_projections(lrs_database, owner)
    return report_data


def replay_erasure(lrs_database: Database, owner: Organisation, file: Path, dry_run: bool) -> dict[str, Any]:
    """Whom a report is about, erased again; nothing where nobody is there."""
    from scormbuild.lrs import rights

    report_data = rights.parse_erasure_report(read_report_file(file), str(file))
    with lrs_database.reading() as connection:
        rights.verify_erasure_report(connection, owner, report_data, str(file))
        person_meant = rights.find_person_by_digests(connection, owner, report_data["persons"])
    if person_meant is None:
        return {**report_data, "counts": dict.fromkeys(ERASURE_LABELS, 0)}
    return run_erasure(lrs_database, owner, person_meant, report_data["until"], None, dry_run)


def read_report_file(file: Path) -> bytes:
    """A file's content."""
    if not file.is_file():
        raise SettingsError(f"{file}: no such file\n  hint: looked for it at {file.absolute()}")
    return file.read_bytes()


def retract(
    person: PersonName,
    dry_run: DryRun = False,
    home_page: PersonHomePage = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Void every statement of a person: out of all answers and reports, and kept for the record.

    Example: scormbuild lrs subject retract anna --dry-run
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights

        person_meant = resolve_person(lrs_database, owner, person, home_page)
        with progress_bar("statements") as step:
            counts = asdict(rights.retract_person(lrs_database, person_meant, dry_run=dry_run, progress=step))
        if not dry_run:
            write_audit_entry(
                lrs_database, owner, "retract", {"persons": person_meant.digests(), "counts": counts}
            )
            update_projections(lrs_database, owner)
    if as_json:
        print_json({"dry_run": dry_run, "counts": counts})
    else:
        typer.echo("This would be retracted:" if dry_run else "Retracted:")
        typer.echo(format_counts(counts, RETRACTION_LABELS))


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report of an erasure.")],
    person: Annotated[
        str | None, typer.Option("--person", metavar="PSEUDONYM", help="Is it about this one?")
    ] = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Is a report of an erasure genuine: signed here, and word for word as it was?

    Example: scormbuild lrs subject verify anna-erased.json
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights
        from scormbuild.lrs.privacy.pseudonym import pseudonym_digest

        report_data = rights.parse_erasure_report(read_report_file(file), str(file))
        with lrs_database.reading() as connection:
            rights.verify_erasure_report(connection, owner, report_data, str(file))
        if person is not None and pseudonym_digest(person) not in report_data["persons"]:
            raise SettingsError(f"{file} is about somebody else\n  hint: give the whole pseudonym, p_…")
    if as_json:
        print_json({"genuine": True, **report_data})
    else:
        typer.echo(
            f"{file} is genuine: erased at {report_data['at']}, by scormbuild {report_data['version']}"
        )
        typer.echo(format_counts(report_data["counts"], ERASURE_LABELS))


def compact(database: DatabaseUrl = None, config: ConfigFile = None) -> None:
    """Write the database's files anew, so that nothing of what was deleted is left in them.

    erase does this by itself. Writers wait meanwhile; SQLite needs as much room again as the file takes.

    Example: scormbuild lrs subject compact
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.database import compact_database as overwrite

        with spinner("Overwriting"):
            overwrite(lrs_database)
    typer.echo("Nothing of what was deleted is left in the database's files.")
