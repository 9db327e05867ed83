"""Who was let in at the dashboard: a hash of the cookie's token, the login, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

# `token` is a hash: who gets at the table or at a backup can't come in with what stands there.
INSERT = text(
    "insert into admission (token, login, organisation, until) values (:token, :login, :organisation, :until)"
)
# Rows are deleted now and then only: it is this condition that ends a session on time.
FIND = text("select login, organisation, until from admission where token = :token and until > :now")
EXTEND = text("update admission set until = :until where token = :token")
SET_ORGANISATION = text("update admission set organisation = :organisation where token = :token")
END = text("delete from admission where token = :token")
END_ALL = text("delete from admission where login = :login")
DELETE_EXPIRED = text("delete from admission where until <= :now")


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A session that hasn't ended; `until` in microseconds since 1970."""

    login: str
    organisation: int
    until: int


def insert_session(connection: Connection, token: str, login: str, organisation: int, until: int) -> None:
    """Let a login in."""
    row = {"token": token, "login": login, "organisation": organisation, "until": until}
    connection.execute(INSERT, row)


def find_session(connection: Connection, token: str, now: int) -> LoginSession | None:
    """The session of a token, unless it has ended."""
    row = connection.execute(FIND, {"token": token, "now": now}).first()
    return None if row is None else LoginSession(*row)


def extend_session(connection: Connection, token: str, until: int) -> None:
    """Let a session last longer."""
    connection.execute(EXTEND, {"token": token, "until": until})


def set_organisation(connection: Connection, token: str, organisation: int) -> None:
    """Look at another organisation."""
    connection.execute(SET_ORGANISATION, {"token": token, "organisation": organisation})


def end_session(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(END, {"token": token})


def end_sessions_of_login(connection: Connection, login: str) -> None:
    """End all sessions of a login."""
    connection.execute(END_ALL, {"login": login})


def delete_expired(connection: Connection, now: int) -> None:
    """Forget the sessions that have ended by themselves."""
    connection.execute(DELETE_EXPIRED, {"now": now})
