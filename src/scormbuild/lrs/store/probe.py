"""Whether a database answers and can be written, asked without changing anything."""

from __future__ import annotations

from sqlalchemy import Connection, text

SELECT_ONE = text("select 1")
# The value stays what it was, and yet the row is written anew, on the disk by the end of the transaction:
# what changes no row, or is taken back, finds room on a disk that is full.
UPDATE_UNCHANGED = text("update organisation set name = name where id = (select min(id) from organisation)")


def probe_read(connection: Connection) -> None:
    """Have the database say something."""
    connection.execute(SELECT_ONE)


def probe_write(connection: Connection) -> None:
    """Have the database write something."""
    connection.execute(UPDATE_UNCHANGED)
