"""`scormbuild diff`: a course against the version before it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.output import EXIT_OK, EXIT_PROBLEMS, exit_on_error, spinner
from scormbuild.cli.shared_options import CourseFolder


def diff(
    old: Annotated[
        Path,
        typer.Argument(metavar="OLD", help="The package before this version, or the course's folder then."),
    ],
    folder: CourseFolder,
) -> None:
    """Tell what a new version of a course does to those who took the one before.

    Exit status 0: their answers keep their meaning. 1: some would get another. 2: it can't be told.

    Example: scormbuild diff dist/webcare-1.0.0-scorm12.zip content/webcare
    """
    from scormbuild.course.changes import compare_outlines
    from scormbuild.course.earlier import read_earlier
    from scormbuild.course.outline import course_outline
    from scormbuild.course.source import read_course

    with exit_on_error(), spinner("Comparing"):
        changes = compare_outlines(read_earlier(old), course_outline(read_course(folder).course))
    for change in changes:
        typer.echo(f"{'answers shift: ' if change.shifts else ''}{change.problem}")
    if not changes:
        typer.echo("nothing changes for those who took it")
    raise typer.Exit(EXIT_PROBLEMS if any(change.shifts for change in changes) else EXIT_OK)
