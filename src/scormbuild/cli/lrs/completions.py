"""The command `scormbuild lrs completions`: who finished which course, of an LRS alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from scormbuild.cli.database import load_settings, open_database
from scormbuild.cli.output import exit_on_error, spinner
from scormbuild.cli.shared_options import AsJson, ConfigFile, CourseName, DatabaseUrl, OrganisationName
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scormbuild.analysis.model.table import ReportTable
    from scormbuild.lrs.xapi import Completion


def completions(
    course: CourseName = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as CSV, for a spreadsheet.")] = False,
) -> None:
    """Show who finished: a line for each person, by pseudonym, and course.

    The same as the report `completion`, out of the database itself: it needs no lake and no DuckDB.
    Verified is what an LMS said itself; anything else anybody with a package's key can say.

    Example: scormbuild lrs completions --course webcare --csv
    """
    with exit_on_error():
        if as_json and as_csv:
            raise SettingsError("one answer can't be JSON and CSV\n  hint: give --json or --csv")
        zone = ZoneInfo(load_settings(config, database=database).time_zone)
    with open_database(config, database) as lrs_database:
        from scormbuild.analysis.formats import FORMATS
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.projection import list_completions
        from scormbuild.lrs.store import courses

        with spinner("Reading"), lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation)
            iri = course and courses.find_course(connection, owner.id, course)
            table = completion_table(list_completions(connection, owner, iri))
    if table.rows or as_json or as_csv:
        form = FORMATS["json" if as_json else "csv" if as_csv else "table"]
        form.write(table, typer.get_binary_stream("stdout"), zone)
    else:
        typer.echo("Nobody finished yet, as far as this LRS was told.")


def completion_table(rows: Iterable[Completion]) -> ReportTable:
    """The rows under the names, and with the kinds, of the columns of the report `completion`."""
    from scormbuild.analysis.model.table import ReportTable, report_columns, to_datetime
    from scormbuild.lrs.xapi import parse_timestamp

    columns = report_columns(
        person="text",
        course="text",
        status="text",
        score="score",
        when="time",
        verified="yes_no",
        sources="text",
    )
    cells = [
        (
            row.person,
            row.course,
            row.status,
            row.score,
            to_datetime(parse_timestamp(row.when)),
            row.verified,
            " ".join(row.sources),
        )
        for row in rows
    ]
    return ReportTable("completion", columns, cells)
