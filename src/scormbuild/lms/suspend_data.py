"""cmi.suspend_data read back (SCORM 1.2 RTE 3.4.4): a version character, base64url, raw deflate, JSON.

A learner can put anything there, so nothing in it is believed: sizes are bounded, wrong types left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

from scormbuild.lms.text import well_formed

VERSION = "1"
LONGEST = 1 << 20  # of the packed text; the largest LMS keeps 64,000 characters
LARGEST = 1 << 22  # of what it holds
NEWER = re.compile(r"[2-9][A-Za-z0-9_-]*")
PACKED = re.compile(r"[A-Za-z0-9_-]*")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOST_REVISIONS = 2**52

Kind = Literal["empty", "ours", "newer", "unreadable"]


@dataclass(frozen=True)
class State:
    """What the player remembers of an attempt, as far as statements are made of it."""

    seen: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()  # the newest words of these are in a browser only
    revisions: dict[str, int] = field(default_factory=dict)
    registration: str = ""


@dataclass(frozen=True)
class Decoded:
    """A state, or why there is none: `newer` is of a later player, `unreadable` of nobody that we know."""

    kind: Kind
    state: State = State()


def decode(text: str) -> Decoded:
    """What a written value holds; never raises."""
    if not text:
        return Decoded("empty")
    if len(text) > LONGEST:
        return Decoded("unreadable")
    if NEWER.fullmatch(text):
        return Decoded("newer")
    try:
        value = json.loads(unpack(text), parse_constant=refused)
    except (ValueError, RecursionError, zlib.error, binascii.Error):
        return Decoded("unreadable")
    return Decoded("ours", state_of(value)) if isinstance(value, dict) else Decoded("unreadable")


def unpack(text: str) -> str:
    """The JSON in a value; raises ValueError or zlib.error where there is none, or too much."""
    packed = text[1:]
    if text[0] != VERSION or not PACKED.fullmatch(packed):
        raise ValueError
    inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    data = inflater.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), LARGEST)
    if not inflater.eof:
        raise ValueError
    return data.decode()


def refused(constant: str) -> NoReturn:
    """NaN and Infinity are Python's own: JSON has none (RFC 8259, 6)."""
    raise ValueError(constant)


def state_of(json_object: dict[str, Any]) -> State:
    """A state from JSON, with all that has not the right form left out."""
    answers, registration = json_object.get("answers"), json_object.get("registration")
    return State(
        seen=tuple(dict.fromkeys(texts(json_object.get("seen")))),
        answers={
            well_formed(key): well_formed(text) for key, text in members(answers) if isinstance(text, str)
        },
        behind=frozenset(texts(json_object.get("behind"))),
        revisions={
            key: number for key, value in members(json_object.get("revisions")) if (number := whole(value))
        },
        registration=registration if isinstance(registration, str) and UUID.fullmatch(registration) else "",
    )


def texts(value: object) -> list[str]:
    """The texts of a JSON array; of anything else, none."""
    return [well_formed(item) for item in value if isinstance(item, str)] if isinstance(value, list) else []


def members(value: object) -> list[tuple[str, Any]]:
    """The members of a JSON object; of anything else, none."""
    return list(value.items()) if isinstance(value, dict) else []


def whole(value: object) -> int:
    """A whole number from 1 that can still grow, else 0; digits in a text count, as in the player."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 1 <= value < MOST_REVISIONS and value == int(value) else 0
