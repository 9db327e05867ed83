"""Where an organisation's statements lie as Parquet too: what is erased here has to go there as well."""

from __future__ import annotations

import time

from sqlalchemy import Connection, text

KEEP = text(
    """insert into lake (organisation, path, exported) values (:organisation, :path, :exported)
       on conflict (organisation, path) do update set exported = excluded.exported"""
)
PATHS = text("select path from lake where organisation = :organisation order by path")
NOTED = text("select 1 from amended where organisation = :organisation and seq = :seq")


def keep(connection: Connection, organisation: int, path: str) -> None:
    """Note that a folder holds the organisation's statements as they are now."""
    bound = {"organisation": organisation, "path": path, "exported": time.time_ns() // 1000}
    connection.execute(KEEP, bound)


def paths(connection: Connection, organisation: int) -> list[str]:
    """The folders that hold the organisation's statements."""
    return list(connection.scalars(PATHS, {"organisation": organisation}))


def noted(connection: Connection, organisation: int, seq: int) -> bool:
    """Whether the journal says that the statement at this place changed or went."""
    return connection.scalar(NOTED, {"organisation": organisation, "seq": seq}) is not None
