"""The commands `scormbuild lrs course …`: what the receiver knows of courses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, OrganisationName, opened, tell_json
from scormbuild.cli.lrs.key_source import outline_of
from scormbuild.cli.output import columns, faults_told

app = typer.Typer(
    name="course", help="Keep what courses ask, for harvests and reports.", no_args_is_help=True
)


@app.command()
def add(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The course: a folder with course.yaml.")],
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Keep what a course asks and shows, or refresh it after a change; key create --package does so too.

    Example: scormbuild lrs course add content/webcare
    """
    with faults_told():
        outline = outline_of(folder)
    with opened(config, database, make=True) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with found.writing() as connection:
            courses.keep(connection, organisations.chosen(connection, organisation).id, outline)
    if as_json:
        tell_json(described(outline))
    else:
        typer.echo(f"{outline['course']['iri']} is kept")


@app.command("list")
def listed(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the courses whose questions are known.

    Example: scormbuild lrs course list --json
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with found.reading() as connection:
            owner = organisations.find(connection, organisation or organisations.DEFAULT)
            kept = courses.outlines(connection, owner.id)
    shown = [described(outline) for outline in kept]
    if as_json:
        tell_json(shown)
    elif shown:
        names = ("iri", "title", "version", "pages", "questions")
        lines = [tuple(str(row[name]) for name in names) for row in shown]
        typer.echo(columns([tuple(name.upper() for name in names), *lines]))
    else:
        typer.echo("No courses. Add one: scormbuild lrs course add DIR")


def described(outline: dict[str, dict[str, object]]) -> dict[str, object]:
    """A course in a line."""
    course = outline["course"]
    return {
        "iri": course["iri"],
        "title": course["title"],
        "version": course["version"],
        "pages": len(outline["pages"]),
        "questions": len(outline["questions"]),
    }
