"""views.sql: what DuckDB's own command line needs to know to ask a lake."""

from __future__ import annotations

from pathlib import Path

from scormbuild import __version__
from scormbuild.analysis.lake import layout
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.analysis.views import sql as view_texts
from scormbuild.files import write_file

VERSION_LINE = f"-- scormbuild {__version__}, layout {layout.LAYOUT}\n"
USAGE_LINE = "-- In this folder: duckdb -init views.sql\n"


def write_views_file(lake: Path) -> None:
    """Write the file, where it isn't there or another version wrote it."""
    path = lake / layout.VIEWS_FILE
    if not (path.is_file() and path.read_text(encoding="utf-8").startswith(VERSION_LINE)):
        write_file(path, views_text().encode())


def views_text() -> str:
    """All tables and views as SQL of DuckDB, with paths as seen from the lake."""
    made = [
        f'create or replace view "{name}" as\n{sql};\n'
        for name, sql in view_texts.view_queries("duckdb").items()
    ]
    return "\n".join([VERSION_LINE, USAGE_LINE, *map(relation_view, RELATIONS), *made])


def relation_view(name: str) -> str:
    """A table of the lake: all its files, also those of the newest export."""
    columns = ", ".join(f'"{column}"' for column in RELATIONS[name])
    depth, months = ("*/*", ", month: integer") if name == "statements" else ("*", "")
    return (
        f'create or replace view "{name}" as\nselect {columns}\n'
        f"from read_parquet('{name}/{depth}/*.parquet', hive_partitioning = true, "
        f"hive_types = {{organisation: integer{months}}});\n"
    )
