"""Who was let in at the desk: a hash of the cookie's token, the login, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

INSERT = text(
    "insert into admission (token, login, organisation, until) values (:token, :login, :organisation, :until)"
)
FIND = text("select login, organisation, until from admission where token = :token and until > :now")
EXTEND = text("update admission set until = :until where token = :token")
MOVE = text("update admission set organisation = :organisation where token = :token")
END = text("delete from admission where token = :token")
END_ALL = text("delete from admission where login = :login")
SWEEP = text("delete from admission where until <= :now")


@dataclass(frozen=True, slots=True)
class Admission:
    """A session that hasn't ended; `until` in microseconds since 1970."""

    login: str
    organisation: int
    until: int


def insert(connection: Connection, token: str, login: str, organisation: int, until: int) -> None:
    """Let a login in."""
    row = {"token": token, "login": login, "organisation": organisation, "until": until}
    connection.execute(INSERT, row)


def find(connection: Connection, token: str, now: int) -> Admission | None:
    """The session of a token, unless it has ended."""
    row = connection.execute(FIND, {"token": token, "now": now}).first()
    return None if row is None else Admission(*row)


def extend(connection: Connection, token: str, until: int) -> None:
    """Let a session last longer."""
    connection.execute(EXTEND, {"token": token, "until": until})


def move(connection: Connection, token: str, organisation: int) -> None:
    """Look at another organisation."""
    connection.execute(MOVE, {"token": token, "organisation": organisation})


def end(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(END, {"token": token})


def end_all(connection: Connection, login: str) -> None:
    """End all sessions of a login."""
    connection.execute(END_ALL, {"login": login})


def sweep(connection: Connection, now: int) -> None:
    """Forget the sessions that have ended by themselves."""
    connection.execute(SWEEP, {"now": now})
