"""The options and arguments that several commands have, each written once.

They know no room but Typer, so that --help waits for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def organisation_option(help_text: str) -> Any:
    """--organisation, where a command has something of its own to say about it."""
    return typer.Option("--organisation", metavar="NAME", help=help_text)


DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME. (default: sqlite:///scormbuild.db)",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings, in TOML. (default: scormbuild-lrs.toml)"),
]
OrganisationName = Annotated[str | None, organisation_option("Whose it is. (default: default)")]
OrganisationFilter = Annotated[str | None, organisation_option("Only of this one. (default: all)")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for a program.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")]
CourseName = Annotated[
    str | None,
    typer.Option("--course", metavar="COURSE", help="Only of this course: its id, title or IRI."),
]
OutlineFolder = Annotated[
    Path | None,
    typer.Option(
        "--course-folder",
        metavar="DIR",
        help="The course's folder, instead of its name; the LRS then keeps what it asks.",
    ),
]
CourseFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The course: a folder with course.yaml.")]
PersonName = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="A pseudonym, a user name, an e-mail address, or an agent in JSON."
    ),
]
PersonHomePage = Annotated[
    str | None,
    typer.Option("--home-page", metavar="URL", help="The LMS of a user name, where several have it."),
]
