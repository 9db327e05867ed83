"""Spread the tables over the machines of a Citus cluster, by organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.database.tables import ORGANISATION_KEYS, REFERENCE_TABLES, TABLES

# The others are put beside it, so it has to be the first that is spread.
COLOCATION_TABLE = "statement"


def distribute_tables(connection: Connection) -> list[str]:
    """Distribute each table that isn't yet, and say which those were; raises SettingsError without Citus."""
    if connection.dialect.name != "postgresql":
        raise SettingsError(
            "only a PostgreSQL database can be distributed\n"
            "  hint: --database postgresql+psycopg://USER:PASSWORD@COORDINATOR/NAME"
        )
    if not connection.scalar(text("select count(*) from pg_proc where proname = 'create_distributed_table'")):
        raise SettingsError(
            "this database has no Citus\n"
            "  hint: install Citus on the server, then as its superuser: create extension citus"
        )
    # Without this, Citus refuses to distribute several tables in one transaction.
    connection.execute(text("set local citus.multi_shard_modify_mode = 'sequential'"))
    ready = set(connection.scalars(text("select logicalrelid::text from pg_dist_partition")))
    done = []
    for table, sql in distribution_steps(ready):
        connection.execute(text(sql))
        done.append(table)
    return done


def distribution_steps(ready: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each table that isn't ready, with its SQL; all rows of one organisation stay on one machine."""
    left = TABLES.keys() - set(ready)
    for table in REFERENCE_TABLES:
        if table in left:
            yield table, f"select create_reference_table('{table}')"
    for table in ORGANISATION_KEYS:
        beside = "none" if table == COLOCATION_TABLE else COLOCATION_TABLE
        if table in left:
            yield (
                table,
                f"select create_distributed_table('{table}', 'organisation', colocate_with => '{beside}')",
            )
