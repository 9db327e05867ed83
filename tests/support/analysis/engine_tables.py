"""One question to any engine: DuckDB and Spark over a lake, PostgreSQL over where the lake came from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scormbuild.analysis.engines import duckdb, postgresql, spark
from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.model.relations import Tables
from scormbuild.lrs.database import Database

SPARK = (  # PySpark leaves the closing of its sockets to chance
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
)
ENGINES = ["duckdb", "postgresql", pytest.param("spark", marks=SPARK)]


@contextmanager
def open_engine_tables(engine: str, url: str, lake: Path, session: Any = None) -> Iterator[Tables]:
    """The tables of a database in an engine; a lake is brought up to date where one is read."""
    if engine == "postgresql":
        with postgresql.open_tables(url) as tables:
            yield tables
        return
    update_lake(url, lake)
    opened = duckdb.open_tables(lake) if engine == "duckdb" else spark.open_tables(lake, session)
    with opened as tables:
        yield tables


def update_lake(url: str, lake: Path, **options: Any) -> list[Any]:
    """Bring a lake up to date."""
    database = Database.open(url)
    try:
        return export_lake(database, lake, **options)
    finally:
        database.close()
