"""What these tests share: databases of both kinds, and a Spark for all that ask one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.event_loop import no_running_loop as no_running_loop
from support.lrs.fresh_database import either_url as either_url
from support.lrs.fresh_database import empty_database_file as empty_database_file
from support.lrs.fresh_database import postgresql_url as postgresql_url
from support.lrs.fresh_database import sqlite_url as sqlite_url


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """Starting takes some seconds: all tests that use it bear the marks of `asking.SPARK`."""
    from scormbuild.analysis.engines import spark

    session = spark.local_session("local[1]")
    context = session.sparkContext
    context.setLogLevel("ERROR")
    yield session
    session.stop()
    context._gateway.shutdown()
