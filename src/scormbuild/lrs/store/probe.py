"""Whether a database answers and can be written, asked without changing anything."""

from __future__ import annotations

from sqlalchemy import Connection, text

ANSWER = text("select 1")
# Changes no row, yet a database that can only be read refuses it.
WRITE = text("update organisation set name = name where id = 0")


def answers(connection: Connection) -> None:
    """Have the database say something."""
    connection.execute(ANSWER)


def writes(connection: Connection) -> None:
    """Have the database take something."""
    connection.execute(WRITE)
