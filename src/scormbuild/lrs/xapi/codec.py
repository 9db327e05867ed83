"""JSON in and out: the one home of msgspec."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from scormbuild.errors import BadRequest

# A float would turn 0.10 into 0.1 and 1e400 into nothing; a Decimal keeps the number as it was written.
DECODER = msgspec.json.Decoder(float_hook=Decimal)
ENCODER = msgspec.json.Encoder(decimal_format="number")


def decode_json(data: bytes) -> Any:
    """The value of a JSON text (RFC 8259), fractions as Decimal; raises BadRequest where it is none."""
    try:
        return DECODER.decode(data)
    except RecursionError:
        raise BadRequest("the JSON is nested too deeply: send it with at most 64 levels") from None
    # JSON bounds no exponent, Decimal does: 1e9999999999999999999 is none.
    except InvalidOperation:
        raise BadRequest("the JSON holds a number with an exponent that is out of range") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadRequest(f"the body can't be read as JSON: {fault}") from None


def encode_json(value: object) -> bytes:
    """The value as compact JSON in UTF-8, numbers as they were read."""
    return ENCODER.encode(value)


def format_json(value: object) -> bytes:
    """The value as JSON that a person can read."""
    return msgspec.json.format(ENCODER.encode(value), indent=2)
