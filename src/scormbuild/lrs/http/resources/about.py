"""GET /about: which versions are spoken here (xAPI 1.0.3 Communication 2.8); no key and no version needed."""

from __future__ import annotations

from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response, refuse_unknown_params
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.version import Version

ABOUT = encode_json({"version": [version.latest for version in Version]})


async def read_about(request: Request, lrs: Lrs) -> Response:
    """The latest patch of each major version, and nothing about the LRS itself."""
    del lrs
    refuse_unknown_params(request)
    return Response(body=ABOUT)


OPERATIONS = {"GET": read_about}
