"""The desk's two cookies: of a session, and of somebody at the door (RFC 6265bis)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

SESSION, DOOR = "desk", "desk-door"
SECURE = "__Host-"  # a browser takes it by https only, for this host only
PAIR = re.compile(r"([A-Za-z0-9_-]+)=([A-Za-z0-9_.-]{1,2000})")
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}(\.\d{1,12})?")
DOOR_SECONDS = 3600


def read(header: str) -> dict[str, str]:
    """The cookies of a request; what isn't one of ours may look as it likes."""
    found: dict[str, str] = {}
    for each in header.split(";"):
        if match := PAIR.fullmatch(each.strip()):
            found.setdefault(match[1], match[2])
    return found


def name(kind: str, *, secure: bool) -> str:
    """The name of a cookie: another one by https, so that nobody plants it by http."""
    return f"{SECURE}{kind}" if secure else kind


def value(cookies: Mapping[str, str], kind: str, *, secure: bool) -> str:
    """The value of one of ours; "" where it isn't there, or isn't like ours."""
    found = cookies.get(name(kind, secure=secure), "")
    return found if TOKEN.fullmatch(found) else ""


def made(kind: str, content: str, *, secure: bool, seconds: int | None = None) -> str:
    """Set-Cookie. Lax, as whoever comes back from a log-in elsewhere must bring it; forms have a guard."""
    parts = [f"{name(kind, secure=secure)}={content}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if secure else []
    parts += [] if seconds is None else [f"Max-Age={seconds}"]
    return "; ".join(parts)


def gone(kind: str, *, secure: bool) -> str:
    """Set-Cookie that takes it away."""
    return made(kind, "", secure=secure, seconds=0)


def token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)
