"""Whether a form was sent by one of our own pages: its token, and what the browser says of its origin."""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from scormbuild.dashboard.exchange import Asked

FIELD = "token"


def token_of(cookie: str) -> str:
    """The token in the forms of whoever has this cookie; it tells nothing of the cookie."""
    return hmac.new(cookie.encode(), b"scormbuild desk form", sha256).hexdigest() if cookie else ""


def ours(asked: Asked, token: str, public_url: str | None) -> bool:
    """Whether the form is one of ours: both marks must be right, none may be absent."""
    given = asked.form.one(FIELD)
    return (
        bool(token) and hmac.compare_digest(given.encode(), token.encode()) and same_origin(asked, public_url)
    )


def same_origin(asked: Asked, public_url: str | None) -> bool:
    """Whether the browser says that a page of this origin sent it (Fetch standard; Fetch Metadata)."""
    site, origin = asked.headers.get("sec-fetch-site"), asked.headers.get("origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and (origin is None or is_ours(origin, asked, public_url))


def is_ours(origin: str, asked: Asked, public_url: str | None) -> bool:
    """Whether an origin is the one that was asked, or the one under which others reach us."""
    found = urlsplit(origin)
    if found.scheme not in ("http", "https") or (asked.secure and found.scheme != "https"):
        return False
    hosts = {asked.headers.get("host", "").lower()}
    if public_url:
        hosts.add(urlsplit(public_url).netloc.lower())
    return found.netloc.lower() in hosts - {""}
