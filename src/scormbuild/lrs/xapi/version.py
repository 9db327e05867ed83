"""The versions of xAPI that the LRS speaks, and which one a request means."""

from __future__ import annotations

import re
from enum import IntEnum

from scormbuild.errors import BadRequest

VERSION_HEADER = "X-Experience-API-Version"
ABSENT = "0.9"  # what a request without the header speaks, as 0.9 had none
# 1.0 is 1.0.0, every 1.0.x is taken and 1.1.0 is not (Communication 3.3).
PATTERN = re.compile(r"([12])\.0(?:\.\d{1,4})?")


class Version(IntEnum):
    """A major version; the same value marks statements that only 2.0 can carry."""

    V1 = 1
    V2 = 2

    @property
    def latest(self) -> str:
        """The patch version that answers carry (xAPI 1.0.3 Communication 3.3)."""
        return "1.0.3" if self is Version.V1 else "2.0.0"


def negotiate(header: str | None) -> Version:
    """The version that a request's header asks for; raises BadRequest where it is none of ours.

    xAPI 1.0.3 Communication 3.3: a request without the header is one of 0.9, which isn't spoken here.
    """
    if header is None:
        raise BadRequest(
            f"the header {VERSION_HEADER} is missing: send 1.0.3 or 2.0.0", {VERSION_HEADER: ABSENT}
        )
    match = PATTERN.fullmatch(header.strip())
    if match is None:
        raise BadRequest(
            f"{VERSION_HEADER} {header[:40]!r} is not spoken here: send 1.0.3 or 2.0.0",
            {VERSION_HEADER: Version.V1.latest},
        )
    return Version(int(match[1]))
