"""Browsers in which a login came in before: whoever guesses elsewhere can't keep its owner out.

OWASP calls such a cookie a device cookie. It lets nobody in: it only gives tries of its own.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

from scormbuild.lrs.auth.logins import Login

KNOWN_SECONDS = 180 * 86_400
SECOND_MICROSECONDS = 1_000_000
MAX_MARKS = 4  # people who share a browser
SEPARATOR = "~"
MARK = re.compile(r"([A-Za-z0-9_-]{22}\.(\d{1,12}))\.[0-9a-f]{64}")


def parse_marks(cookie: str) -> list[str]:
    """The marks in a cookie, which anybody may have written."""
    marks = cookie.split(SEPARATOR, MAX_MARKS)[:MAX_MARKS]
    return [mark for mark in marks if MARK.fullmatch(mark)]


def find_mark(marks: list[str], login: Login, now: int) -> str:
    """The mark that this browser was given for a login, in the last half year; "" where there is none."""
    return next((mark for mark in marks if is_mark_of(mark, login, now)), "")


def is_mark_of(mark: str, login: Login, now: int) -> bool:
    """Whether we have made the mark, for this login and its password of today."""
    match = MARK.fullmatch(mark)
    return (
        match is not None
        and login.password is not None
        and now // SECOND_MICROSECONDS - int(match[2]) < KNOWN_SECONDS
        and hmac.compare_digest(mark, sign_mark(match[1], login))
    )


def add_mark(marks: list[str], login: Login, now: int) -> str:
    """A cookie with a new mark for a login that has come in, and those of others in this browser."""
    mark = sign_mark(f"{secrets.token_urlsafe(16)}.{now // SECOND_MICROSECONDS}", login)
    return SEPARATOR.join([mark, *(each for each in marks if not is_mark_of(each, login, now))][:MAX_MARKS])


def sign_mark(text: str, login: Login) -> str:
    """A mark with its code; the key is the stored hash of the login's password."""
    # That hash never leaves the database, every LRS on it has it, and another password makes all marks void.
    key, message = (login.password or "").encode(), f"known browser {login.name} {text}".encode()
    return f"{text}.{hmac.new(key, message, sha256).hexdigest()}"
