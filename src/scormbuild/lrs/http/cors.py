"""What a browser must hear before a page of another origin may use the LRS (Fetch standard)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from scormbuild.lrs.http.messages import Response

# A page sees no header of an answer beyond a handful, but for those that are named here. The player needs
# Retry-After, and Date for the clock of the LRS.
EXPOSED_HEADERS = (
    "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, Retry-After, Date"
)
ALLOWED_HEADERS = (
    "Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Accept, Accept-Language, "
    "X-Experience-API-Version"
)
HEADER_LIST = re.compile(r"[A-Za-z0-9-]+(?: *, *[A-Za-z0-9-]+)*")
LONGEST_HEADER_LIST = 1000
# Chromium keeps a preflight's answer two hours at most.
MAX_AGE = "7200"


# Pages that send with `withCredentials`, as some authoring tools make them, hear nothing without it. Only for
# origins that a key names: a browser may hold somebody's key, and would send it along for any page.
WITH_CREDENTIALS = {"Access-Control-Allow-Credentials": "true"}


def preflight_response(
    methods: Iterable[str], headers: Mapping[str, str], known_origins: Container[str]
) -> Response:
    """The answer to OPTIONS: given to everybody, as a browser asks it without the key."""
    allowed = ", ".join(methods)
    response = Response(204, headers={"Allow": allowed})
    if "origin" in headers and "access-control-request-method" in headers:
        response.headers |= {
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": allowed_headers(
                headers.get("access-control-request-headers", "")
            ),
            "Access-Control-Max-Age": MAX_AGE,
        }
        if headers["origin"] in known_origins:
            response.headers |= WITH_CREDENTIALS
    return response


def allowed_headers(requested: str) -> str:
    """The headers that a page may send: those it asks for, as none of them does harm here."""
    return (
        requested
        if len(requested) <= LONGEST_HEADER_LIST and HEADER_LIST.fullmatch(requested)
        else ALLOWED_HEADERS
    )


def response_headers(origin: str | None, *, is_of_key: bool = False) -> dict[str, str]:
    """The headers that let a page of this origin read the answer; `is_of_key`: the caller's key names it."""
    if origin is None:
        # Without it a cache may give a page the answer that a program got, which the page then can't read.
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": EXPOSED_HEADERS,
        "Vary": "Origin",
        **(WITH_CREDENTIALS if is_of_key else {}),
    }
