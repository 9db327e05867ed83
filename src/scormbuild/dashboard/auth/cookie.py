"""The desk's two cookies: of a session, and of somebody at the door (RFC 6265bis)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

SESSION_COOKIE, LOGIN_COOKIE = "desk", "desk-door"
HOST_PREFIX = "__Host-"  # a browser takes it by https only, for this host only
COOKIE_PAIR = re.compile(r"([A-Za-z0-9_-]+)=([A-Za-z0-9_.-]{1,2000})")
TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{43}(\.\d{1,12})?")
LOGIN_COOKIE_SECONDS = 3600


def parse_cookies(header: str) -> dict[str, str]:
    """The cookies of a request; what isn't one of ours may look as it likes."""
    found: dict[str, str] = {}
    for each in header.split(";"):
        if match := COOKIE_PAIR.fullmatch(each.strip()):
            found.setdefault(match[1], match[2])
    return found


def cookie_name(kind: str, *, secure: bool) -> str:
    """The name of a cookie: another one by https, so that nobody plants it by http."""
    return f"{HOST_PREFIX}{kind}" if secure else kind


def cookie_value(cookies: Mapping[str, str], kind: str, *, secure: bool) -> str:
    """The value of one of ours; "" where it isn't there, or isn't like ours."""
    found = cookies.get(cookie_name(kind, secure=secure), "")
    return found if TOKEN_PATTERN.fullmatch(found) else ""


def set_cookie_header(kind: str, content: str, *, secure: bool, seconds: int | None = None) -> str:
    """Set-Cookie. Lax, as whoever comes back from a log-in elsewhere must bring it; forms have a guard."""
    parts = [f"{cookie_name(kind, secure=secure)}={content}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if secure else []
    parts += [] if seconds is None else [f"Max-Age={seconds}"]
    return "; ".join(parts)


def delete_cookie_header(kind: str, *, secure: bool) -> str:
    """Set-Cookie that takes it away."""
    return set_cookie_header(kind, "", secure=secure, seconds=0)


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)
