"""Which entry of a language map a client wants (RFC 9110 12.5.4, RFC 4647 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?"
)
LONGEST_ACCEPT_LANGUAGE = 500  # characters of a header that are read: enough for any browser's


def choose_language(tags: Iterable[str], accept_language: str | None) -> str:
    """The tag that fits the header best, else the first that it doesn't refuse, else the first."""
    by_lower_case: dict[str, str] = {}
    for tag in tags:
        by_lower_case.setdefault(tag.lower(), tag)
    wanted, refused = _ranges((accept_language or "")[:LONGEST_ACCEPT_LANGUAGE])
    allowed = [tag for tag in by_lower_case if not any(_within(tag, range_) for range_ in refused)]
    for range_ in wanted:
        # What is asked for by its own name is not refused by a wider range, as in `nl-BE, nl;q=0`.
        if range_ in by_lower_case or (range_ := _nearest(range_, allowed)):
            return by_lower_case[range_]
    # Nothing fits: English of another country is still nearer than another language.
    siblings = (tag for range_ in wanted for tag in allowed if _within(tag, range_.partition("-")[0]))
    return by_lower_case[next(siblings, (allowed or list(by_lower_case))[0])]


def _nearest(range_: str, tags: list[str]) -> str:
    """A tag within the range, else the one that the range shortens to soonest, else ''."""
    if within := next((tag for tag in tags if _within(tag, range_)), ""):
        return within
    while range_ and range_ not in tags:
        range_ = range_.rpartition("-")[0]
    return range_


def _within(tag: str, range_: str) -> bool:
    return tag == range_ or tag.startswith(f"{range_}-")


@lru_cache(maxsize=256)
def _ranges(header: str) -> tuple[list[str], list[str]]:
    """The ranges in order of preference, and the refused ones; what is malformed, and `*`, says nothing."""
    matches = [match for part in header.split(",") if (match := RANGE.fullmatch(part))]
    weighed = [(float(match[2] or 1), match[1].lower()) for match in matches if match[1] != "*"]
    wanted = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0])
    return [range_ for _, range_ in wanted], [range_ for weight, range_ in weighed if weight == 0]
