"""Whether a database answers and can be written, asked without changing anything."""

from __future__ import annotations

from sqlalchemy import Connection, text

SELECT_ONE = text("select 1")
# Changes no row, yet a database that can only be read refuses it.
UPDATE_NOTHING = text("update organisation set name = name where id = 0")


def probe_read(connection: Connection) -> None:
    """Have the database say something."""
    connection.execute(SELECT_ONE)


def probe_write(connection: Connection) -> None:
    """Have the database take something."""
    connection.execute(UPDATE_NOTHING)
