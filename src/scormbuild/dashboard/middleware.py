"""The headers of every answer of the desk, errors and downloads too."""

from __future__ import annotations

from scormbuild.dashboard.urls import Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, a browser says of its own forms that they come from nowhere: Origin: null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def asgi_headers(response: Response) -> list[tuple[bytes, bytes]]:
    """The headers as ASGI takes them; only a file of the pages' own may be kept by a browser."""
    headers = {
        **SECURITY_HEADERS,
        "Content-Type": response.media_type,
        "Content-Length": str(len(response.body)),
        **response.headers,
    }
    pairs = [*headers.items(), *(("Set-Cookie", each) for each in response.set_cookies)]
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
