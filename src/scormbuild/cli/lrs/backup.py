"""The commands `scormbuild lrs backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.database import existing_database_url, load_settings
from scormbuild.cli.output import exit_on_error, spinner
from scormbuild.cli.shared_options import ConfigFile, DatabaseUrl


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; replaced once it is complete.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Write all that is stored to one file; the LRS may go on meanwhile.

    For SQLite the file is a database itself; for PostgreSQL pg_dump makes it. It holds what learners
    wrote and the hashes of secrets: only its owner may read it.

    Example: scormbuild lrs backup /backups/monday.db
    """
    with exit_on_error():
        url = existing_database_url(config, database)
        from scormbuild.lrs import admin

        with spinner("Copying"):
            admin.backup_database(url, file)
    typer.echo(f"{file}  ({file.stat().st_size:,} bytes)")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What backup wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the database holds now.")] = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Bring back a backup, into a new database or in the place of one; stop the LRS first.

    Example: scormbuild lrs restore /backups/monday.db --database sqlite:///scormbuild.db --replace
    """
    with exit_on_error():
        url = load_settings(config, database=database).database
        from scormbuild.lrs import admin
        from scormbuild.lrs.settings import safe_url

        with spinner("Restoring"):
            admin.restore_database(file, url, replace=replace)
    typer.echo(f"{file} is restored into {safe_url(url)}")
