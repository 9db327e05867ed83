"""Whether a form was sent by one of our own pages: its token, and what the browser says of its origin."""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from scormbuild.dashboard.forms import first_value
from scormbuild.dashboard.urls import is_https

FORM_FIELD = "token"


def csrf_token(cookie: str) -> str:
    """The token in the forms of whoever has this cookie; it tells nothing of the cookie."""
    return hmac.new(cookie.encode(), b"scormbuild desk form", sha256).hexdigest() if cookie else ""


def is_valid_form(request: Request, token: str, public_url: str | None) -> bool:
    """Whether the form is one of ours: both marks must be right, none may be absent."""
    given = first_value(request.state.form, FORM_FIELD)
    return (
        bool(token)
        # As bytes: compare_digest refuses text beyond ASCII, which a form can hold.
        and hmac.compare_digest(given.encode(), token.encode())
        and is_same_origin(request, public_url)
    )


def is_same_origin(request: Request, public_url: str | None) -> bool:
    """Whether the browser says that a page of this origin sent it (Fetch standard; Fetch Metadata)."""
    # Of a header that comes twice, Starlette's `get` gives the first: here, each must be right.
    sites, origins = request.headers.getlist("sec-fetch-site"), request.headers.getlist("origin")
    return (
        # Every browser of today sends one of the two with a form; who sends neither is none.
        bool(sites or origins)
        and all(site == "same-origin" for site in sites)
        and all(is_own_origin(origin, request, public_url) for origin in origins)
    )


def is_own_origin(origin: str, request: Request, public_url: str | None) -> bool:
    """Whether an origin is the one that was asked, or the one under which others reach us."""
    hosts = {request.headers.get("host", ""), urlsplit(public_url or "").netloc} - {""}
    # Whoever can answer for the http twin of an https site must not be able to send it forms.
    schemes = ("https",) if is_https(request) else ("http", "https")
    # Compared as a whole (RFC 6454 6.2): an origin that is none can't be taken apart without an error.
    return origin.lower() in {f"{scheme}://{host.lower()}" for scheme in schemes for host in hosts}
