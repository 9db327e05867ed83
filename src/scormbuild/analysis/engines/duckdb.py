"""DuckDB over a lake: the usual engine, in this process."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType

from scormbuild.analysis.lake import layout, lock, manifest
from scormbuild.analysis.model.relations import Tables, bind_tables
from scormbuild.analysis.model.schema import RELATIONS

LOCKED_SETTINGS = {  # nothing is fetched from elsewhere, and nothing can be set otherwise later
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}


@contextmanager
def open_tables(
    lake: Path, *, memory: str = "1GB", threads: int | None = None, organisation: int | None = None
) -> Iterator[Tables]:
    """The tables of a lake as it is now, of all organisations or one; raises SettingsError."""
    lake = Path(lake).absolute()
    with (
        # Held as long as the tables are open: DuckDB opens a file when a query needs it, which may be much
        # later.
        lock.shared_lock(lake, lock.READING_LOCK, wait=lock.READING_WAIT_SECONDS),
        spill_folder(lake) as spill,
    ):
        # Under the lock, and once: all that is asked is of one moment, whatever is exported meanwhile.
        paths = manifest.live_files(lake, organisation)
        backend = connect(lake, spill, memory, threads)
        try:
            for name, each in paths.items():
                backend.raw_sql(view_query(name, each))
            # Last, as nothing can be set after it: an analyst's SQL is anybody's text.
            backend.raw_sql("set lock_configuration = true")
            yield bind_tables(backend)
        finally:
            backend.disconnect()


def connect(lake: Path, spill: Path, memory: str, threads: int | None) -> Any:
    """A database in memory that sees the lake's files, and no others."""
    settings: dict[str, Any] = {"memory_limit": memory, "temp_directory": str(spill)}
    if threads is not None:
        settings["threads"] = threads
    backend = ibis.duckdb.connect(**settings, **LOCKED_SETTINGS)
    # With a stroke at the end, so that `lake` doesn't let in `lake-of-others`.
    folders = ", ".join(quote_literal(f"{folder}{os.sep}") for folder in (lake, spill))
    backend.raw_sql(f"set allowed_directories = [{folders}]")
    # In this order: folders can be named only while access is still open.
    backend.raw_sql("set enable_external_access = false")
    backend.raw_sql("set enable_progress_bar = false")
    return backend


def view_query(name: str, paths: Sequence[Path]) -> str:
    """The SQL that makes a table of files."""
    columns = ", ".join(f'"{column}"' for column in RELATIONS[name])
    # Named, as DuckDB would guess the type of a path's part.
    types = {"organisation": "integer", **({"month": "integer"} if name == "statements" else {})}
    hive = ", ".join(f"{column}: {kind}" for column, kind in types.items())
    listed = ", ".join(quote_literal(str(path)) for path in paths)
    source = f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{{hive}}})"
    return f'create or replace view "{name}" as select {columns} from {source}'  # noqa: S608 (names of ours)


def query_table(backend: Any, query: str) -> ir.Table:
    """The answer to a query in SQL; Ibis 12 can't tell its columns with DuckDB 2, so that is done here."""
    described = backend.raw_sql(f"describe {query}").fetchall()
    kinds = {name: DuckDBType.from_string(kind) for name, kind, *_ in described}
    return backend.sql(query, schema=ibis.schema(kinds))


def quote_literal(words: str) -> str:
    """A text as SQL writes it."""
    return "'" + words.replace("'", "''") + "'"


@contextmanager
def spill_folder(lake: Path) -> Iterator[Path]:
    """A folder for what doesn't fit in memory, for its owner only: as its words mustn't leave the lake.

    Who may only read the lake gets one in the system's temporary folder.
    """
    place = lake if os.access(lake, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=layout.SPILL_PREFIX, dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
