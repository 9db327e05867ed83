"""Statements into an LRS's store, from there into a lake, and back out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import text
from support.lrs.statement_store import ORGANISATION, Store, statement

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake import manifest
from scormbuild.analysis.lake.export import ExportResult, export_lake
from scormbuild.lrs.store import statements

Json = dict[str, Any]
MONTHS = ("2026-01-15T10:00:00Z", "2026-02-15T10:00:00Z", "2026-03-15T10:00:00Z")
SECRET = "zomaar iets heel persoonlijks"


def statement_at(at: str = MONTHS[0], words: str = "", **more: Any) -> Json:
    result = {"result": {"response": words}} if words else {}
    return statement(timestamp=at, **result, **more)


def export_store(store: Store, lake: Path, **options: Any) -> ExportResult:
    [done] = export_lake(store.database, lake, **options)
    return done


def read_lake(lake: Path) -> list[dict[str, Any]]:
    """All statements of a lake as a reader of ours finds them, in stored order."""
    with duckdb.open_tables(lake) as tables:
        found: list[dict[str, Any]] = tables.statements.order_by("seq").to_pyarrow().to_pylist()
    return found


def lake_ids(lake: Path) -> list[str]:
    return [row["id"] for row in read_lake(lake)]


def store_ids(store: Store, organisation: int = ORGANISATION) -> list[str]:
    """What the lake must hold: the statements that aren't voided."""
    sql = text(
        "select cast(id as text) from statement"
        " where organisation = :organisation and not voided order by seq"
    )
    with store.database.reading() as connection:
        return [str(each) for each in connection.scalars(sql, {"organisation": organisation})]


def find_seq(store: Store, told: Json) -> int:
    sql = text("select seq from statement where cast(id as text) = :id")
    with store.database.reading() as connection:
        return int(connection.scalar(sql, {"id": told["id"]}) or 0)


def delete_from_store(store: Store, *gone: Json) -> None:
    seqs = [find_seq(store, each) for each in gone]
    with store.database.writing() as connection:
        statements.delete_statements(connection, store.database.dialect, ORGANISATION, seqs)


def replace_in_store(store: Store, old: Json, **changes: Any) -> None:
    seq, kept = find_seq(store, old), store.find_statement(old["id"])
    with store.database.writing() as connection:
        statements.replace_statement(
            connection, store.database.dialect, ORGANISATION, seq, {**(kept or {}), **changes}
        )


def file_times(lake: Path) -> dict[Path, int]:
    """The files of statements, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in manifest.live_files(lake)["statements"]}


def find_files_with(lake: Path, words: str) -> list[Path]:
    """The files that hold some words, read as Parquet and as bytes."""
    found = [path for path in lake.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
    # Parquet is compressed: words can be in a file without their bytes.
    tables = ((path, pq.read_table(path, partitioning=None)) for path in lake.rglob("*.parquet"))
    return found + [path for path, table in tables if words in str(table.to_pylist())]
