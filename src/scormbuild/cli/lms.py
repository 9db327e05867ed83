"""The commands `scormbuild lms …`: which activity of an LMS is which course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.database import open_database, print_json
from scormbuild.cli.output import print_table
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, OrganisationName, OutlineFolder
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lms.course_match import CourseMatch
    from scormbuild.lrs.ingest import Ingest


Activity = Annotated[
    str,
    typer.Argument(
        metavar="ACTIVITY",
        help="Its address in the LMS, as statements name it: https://lms.example.org/mod/scorm/view.php?id=7.",
    ),
]


def map_activity(
    activity: Activity,
    course: Annotated[
        str | None, typer.Argument(metavar="COURSE", help="Which course it is: its id, title or IRI.")
    ] = None,
    course_folder: OutlineFolder = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say that an activity of an LMS is a course.

    Example: scormbuild lms map "https://lms.example.org/mod/scorm/view.php?id=7" webcare
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.course_name import match_course
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses
        from scormbuild.lrs.xapi import is_iri

        validate_activity(activity)
        outline = read_outline_option(course, course_folder)
        with lrs_database.writing() as connection:
            owner = organisations.find_organisation(connection, organisation).id
            lrs_database.dialect.lock_organisation(connection, owner)
            if outline:
                courses.write_outline(connection, owner, outline)
                iri = outline["course"]["iri"]
            else:
                iri = match_course(course or "", courses.list_course_names(connection, owner), is_iri)
            courses.map_iri(connection, owner, activity, iri)
    if as_json:
        print_json({"activity": activity, "course": iri})
    else:
        typer.echo(f"{activity} is {iri}")


def unmap(
    activity: Activity,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Forget which course an activity is; statements that were stored stay as they are.

    Example: scormbuild lms unmap "https://lms.example.org/mod/scorm/view.php?id=7"
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with lrs_database.writing() as connection:
            owner = organisations.find_organisation(connection, organisation).id
            lrs_database.dialect.lock_organisation(connection, owner)
            deleted = courses.unmap_iri(connection, owner, activity)
        if not deleted:
            raise SettingsError(f"{activity} is not mapped\n  hint: scormbuild lms list shows what is")
    if as_json:
        print_json({"activity": activity, "course": None})
    else:
        typer.echo(f"{activity} is no course any more")


def list_mappings(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show which activities are which courses, whether a harvest noted that or you did.

    Example: scormbuild lms list --json
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with lrs_database.reading() as connection:
            mapping = courses.course_mapping(
                connection, organisations.find_organisation(connection, organisation).id
            )
    if as_json:
        print_json(mapping)
    else:
        nothing = "Nothing is mapped. Do it: scormbuild lms map ACTIVITY COURSE"
        print_table(("ACTIVITY", "COURSE"), list(mapping.items()), nothing)


def read_outline(folder: Path) -> dict[str, Any]:
    """What the course in a folder asks; raises SourceError with all that is wrong in it."""
    from scormbuild.course import source
    from scormbuild.course.outline import course_outline

    return course_outline(source.read_course(folder).course)


def read_outline_option(course: str | None, folder: Path | None) -> dict[str, Any] | None:
    """The outline in a folder, None where a course is named; raises SettingsError for both or neither."""
    if (course is None) == (folder is None):
        raise SettingsError("which course?\n  hint: give either its id, title or IRI, or --course-folder DIR")
    return read_outline(folder) if folder else None


def find_course_match(course: str | None, outline: dict[str, Any] | None, ingest: Ingest) -> CourseMatch:
    """A course by its outline, which is kept, or by its name; the IRI of one that isn't known will do."""
    from scormbuild.course_name import course_names, match_course
    from scormbuild.lms.course_match import CourseMatch
    from scormbuild.lrs.xapi import is_iri

    if outline:
        ingest.keep_outline(outline)
        return CourseMatch(outline["course"]["iri"], outline["course"]["title"], outline)
    outlines = ingest.outlines()
    iri = match_course(course or "", course_names(outlines, ingest.mapping().values()), is_iri)
    known = {each["course"]["iri"]: each for each in outlines}
    return CourseMatch(iri, iri, known.get(iri))


def validate_activity(iri: str) -> None:
    """Raise SettingsError for what can't be the id of an activity."""
    from scormbuild.lrs.xapi import is_iri

    if not is_iri(iri):
        raise SettingsError(f"{iri!r} is no address of an activity\n  hint: write it in full, with https://")
