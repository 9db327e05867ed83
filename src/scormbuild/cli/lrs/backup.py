"""The commands `scormbuild lrs backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.database import ConfigFile, DatabaseUrl, existing, settings_of
from scormbuild.cli.output import faults_told, working


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; replaced once it is complete.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Write all that is stored to one file; the receiver may go on meanwhile.

    For SQLite the file is a database itself; for PostgreSQL pg_dump makes it. It holds what learners
    wrote and the hashes of secrets: only its owner may read it.

    Example: scormbuild lrs backup /backups/monday.db
    """
    with faults_told():
        url = existing(config, database)
        from scormbuild.lrs.admin import backup as backups

        with working("Copying"):
            backups.backup(url, file)
    typer.echo(f"{file}  ({file.stat().st_size:,} bytes)")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What backup wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the database holds now.")] = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Bring back a backup, into a new database or in the place of one; stop the receiver first.

    Example: scormbuild lrs restore /backups/monday.db --database sqlite:///scormbuild.db --replace
    """
    with faults_told():
        url = settings_of(config, database=database).database
        from scormbuild.lrs.admin import backup as backups
        from scormbuild.lrs.settings import safe_url

        with working("Restoring"):
            backups.restore(file, url, replace=replace)
    typer.echo(f"{file} is restored into {safe_url(url)}")
