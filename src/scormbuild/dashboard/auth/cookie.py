"""The dashboard's cookies: of a session, of somebody at the door, of a known browser (RFC 6265bis)."""

from __future__ import annotations

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.urls import is_https

SESSION_COOKIE, LOGIN_COOKIE, KNOWN_COOKIE = "desk", "desk-door", "desk-known"
# RFC 6265bis 4.1.3.2: it needs Secure and Path=/, and no Domain.
HOST_PREFIX = "__Host-"  # a browser takes it by https only, for this host only
TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{43}(\.\d{1,12}){0,2}")


def cookie_name(request: Request, kind: str) -> str:
    """The name of a cookie: another one by https, so that nobody plants it by http."""
    return f"{HOST_PREFIX}{kind}" if is_https(request) else kind


def read_cookie(request: Request, kind: str) -> str:
    """The value of a cookie, as anybody may have written it; "" where there is none."""
    return request.cookies.get(cookie_name(request, kind), "")


def read_token(request: Request, kind: str) -> str:
    """The value of a cookie; "" where it isn't there, or isn't like ours."""
    # What isn't of this form can't be ours, so the database isn't asked for it.
    value = read_cookie(request, kind)
    return value if TOKEN_PATTERN.fullmatch(value) else ""


def set_cookie(
    response: Response, request: Request, kind: str, value: str, *, seconds: int | None = None
) -> None:
    """Set-Cookie. Lax, as whoever comes back from a log-in elsewhere must bring it; forms have a guard.

    Starlette's `set_cookie` writes other letters and another order; the header stays as it always was.
    """
    parts = [f"{cookie_name(request, kind)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if is_https(request) else []
    parts += [] if seconds is None else [f"Max-Age={seconds}"]
    response.headers.append("Set-Cookie", "; ".join(parts))


def delete_cookie(response: Response, request: Request, kind: str) -> None:
    """Set-Cookie that takes it away."""
    set_cookie(response, request, kind, "", seconds=0)


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)
