"""GET /about: which versions are spoken here (xAPI 1.0.3 Communication 2.8); no key and no version needed."""

from __future__ import annotations

from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer, Call, only
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.version import Version

ABOUT = encode({"version": [version.latest for version in Version]})


async def read(call: Call, receiver: Receiver) -> Answer:
    """The latest patch of each major version, and nothing about the receiver itself."""
    del receiver
    only(call)
    return Answer(body=ABOUT)
