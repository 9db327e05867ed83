"""Faults of the database, in words that a caller may read: nothing of SQL, values or addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from scormbuild.errors import Unavailable

RETRY = {"Retry-After": "5"}
REASONS = {
    "full": "the disk of the database is full",
    "no space left": "the disk of the database is full",
    "readonly": "the database can only be read at present",
    "read-only": "the database can only be read at present",
    "locked": "the database is held by another program",
    "malformed": "the database file is damaged",
}
# A full disk, a lock, a lost connection. Not IntegrityError and its like: those are faults of ours.
TRANSIENT = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)


def reason(error: Exception) -> str:
    """What went wrong, in a few words of our own."""
    said = str(getattr(error, "orig", error)).lower()
    found = (words for sign, words in REASONS.items() if sign in said)
    return next(found, "the database can't be reached at present")


def is_transient(error: Exception) -> bool:
    """Whether it is a state of the database, not a fault of ours; sqlite3 tells damage by the root class."""
    return isinstance(error, TRANSIENT) or type(error) is exc.DatabaseError


@contextmanager
def raise_unavailable() -> Iterator[None]:
    """Turn what may pass (a full disk, a lost connection) into Unavailable; other faults stay as they are."""
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError) as error:
        if not is_transient(error):
            raise
        # Safe, as one id is stored once (Communication 2.1.1): the client can't know whether the commit
        # came through.
        raise Unavailable(
            f"{reason(error)}: try again later, the same statement ids are safe to send again", RETRY
        ) from error
