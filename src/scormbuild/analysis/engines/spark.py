"""Spark over a lake: in this process, or on the cluster of a session that is given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from scormbuild.analysis.lake import lock, manifest
from scormbuild.analysis.model.relations import Tables, bind_tables
from scormbuild.analysis.model.schema import RELATIONS, ColumnType
from scormbuild.extras import require_extra

LOCAL_SETTINGS = {  # nobody else can reach it, and it is small
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # Spark's 200 are for a cluster: on one machine most of them would be tasks without a row.
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "UTC",
}
SPARK_TYPES: dict[ColumnType, str] = {
    "int32": "int",
    "int64": "bigint",
    "string": "string",
    "bool": "boolean",
    "double": "double",
    # Without a zone: Spark would show a `timestamp` by the clock of the session.
    "timestamp": "timestamp_ntz",
}


@contextmanager
def open_tables(lake: Path, session: Any = None, *, organisation: int | None = None) -> Iterator[Tables]:
    """The tables of a lake as it is now; raises SettingsError. Without a session it makes a local one."""
    lake = Path(lake).absolute()
    started = session is None
    whole = local_session() if session is None else session
    apart = whole.newSession()  # names of views and settings are then ours alone
    try:
        with lock.shared_lock(lake, lock.READING_LOCK, wait=lock.READING_WAIT_SECONDS):
            for name, paths in manifest.live_files(lake, organisation).items():
                data_frame(apart, lake, name, paths).createOrReplaceTempView(name)
            yield bind_tables(exact_backend().connect(apart))
    finally:
        if started:
            whole.stop()


def local_session(master: str = "local[*]") -> Any:
    """A session in this process; needs Java."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with require_extra("Spark", "spark"):
        from pyspark.sql import SparkSession
    builder = SparkSession.builder.master(master).appName("scormbuild")
    for name, value in LOCAL_SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def exact_backend() -> Any:
    """Ibis' own Spark, but for the way back: by pandas, a whole number beside a null would become a float."""
    _ = ibis.pyspark  # which has Ibis know its own options for Spark
    from ibis.backends.pyspark import Backend
    from ibis.formats.pyarrow import PyArrowData

    class Exact(Backend):  # type: ignore[misc]
        def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **_: Any) -> Any:
            self._run_pre_execute_hooks(expr)
            asked = expr.as_table()
            columns = asked.schema()
            found = self._session.sql(self.compile(asked, params=params, limit=limit))._collect_as_arrow()
            table = pa.Table.from_batches(found) if found else columns.to_pyarrow().empty_table()
            return expr.__pyarrow_result__(PyArrowData.convert_table(table, columns))

    return Exact()


def data_frame(session: Any, lake: Path, name: str, paths: list[Path]) -> Any:
    """A table of files, by the columns that it must have: nothing is guessed from paths or content."""
    columns = ", ".join(f"`{column}` {SPARK_TYPES[kind]}" for column, kind in RELATIONS[name].items())
    # basePath, or Spark takes no columns from paths of single files.
    reader = session.read.schema(columns).option("basePath", str(lake / name))
    return reader.parquet(*map(str, paths)).select(*RELATIONS[name])
