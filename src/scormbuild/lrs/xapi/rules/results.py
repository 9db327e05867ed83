"""Rules for results and scores (xAPI 1.0.3 Data 2.4.5, IEEE 9274.1.1 4.2.2.4)."""

from __future__ import annotations

from decimal import Decimal

from scormbuild.lrs.xapi.rules.rule import Fault, Json, object_of
from scormbuild.lrs.xapi.rules.values import boolean, duration, extensions, number, string


def scaled(value: object) -> None:
    """From -1 to 1."""
    number(value)
    if isinstance(value, int | Decimal | float) and not -1 <= value <= 1:
        raise Fault("must be from -1 to 1")


def score_constraints(value: Json) -> None:
    """The minimum is below the maximum, and the raw score not outside them (xAPI 1.0.3 Data 2.4.5.1)."""
    # Each by itself is right by now, so a boolean can't be among them.
    numbers = {key: item for key, item in value.items() if isinstance(item, int | Decimal | float)}
    least, most, raw = numbers.get("min"), numbers.get("max"), numbers.get("raw")
    if least is not None and most is not None and not least < most:
        raise Fault("must be less than max", "min")
    if raw is not None and least is not None and raw < least:
        raise Fault("must not be less than min", "raw")
    if raw is not None and most is not None and raw > most:
        raise Fault("must not be more than max", "raw")


score = object_of(
    {"scaled": scaled, "raw": number, "min": number, "max": number}, object_rule=score_constraints
)
result = object_of(
    {
        "score": score,
        "success": boolean,
        "completion": boolean,
        "response": string,
        "duration": duration,
        "extensions": extensions,
    }
)
