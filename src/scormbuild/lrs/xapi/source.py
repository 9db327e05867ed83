"""Where a statement comes from: the LRS writes it into the authority's account (xAPI 1.0.3 Data 2.4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

PACKAGE: Final = "package"  # a learner's browser: its key is public, so what it sends is a claim
LMS: Final = "lms"  # an LMS's plug-in or a harvest: it knows its users
LRS: Final = "lrs"  # what another LRS had stored
OTHER: Final = "other"  # a key of none of these


def named_source(authority: Mapping[str, Any]) -> str:
    """The source that the name of an authority's account begins with, whoever wrote it there."""
    return str(authority.get("account", {}).get("name", "")).partition("/")[0]


def source_of(authority: Mapping[str, Any], home_page: str) -> str:
    """PACKAGE, LMS, LRS or OTHER; only an account of the organisation's own home page tells.

    A group as authority is a consumer of OAuth with its user: nobody here makes one.
    """
    ours = authority.get("account", {}).get("homePage") == home_page and "member" not in authority
    name = authority.get("account", {}).get("name", "") if ours else ""
    source, slash, _ = str(name).partition("/")
    return source if slash and source in (PACKAGE, LMS, LRS) else OTHER
