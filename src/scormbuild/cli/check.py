"""`scormbuild check`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.output import (
    EXIT_ERROR,
    EXIT_OK,
    EXIT_PROBLEMS,
    error_message,
    format_count,
    print_problems,
    spinner,
)
from scormbuild.cli.shared_options import AsJson
from scormbuild.errors import PackageError


def check(
    package: Annotated[Path, typer.Argument(metavar="ZIP", help="Any SCORM 1.2 package.")],
    as_json: AsJson = False,
) -> None:
    """Examine a SCORM 1.2 package, whoever made it, before an LMS meets it.

    Exit status 0: sound. 1: problems found. 2: not readable as a package.

    Example: scormbuild check dist/webcare-1.0.0-scorm12.zip
    """
    from scormbuild.course.targets.scorm12.check import check_package as examine

    try:
        with spinner("Examining"):
            problems, unreadable = examine(package), None
    except (PackageError, OSError) as error:
        problems, unreadable = [], error_message(error)
    if as_json:
        answer = {
            "sound": not problems and not unreadable,
            "error": unreadable,
            "problems": list(map(asdict, problems)),
        }
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    elif unreadable:
        typer.echo(f"error: {unreadable}", err=True)
    else:
        print_problems(problems)
        typer.echo(
            f"{package}: {format_count(len(problems), 'problem')} found" if problems else f"{package}: sound"
        )
    raise typer.Exit(EXIT_ERROR if unreadable else EXIT_PROBLEMS if problems else EXIT_OK)
