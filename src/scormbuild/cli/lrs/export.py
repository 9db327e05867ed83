"""The command `scormbuild lrs export`: the statements as Parquet, for reports, notebooks and engines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.database import AsJson, ConfigFile, DatabaseUrl, opened, settings_of, tell_json
from scormbuild.cli.output import counted
from scormbuild.cli.progress import counting

if TYPE_CHECKING:
    from scormbuild.analysis.lake.export import Exported


def export(
    parquet: Annotated[
        Path | None,
        typer.Option(
            "--parquet", metavar="DIR", help="The lake's folder. (default: the setting lake; see lrs serve)"
        ),
    ] = None,
    organisation: Annotated[
        str | None, typer.Option("--organisation", metavar="NAME", help="Only of this one. (default: all)")
    ] = None,
    words: Annotated[
        bool | None,
        typer.Option(
            "--words/--without-words",
            help="Whether what people wrote goes along. (default: as it is there; in a new lake it does)",
        ),
    ] = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring a lake up to date: a folder of Parquet files by organisation and month.

    Only what is new or changed is written, each statement once; it may be killed and given again at any time.

    Example: scormbuild lrs export --parquet /var/lib/scormbuild/lake
    """
    with opened(config, database) as found, counting("statements") as progress:
        from scormbuild.extras import needed
        from scormbuild.lrs.settings import lake_folder

        with needed("the export"):
            from scormbuild.analysis.lake.export import export as bring

        lake = parquet or lake_folder(settings_of(config, database=database))
        names = [organisation] if organisation else None
        done = bring(found, lake, names, words=words, progress=progress)
    if as_json:
        tell_json({"lake": str(lake), "organisations": [asdict(each) for each in done]})
    else:
        for each in done:
            typer.echo(line(each, lake))


def line(each: Exported, lake: Path) -> str:
    """What was done for an organisation."""
    if not each.renewed:
        return f"{each.organisation}: {lake} is up to date"
    parts = [counted(each.statements, "new statement")]
    parts += [f"{counted(each.rewritten, 'file')} written anew"] if each.rewritten else []
    parts += [f"{counted(each.merged, 'file')} merged"] if each.merged else []
    return f"{each.organisation}: {', '.join(parts)}, in {lake}"
