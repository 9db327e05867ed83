"""Where an organisation's statements lie as Parquet too: what is erased here has to go there as well."""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.database.clock import now_microseconds

UPSERT_LAKE = text(
    """insert into lake (organisation, path, exported) values (:organisation, :path, :exported)
       on conflict (organisation, path) do update set exported = excluded.exported"""
)
SELECT_PATHS = text("select path from lake where organisation = :organisation order by path")
SELECT_CHANGE = text("select 1 from amended where organisation = :organisation and seq = :seq")


def write_lake(connection: Connection, organisation: int, path: str) -> None:
    """Note that a folder holds the organisation's statements as they are now."""
    bound = {"organisation": organisation, "path": path, "exported": now_microseconds()}
    connection.execute(UPSERT_LAKE, bound)


def list_lake_paths(connection: Connection, organisation: int) -> list[str]:
    """The folders that hold the organisation's statements."""
    return list(connection.scalars(SELECT_PATHS, {"organisation": organisation}))


def is_statement_changed(connection: Connection, organisation: int, seq: int) -> bool:
    """Whether the journal says that the statement at this place changed or went."""
    return connection.scalar(SELECT_CHANGE, {"organisation": organisation, "seq": seq}) is not None
