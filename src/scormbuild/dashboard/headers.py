"""The headers of every answer of the desk, errors and downloads too."""

from __future__ import annotations

from scormbuild.dashboard.exchange import Reply

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, a browser says of its own forms that they come from nowhere: Origin: null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def lines(reply: Reply) -> list[tuple[bytes, bytes]]:
    """The headers as ASGI takes them; only a file of the pages' own may be kept by a browser."""
    named = {
        **ALWAYS,
        "Content-Type": reply.content_type,
        "Content-Length": str(len(reply.body)),
        **reply.headers,
    }
    pairs = [*named.items(), *(("Set-Cookie", each) for each in reply.cookies)]
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
