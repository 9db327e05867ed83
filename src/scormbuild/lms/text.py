"""Text from an LMS, made fit for JSON and a database."""

from __future__ import annotations

import re

ILL_FORMED = re.compile("[\0\ud800-\udfff]")


def to_well_formed(text: str) -> str:
    """The text without what breaks a database: lone surrogates and NUL become U+FFFD, as in the player."""
    return ILL_FORMED.sub("\ufffd", text)
