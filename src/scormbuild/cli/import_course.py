"""`scormbuild import`: a course folder from a text in another form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.output import exit_on_error, spinner
from scormbuild.extras import require_extra


def import_course(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Word, OpenDocument, slides, Markdown, HTML, text, H5P, GIFT, Moodle XML."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The course folder to be made.")],
    language: Annotated[
        str,
        typer.Option(
            "--language", metavar="nl|en|…", help="The language of the course, if it is guessed wrong."
        ),
    ] = "",
) -> None:
    """Make a course folder of a text, and say what was made of what.

    Example: scormbuild import module.docx -o my-course
    """
    with exit_on_error(), require_extra("import", "import"):
        from scormbuild.importer.folder import write_course_folder
        from scormbuild.importer.import_file import import_file
        from scormbuild.importer.report import report_lines

        with spinner("Importing"):
            course = import_file(file, language)
            write_course_folder(course, out)
    for line in report_lines(course):
        typer.echo(line)
    typer.echo(f"{out}  (all of it is in import.md; look at it with: scormbuild preview {out})")
