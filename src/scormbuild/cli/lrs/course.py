"""The commands `scormbuild lrs course …`: what the LRS knows of courses."""

from __future__ import annotations

import typer

from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.lms import read_outline
from scormbuild.cli.output import exit_on_error, print_table
from scormbuild.cli.shared_options import AsJson, ConfigFile, CourseFolder, DatabaseUrl, OrganisationName


def add(
    folder: CourseFolder,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Keep what a course asks and shows, or refresh it after a change; key create --package does so too.

    Example: scormbuild lrs course add content/webcare
    """
    with exit_on_error():
        outline = read_outline(folder)
    with open_database(config, database, make=True) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with lrs_database.writing() as connection:
            courses.write_outline(
                connection, organisations.find_or_default(connection, organisation).id, outline
            )
    if as_json:
        print_json(course_summary(outline))
    else:
        typer.echo(f"{outline['course']['iri']} is kept")


def list_courses(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the courses whose questions are known.

    Example: scormbuild lrs course list --json
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation)
            kept = courses.list_outlines(connection, owner.id)
    summaries = [course_summary(outline) for outline in kept]
    if as_json:
        print_json(summaries)
    else:
        names = ("iri", "title", "version", "pages", "questions")
        lines = [tuple(str(row[name]) for name in names) for row in summaries]
        headings = tuple(name.upper() for name in names)
        print_table(headings, lines, "No courses. Add one: scormbuild lrs course add DIR")


def course_summary(outline: dict[str, dict[str, object]]) -> dict[str, object]:
    """A course in a line."""
    course = outline["course"]
    return {
        "iri": course["iri"],
        "title": course["title"],
        "version": course["version"],
        "pages": len(outline["pages"]),
        "questions": len(outline["questions"]),
    }
