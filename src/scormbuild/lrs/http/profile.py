"""GET /profile: our xAPI profile as JSON-LD, for everybody (xAPI Profiles, structure 3.0)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from scormbuild.lrs.http.messages import Response

JSON_LD = "application/ld+json"
CACHE_CONTROL = "public, max-age=86400"  # what a profile says changes with a release, if ever


@cache
def read_profile() -> tuple[bytes, str]:
    """The profile's text and its entity tag."""
    text = files("scormbuild").joinpath("vocabulary.jsonld").read_bytes()
    return text, f'"{sha256(text).hexdigest()[:32]}"'


def profile_response(request_headers: Mapping[str, str]) -> Response:
    """The profile, or 304 for who has it already (RFC 9110 13.1.2); header names are in lower case."""
    text, etag = read_profile()
    headers = {"ETag": etag, "Cache-Control": CACHE_CONTROL, "Access-Control-Allow-Origin": "*"}
    # If-None-Match compares weakly (RFC 9110 13.1.2), and proxies that compress weaken tags.
    tags = {tag.strip().removeprefix("W/") for tag in request_headers.get("if-none-match", "").split(",")}
    known = bool(tags & {etag, "*"})
    return Response(304 if known else 200, b"" if known else text, JSON_LD, headers)
