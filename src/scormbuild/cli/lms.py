"""The commands `scormbuild lms …`: which activity of an LMS is which course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, opened, tell_json
from scormbuild.cli.output import columns
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lms.course_match import Target
    from scormbuild.lrs.ingest import Inlet

app = typer.Typer(help="Say which activity of an LMS is which course.", no_args_is_help=True)

Activity = Annotated[
    str,
    typer.Argument(
        metavar="ACTIVITY",
        help="Its address in the LMS, as statements name it: https://lms.example.org/mod/scorm/view.php?id=7.",
    ),
]
Organisation = Annotated[
    str, typer.Option(metavar="NAME", help="Whose it is. (default: default)", show_default=False)
]


@app.command("map")
def map_activity(
    activity: Activity,
    course: Annotated[str, typer.Argument(metavar="COURSE", help="The course's folder, or its IRI.")],
    organisation: Organisation = "default",
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say that an activity of an LMS is a course; a folder also tells the receiver what the course asks.

    Example: scormbuild lms map "https://lms.example.org/mod/scorm/view.php?id=7" content/webcare
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        validate_iri(activity)
        outline = outline_of(Path(course)) if Path(course).is_dir() else None
        iri = outline["course"]["iri"] if outline else validate_iri(course)
        with found.writing() as connection:
            owner = organisations.find(connection, organisation).id
            found.dialect.lock(connection, owner)
            if outline:
                courses.keep(connection, owner, outline)
            courses.map_iri(connection, owner, activity, iri)
    if as_json:
        tell_json({"activity": activity, "course": iri})
    else:
        typer.echo(f"{activity} is {iri}")


@app.command()
def unmap(
    activity: Activity,
    organisation: Organisation = "default",
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Forget which course an activity is; statements that were stored stay as they are.

    Example: scormbuild lms unmap "https://lms.example.org/mod/scorm/view.php?id=7"
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with found.writing() as connection:
            owner = organisations.find(connection, organisation).id
            found.dialect.lock(connection, owner)
            gone = courses.unmap(connection, owner, activity)
        if not gone:
            raise SettingsError(f"{activity} is not mapped\n  hint: scormbuild lms list shows what is")
    if as_json:
        tell_json({"activity": activity, "course": None})
    else:
        typer.echo(f"{activity} is no course any more")


@app.command("list")
def listed(
    organisation: Organisation = "default",
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show which activities are which courses, whether a harvest noted that or you did.

    Example: scormbuild lms list --json
    """
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import courses

        with found.reading() as connection:
            mapping = courses.mapping(connection, organisations.find(connection, organisation).id)
    if as_json:
        tell_json(mapping)
    elif mapping:
        typer.echo(columns([("ACTIVITY", "COURSE"), *mapping.items()]))
    else:
        typer.echo("Nothing is mapped. Do it: scormbuild lms map ACTIVITY COURSE")


def outline_of(folder: Path) -> dict[str, Any]:
    """What the course in a folder asks; raises SourceError with all that is wrong in it."""
    from scormbuild.course import source
    from scormbuild.course.outline import outline

    return outline(source.read(folder).course)


def target_of(course: str, outline: dict[str, Any] | None, inlet: Inlet) -> Target:
    """A course by its outline, which is kept, or by its IRI."""
    from scormbuild.lms.course_match import Target

    if outline:
        inlet.keep(outline)
        return Target(outline["course"]["iri"], outline["course"]["title"], outline)
    iri = validate_iri(course)
    known = {each["course"]["iri"]: each for each in inlet.outlines()}
    return Target(iri, iri, known.get(iri))


def validate_iri(text: str) -> str:
    """The text if it can be the id of an activity; raises SettingsError."""
    if not urlsplit(text).scheme or text != text.strip() or not text.isprintable() or " " in text:
        raise SettingsError(
            f"{text!r} is neither a folder nor an IRI\n  hint: write it in full, with https://"
        )
    return text
