"""cmi.suspend_data read back (SCORM 1.2 RTE 3.4.4): a version character, base64url, raw deflate, JSON.

A learner can put anything there, so nothing in it is believed: sizes are bounded, wrong types left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

from scormbuild.vocabulary import short_key

OLDER, VERSION, NEWER = "1", "2", "3456789"  # 1 had ids where 2 has short keys
UNKNOWN_PREFIX = "="  # before a key whose id isn't known, so that nobody takes it for one: no id begins so
KEY_LENGTH = 4  # ids of fewer characters are keys themselves
MAX_PACKED_LENGTH = 1 << 20  # of the packed text; the largest LMS keeps 64,000 characters
MAX_JSON_BYTES = 1 << 22  # of what it holds
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOST_REVISIONS = 2**52

StateKind = Literal["empty", "ours", "newer", "unreadable"]
ILL_FORMED = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class AttemptState:
    """What the player remembers of an attempt, as far as statements are made of it.

    Its `key` is no part of that: it opens copies in the learner's browser, and must go nowhere.
    """

    seen: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    not_saved: frozenset[str] = frozenset()  # the newest words of these are in a browser only
    revisions: dict[str, int] = field(default_factory=dict)  # by short key; older players kept them by id
    registration: str = ""
    finished: bool = False  # the learner pressed the button to finish

    def revision(self, identifier: str) -> int:
        """The revision of an answer: 1 for what was never changed since it was told."""
        return self.revisions.get(short_key(identifier)) or self.revisions.get(identifier, 1)


@dataclass(frozen=True)
class DecodedState:
    """A state, or why there is none: `newer` is of a later player, `unreadable` of nobody that we know."""

    kind: StateKind
    state: AttemptState = AttemptState()


def decode_suspend_data(text: str, ids: Iterable[str] = ()) -> DecodedState:
    """What a written value holds; short keys become the `ids` that they stand for. Never raises."""
    if not text:
        return DecodedState("empty")
    value = unpack_json(text)
    if value is None:
        return DecodedState("unreadable")
    if text[0] in NEWER:
        # Another tool's "3" or "50" is no state of a later player: that has a count.
        return DecodedState("newer" if "count" in value else "unreadable")
    names = None if text[0] == OLDER else {short_key(each): each for each in ids}
    return DecodedState("ours", parse_state(value, names))


def unpack_json(text: str) -> dict[str, Any] | None:
    """The JSON object in a value; None where there is none, or too much."""
    try:
        value = json.loads(inflate_text(text), parse_constant=refuse_constant)
    except (ValueError, RecursionError, zlib.error, binascii.Error):
        return None
    return value if isinstance(value, dict) else None


def inflate_text(text: str) -> str:
    """The text in a value; raises ValueError or zlib.error where there is none, or too much."""
    packed = text[1:]
    if (
        len(text) > MAX_PACKED_LENGTH
        or text[0] not in OLDER + VERSION + NEWER
        or not BASE64URL.fullmatch(packed)
    ):
        raise ValueError
    inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    data = inflater.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), MAX_JSON_BYTES)
    if not inflater.eof:
        raise ValueError
    return data.decode()


def refuse_constant(constant: str) -> NoReturn:
    """NaN and Infinity are Python's own: JSON has none (RFC 8259, 6)."""
    raise ValueError(constant)


def parse_state(json_object: dict[str, Any], names: Mapping[str, str] | None) -> AttemptState:
    """A state from JSON, with all that has not the right form left out; `names` are ids by their keys."""
    answers = [(expand_key(key, names), value) for key, value in object_items(json_object.get("answers"))]
    # An answer whose newest words are in a browser, and that has no older ones either, is 0.
    lacking = [name for name, value in answers if value == 0 and value is not False]
    behind = [expand_key(key, names) for key in string_items(json_object.get("behind"))]
    registration = json_object.get("registration")
    return AttemptState(
        seen=tuple(dict.fromkeys(expand_key(key, names) for key in string_items(json_object.get("seen")))),
        answers={name: to_well_formed(text) for name, text in answers if isinstance(text, str)},
        not_saved=frozenset([*lacking, *behind]),
        revisions={
            key: number
            for key, value in object_items(json_object.get("revisions"))
            if (number := parse_revision(value))
        },
        registration=registration if isinstance(registration, str) and UUID.fullmatch(registration) else "",
        finished=json_object.get("finished") is True,
    )


def expand_key(key: str, names: Mapping[str, str] | None) -> str:
    """The id that a key stands for; without `names` it is the id."""
    known = to_well_formed(key)
    if names is None or len(known) < KEY_LENGTH:
        return known
    return names.get(known, UNKNOWN_PREFIX + known)


def string_items(value: object) -> list[str]:
    """The texts of a JSON array; of anything else, none."""
    return (
        [to_well_formed(item) for item in value if isinstance(item, str)] if isinstance(value, list) else []
    )


def object_items(value: object) -> list[tuple[str, Any]]:
    """The members of a JSON object; of anything else, none."""
    return list(value.items()) if isinstance(value, dict) else []


def parse_revision(value: object) -> int:
    """A whole number from 1 that can still grow, else 0; digits in a text count, as in the player."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 1 <= value < MOST_REVISIONS and value == int(value) else 0


def to_well_formed(text: str) -> str:
    """Text from an LMS, with U+FFFD for what breaks a database: lone surrogates and NUL, as in the player."""
    return ILL_FORMED.sub("\ufffd", text)
