"""The command `scormbuild lrs export`: the statements as Parquet, for reports, notebooks and engines."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.database import load_settings, open_database, print_json
from scormbuild.cli.output import format_count
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, OrganisationFilter
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.analysis.lake.export import ExportResult
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.settings import Settings

FOLLOW_SECONDS = 5.0  # so far may a lake lag behind what was stored


def export(
    parquet: Annotated[
        Path | None,
        typer.Option(
            "--parquet", metavar="DIR", help="The lake's folder. (default: the setting lake; see lrs serve)"
        ),
    ] = None,
    organisation: OrganisationFilter = None,
    words: Annotated[
        bool | None,
        typer.Option(
            "--words/--without-words",
            help="Whether what people wrote goes along. (default: as it is there; in a new lake it does)",
        ),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on, every few seconds, until it is stopped.")
    ] = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring a lake up to date: a folder of Parquet files by organisation and month.

    Only what is new or changed is written, each statement once; it may be killed and given again at any time.
    --follow is what lrs serve does beside a dashboard, for a lake that somebody else keeps.

    Example: scormbuild lrs export --parquet /var/lib/scormbuild/lake
    """
    with open_database(config, database) as lrs_database:
        if follow and organisation:
            raise SettingsError("--follow follows every organisation\n  hint: leave out --organisation")
        from scormbuild.extras import require_extra
        from scormbuild.lrs.settings import lake_folder

        with require_extra("the export"):
            from scormbuild.analysis.lake.export import export_lake as bring

        settings = load_settings(config, database=database)
        lake = parquet or lake_folder(settings)
        names = [organisation] if organisation else None
        with progress_bar("statements") as progress:
            done = bring(lrs_database, lake, names, words=words, progress=progress)
        if as_json:
            print_json({"lake": str(lake), "organisations": [asdict(each) for each in done]})
        else:
            for each in done:
                typer.echo(format_result(each, lake))
        if follow:
            follow_lake(lrs_database, lake, settings)


def follow_lake(lrs_database: Database, lake: Path, settings: Settings) -> None:
    """Keep a lake up to date until stopped."""
    from scormbuild.analysis.lake.follower import follow_until_stopped
    from scormbuild.lrs.database import now_microseconds
    from scormbuild.lrs.http import Logs

    typer.echo(f"following into {lake}, until Ctrl+C")
    logs = Logs(sys.stderr, now_microseconds, settings.log_level, settings.log_format)
    follow_until_stopped(lrs_database, lake, FOLLOW_SECONDS, logs)


def format_result(each: ExportResult, lake: Path) -> str:
    """What was done for an organisation."""
    if not each.renewed:
        return f"{each.organisation}: {lake} is up to date"
    parts = [format_count(each.statements, "new statement")]
    parts += [f"{format_count(each.rewritten, 'file')} written anew"] if each.rewritten else []
    parts += [f"{format_count(each.merged, 'file')} merged"] if each.merged else []
    return f"{each.organisation}: {', '.join(parts)}, in {lake}"
