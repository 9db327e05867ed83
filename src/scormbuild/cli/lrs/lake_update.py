"""After an erasure: whatever else was made of the statements here is brought up to date too."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scormbuild.cli.output import error_message, spinner
from scormbuild.errors import ScormbuildError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database


def update_projections(lrs_database: Database, owner: Organisation) -> None:
    """Bring an organisation's flat rows and every known lake up to date; warn of those out of reach."""
    from scormbuild.lrs import projection
    from scormbuild.lrs.store import lakes

    with lrs_database.reading() as connection:
        flat, lakes_known = (
            projection.has_flat_rows(connection, owner.id),
            lakes.list_lake_paths(connection, owner.id),
        )
    if flat:
        projection.refresh_flat_rows(lrs_database, owner)
    update_lakes(lrs_database, lakes_known, owner.name)


def update_lakes(lrs_database: Database, lakes_known: Iterable[str], *names: str) -> None:
    """Export to these lakes; no names: only what isn't there any more is taken out."""
    for path in lakes_known:
        with spinner(f"Exporting to {path}"):
            fault = export_to_lake(lrs_database, Path(path), names)
        if fault:
            command = ["scormbuild", "lrs", "export", "--parquet", path]
            command += [word for name in names for word in ("--organisation", name)]
            typer.echo(
                f"warning: {fault}: it may still hold what is gone from here\n"
                f"  hint: where that folder is, give: {shlex.join(command)}; or remove it",
                err=True,
            )


def export_to_lake(lrs_database: Database, path: Path, names: Sequence[str]) -> str:
    """Export to a lake that is there; the fault where it can't be reached."""
    if not path.is_dir():
        return f"{path}: no such folder here"
    from scormbuild.extras import require_extra

    try:
        with require_extra("exporting"):
            from scormbuild.analysis.lake.export import export_lake
        export_lake(lrs_database, path, names)
    except (ScormbuildError, OSError) as error:
        message = error_message(error).partition("\n")[0]
        return message if message.startswith(str(path)) else f"{path}: {message}"
    return ""
