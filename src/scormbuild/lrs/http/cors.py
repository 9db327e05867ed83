"""What a browser must hear before a page of another origin may use the receiver (Fetch standard)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scormbuild.lrs.http.messages import Answer

EXPOSED = (
    "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, Retry-After, Date"
)
ACCEPTED = (
    "Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Accept, Accept-Language, "
    "X-Experience-API-Version"
)
NAMES = re.compile(r"[A-Za-z0-9-]+(?: *, *[A-Za-z0-9-]+)*")
LONGEST = 1000
# Chromium keeps a preflight's answer two hours at most.
SECONDS = "7200"


def preflight(methods: Iterable[str], sent: Mapping[str, str]) -> Answer:
    """The answer to OPTIONS: given to everybody, as a browser asks it without the key."""
    allowed = ", ".join(methods)
    answer = Answer(204, headers={"Allow": allowed})
    if "origin" in sent and "access-control-request-method" in sent:
        answer.headers |= {
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": accepted(sent.get("access-control-request-headers", "")),
            "Access-Control-Max-Age": SECONDS,
        }
    return answer


def accepted(asked: str) -> str:
    """The headers that a page may send: those it asks for, as none of them does harm here."""
    return asked if len(asked) <= LONGEST and NAMES.fullmatch(asked) else ACCEPTED


def headers(origin: str | None) -> dict[str, str]:
    """The headers that let a page of this origin read the answer; no cookies, so no credentials flag."""
    if origin is None:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": EXPOSED,
        "Vary": "Origin",
    }
