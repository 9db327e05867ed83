"""Rules for the values that stand in many places: strings of a form, numbers, language maps, extensions."""

from __future__ import annotations

from decimal import Decimal

from scormbuild.lrs.xapi import patterns
from scormbuild.lrs.xapi.duration import is_duration
from scormbuild.lrs.xapi.rules.rule import Fault, Rule, map_of, mismatch, text_of
from scormbuild.lrs.xapi.version import Version

# Deep enough for anybody's data; what is deeper would end in Python's own limit, somewhere in the store.
DEEPEST = 64  # levels of objects and arrays in the value of an extension

iri = text_of(patterns.is_iri, "an IRI with a scheme (RFC 3987)")
uuid = text_of(patterns.is_uuid, "a UUID in standard string form")
language_tag = text_of(patterns.is_language_tag, "a language tag (RFC 5646)")
duration = text_of(is_duration, "an ISO 8601 duration, such as PT4H35M59.14S")


def string(value: object) -> None:
    """Any string."""
    if not isinstance(value, str):
        raise mismatch("a string", value)


def boolean(value: object) -> None:
    """True or false; no string that reads so (xAPI 1.0.3 Data 2.2)."""
    # `in (True, False)` would take 1 and 0 as well.
    if value is not True and value is not False:
        raise mismatch("true or false", value)


def number(value: object) -> None:
    """A number; no string that holds one, and no boolean, which Python would take for one."""
    if not isinstance(value, int | Decimal | float) or isinstance(value, bool):
        raise mismatch("a number", value)


def whole_number(value: object) -> None:
    """A number that counts something."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise mismatch("a whole number from 0", value)


def no_deeper(value: object, room: int = DEEPEST) -> None:
    """Any JSON, null too, as long as its nesting ends."""
    if isinstance(value, dict):
        items = list(value.values())
    elif isinstance(value, list):
        items = value
    else:
        return
    if not room:
        raise Fault(f"is nested too deeply: send at most {DEEPEST} levels, or the rest as a string")
    for item in items:
        no_deeper(item, room - 1)


language_map = map_of(patterns.is_language_tag, "a language tag (RFC 5646)", string)
extensions = map_of(patterns.is_iri, "an IRI with a scheme (RFC 3987)", no_deeper)

# IEEE 9274.1.1 4.2.7 narrows ISO 8601 to RFC 3339.
timestamp: dict[Version, Rule] = {
    Version.V1: text_of(
        lambda text: patterns.is_timestamp(text, Version.V1),
        "an ISO 8601 timestamp, such as 2026-11-23T02:03:04Z",
    ),
    Version.V2: text_of(
        lambda text: patterns.is_timestamp(text, Version.V2),
        "an RFC 3339 timestamp, such as 2026-11-23T02:03:04Z",
    ),
}
