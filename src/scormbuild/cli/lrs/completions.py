"""The command `scormbuild lrs completions`: who finished which course."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.analysis.formats.csv import escape_formulas
from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, open_database, print_json
from scormbuild.cli.output import exit_on_error, format_columns, spinner
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.xapi.completion import Completion

HEADINGS = ("person", "course", "status", "score", "when", "verified", "sources")


def completions(
    course: Annotated[str | None, typer.Option(metavar="IRI", help="Only of this course.")] = None,
    organisation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose statements. (default: default)")
    ] = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as CSV, for a spreadsheet.")] = False,
) -> None:
    """Show who finished: a line for each person, by pseudonym, and course.

    Verified is what an LMS said itself; anything else anybody with a package's key can say.

    Example: scormbuild lrs completions --course urn:scormbuild:course:webcare --csv
    """
    with exit_on_error():
        if as_json and as_csv:
            raise SettingsError("one answer can't be JSON and CSV\n  hint: give --json or --csv")
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.projection.completions import list_completions as read

        with spinner("Reading"), lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation or organisations.DEFAULT)
            rows = read(connection, owner, course)
    if as_json:
        print_json([asdict(row) for row in rows])
    elif as_csv:
        typer.echo(render_csv(rows), nl=False)
    elif rows:
        typer.echo(format_columns([tuple(map(str.upper, HEADINGS)), *map(format_row, rows)]))
    else:
        typer.echo("Nobody finished yet, as far as this receiver was told.")


def format_row(row: Completion) -> tuple[str, ...]:
    """A row in words."""
    score = "" if row.score is None else f"{row.score:g}"
    verified = "yes" if row.verified else "no"
    return row.person, row.course, row.status, score, row.when[:19] + "Z", verified, " ".join(row.sources)


def render_csv(rows: list[Completion]) -> str:
    """All rows as CSV (RFC 4180); no cell begins as a spreadsheet's formula does."""
    whole = io.StringIO()
    writer = csv.writer(whole)
    writer.writerow(HEADINGS)
    writer.writerows([escape_formulas(cell) for cell in format_row(row)] for row in rows)
    return whole.getvalue()
