"""After an erasure: whatever else was made of the statements here is brought up to date too."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scormbuild.cli.output import said, working
from scormbuild.errors import ScormbuildError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database


def followed(found: Database, owner: Organisation) -> None:
    """Bring an organisation's flat rows and every known lake up to date; warn of those out of reach."""
    from scormbuild.lrs.projection import flat_rows
    from scormbuild.lrs.store import lakes

    with found.reading() as connection:
        flat, known = flat_rows.kept(connection, owner.id), lakes.paths(connection, owner.id)
    if flat:
        flat_rows.refresh(found, owner)
    brought_up(found, known, owner.name)


def brought_up(found: Database, known: Iterable[str], *names: str) -> None:
    """Export to these lakes; no names: only what isn't there any more is taken out."""
    for path in known:
        with working(f"Exporting to {path}"):
            fault = exported(found, Path(path), names)
        if fault:
            command = ["scormbuild", "lrs", "export", "--parquet", path]
            command += [word for name in names for word in ("--organisation", name)]
            typer.echo(
                f"warning: {fault}: it may still hold what is gone from here\n"
                f"  hint: where that folder is, give: {shlex.join(command)}; or remove it",
                err=True,
            )


def exported(found: Database, path: Path, names: Sequence[str]) -> str:
    """Export to a lake that is there; the fault where it can't be reached."""
    if not path.is_dir():
        return f"{path}: no such folder here"
    from scormbuild.extras import needed

    try:
        with needed("exporting"):
            from scormbuild.analysis.lake.export import export
        export(found, path, names)
    except (ScormbuildError, OSError) as error:
        told = said(error).partition("\n")[0]
        return told if told.startswith(str(path)) else f"{path}: {told}"
    return ""
