"""JSON in and out: the one home of msgspec."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from scormbuild.errors import BadRequest

# A float would turn 0.10 into 0.1 and 1e400 into nothing; a Decimal keeps the number as it was written.
DECODER = msgspec.json.Decoder(float_hook=Decimal)
# What stands in an array is passed over here, and not made into objects.
ARRAY_DECODER = msgspec.json.Decoder(list[msgspec.Raw])
ENCODER = msgspec.json.Encoder(decimal_format="number")
# Two things that JSON can write and no text can hold: half a surrogate pair, as a player makes it that cuts
# a text in the middle of an emoji, and U+0000, for which PostgreSQL has no place. Neither says anything, and
# a learner's answer must not be refused for it, nor a whole batch: so both are read as U+FFFD, which is what
# Unicode has for that, and what browsers make of them.
NUL = rb"\u0000"
# Of several backslashes before it, each two are one that is meant.
ESCAPE = rb"(?<!\\)((?:\\\\)*+)\\u"
HIGH, LOW = rb"[dD][89abAB][0-9a-fA-F]{2}", rb"[dD][c-fC-F][0-9a-fA-F]{2}"
ESCAPED_NUL = re.compile(ESCAPE + rb"0000")
HALF_PAIRS = (
    re.compile(ESCAPE + HIGH + rb"(?!\\u" + LOW + rb")"),
    re.compile(rb"(?<!\\u" + HIGH + rb")" + ESCAPE + LOW),
)
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = rb"\1\\ufffd"


def decode_json(data: bytes) -> Any:
    """The value of a JSON text (RFC 8259), fractions as Decimal; raises BadRequest where it is none."""
    if NUL in data:
        data = ESCAPED_NUL.sub(REPLACEMENT, data)
    try:
        return DECODER.decode(data)
    except RecursionError:
        raise BadRequest("the JSON is nested too deeply: send it with at most 64 levels") from None
    # JSON bounds no exponent, Decimal does: 1e9999999999999999999 is none.
    except InvalidOperation:
        raise BadRequest("the JSON holds a number with an exponent that is out of range") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        repaired = data
        for half_pair in HALF_PAIRS:
            repaired = half_pair.sub(REPLACEMENT, repaired)
        if repaired == data:
            raise BadRequest(f"the body can't be read as JSON: {fault}") from None
    return decode_json(repaired)


def replace_unstorable(value: Any) -> Any:
    """The same of what others have decoded: each character that no text can hold becomes U+FFFD."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {replace_unstorable(key): replace_unstorable(item) for key, item in value.items()}
    return [replace_unstorable(item) for item in value] if isinstance(value, list) else value


def element_sizes(data: bytes) -> list[int]:
    """How many bytes each element of a JSON array takes; of what is no array, the one size of the whole."""
    try:
        return [len(memoryview(element)) for element in ARRAY_DECODER.decode(data)]
    # What is wrong with it, whoever decodes it tells.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [len(data)]


def encode_json(value: object) -> bytes:
    """The value as compact JSON in UTF-8, numbers as they were read."""
    return ENCODER.encode(value)


def format_json(value: object) -> bytes:
    """The value as JSON that a person can read."""
    return msgspec.json.format(ENCODER.encode(value), indent=2)
