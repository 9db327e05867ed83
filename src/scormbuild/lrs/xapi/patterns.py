"""The forms of strings in xAPI, and times as numbers (xAPI 1.0.3 Data 4.0, IEEE 9274.1.1 4.2.7)."""

from __future__ import annotations

import re
from functools import lru_cache

from scormbuild.lrs.xapi.text_cache import cache_short_texts
from scormbuild.lrs.xapi.version import Version

CACHE_SIZE = 8192  # strings that a memory holds

# Repeated groups are possessive (`*+`): no string, however hostile, makes them go back and try again.
# As strict as RFC 3987, as xAPI asks: what is let in here is an id for ever, in other LRSs too, and two LRSs
# that read a bad one in two ways would keep two activities. A prefix or a course that a key or a login is
# limited to is an IRI too: one that no statement can carry would limit it to nothing.
# RFC 3987 2.2: what may stand as it is in every part, what also in a query, and a byte in hexadecimal.
PLANES = "".join(f"\\U{plane:04x}0000-\\U{plane:04x}fffd" for plane in range(1, 14))
BEYOND_ASCII = rf"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{PLANES}\U000e1000-\U000efffd"
PRIVATE = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
PLAIN = rf"A-Za-z0-9._~!$&'()*+,;=\-{BEYOND_ASCII}"
BYTE = "%[0-9A-Fa-f]{2}"
LITERAL = r"\[(?:[0-9A-Fa-f:.]+|[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:\-]+)\]"
IRI_AUTHORITY = rf"(?:(?:[{PLAIN}:]++|{BYTE})*+@)?(?:{LITERAL}|(?:[{PLAIN}]++|{BYTE})*+)(?::[0-9]*+)?"
IRI_PATH = rf"(?:[{PLAIN}:@/]++|{BYTE})*+"
IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*+:(?!\Z)(?://{IRI_AUTHORITY}(?:/{IRI_PATH})?|(?!//){IRI_PATH})"
    rf"(?:\?(?:[{PLAIN}:@/?{PRIVATE}]++|{BYTE})*+)?(?:#(?:[{PLAIN}:@/?]++|{BYTE})*+)?"
)
UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
MAILTO = re.compile(
    r"mailto:[^\s@\"(),:;<>\[\\\]\x00-\x20\x7f]++@[^\s@\"(),:;<>\[\\\]?#/&=%!\x00-\x20\x7f]++"
)
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]++")
SHA2_LENGTHS = frozenset({56, 64, 96, 128})
# The grandfathered tags that RFC 5646 calls regular need no mention: they have the form of others.
LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)",
    re.ASCII | re.IGNORECASE,
)
WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~\-]++"  # a token of RFC 9110 5.6.2
PARAMETER = rf'{WORD}=(?:{WORD}|"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\.)*+")'
MEDIA_TYPE = re.compile(rf"{WORD}/{WORD}(?:[ \t]*+;[ \t]*+(?:{PARAMETER})?)*+[ \t]*+")

DAY_OF_RFC_3339 = r"(?P<year>[0-9]{4})(?P<dash>-)(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
DAY_OF_ISO_8601 = r"(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
TIMESTAMP = {
    Version.V1: re.compile(
        DAY_OF_ISO_8601 + r"[Tt](?P<hour>[0-9]{2})(?:(?P<colon>:?)(?P<minute>[0-9]{2})"
        r"(?:(?P=colon)(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?)?"
        r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?)?"
    ),
    Version.V2: re.compile(
        DAY_OF_RFC_3339 + r"[Tt](?P<hour>[0-9]{2})(?P<colon>:)(?P<minute>[0-9]{2})"
        r":(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
        r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))"
    ),
}
# Our own calendar, as datetime knows neither the year 0 nor a leap second.
MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY_SECONDS, SECOND = 86_400, 1_000_000
EARLIEST, LATEST = -62_167_219_200, 253_402_300_800  # the years of four digits, in seconds


@cache_short_texts(CACHE_SIZE)
def is_iri(text: str) -> bool:
    """Whether it is an absolute IRI, of any scheme (RFC 3987 2.2; xAPI 1.0.3 Data 4.3)."""
    return IRI.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether it is a UUID in standard string form, of any variant and version (xAPI 1.0.3 Data 4.4)."""
    return UUID.fullmatch(text) is not None


@cache_short_texts(CACHE_SIZE)
def is_mailto(text: str) -> bool:
    """Whether it is `mailto:` and one e-mail address (xAPI 1.0.3 Data 2.4.2.3)."""
    return MAILTO.fullmatch(text) is not None


def is_sha1(text: str) -> bool:
    """Whether it is a SHA-1 in hexadecimal (xAPI 1.0.3 Data 2.4.2.3)."""
    return len(text) == 40 and HEXADECIMAL.fullmatch(text) is not None


def is_sha2(text: str) -> bool:
    """Whether it is a SHA-224, -256, -384 or -512 in hexadecimal (xAPI 1.0.3 Data 2.4.11)."""
    return len(text) in SHA2_LENGTHS and HEXADECIMAL.fullmatch(text) is not None


@cache_short_texts(CACHE_SIZE)
def is_language_tag(text: str) -> bool:
    """Whether it is a well-formed language tag (RFC 5646 2.2.9; xAPI 1.0.3 Data 4.2)."""
    return LANGUAGE.fullmatch(text) is not None


@cache_short_texts(CACHE_SIZE)
def is_media_type(text: str) -> bool:
    """Whether it is a media type with its parameters (RFC 9110 8.3.1)."""
    return MEDIA_TYPE.fullmatch(text) is not None


def is_timestamp(text: str, version: Version) -> bool:
    """Whether it is a point in time as that version of xAPI writes it."""
    try:
        parse_timestamp(text, version)
    except ValueError:
        return False
    return True


def parse_timestamp(text: str, version: Version = Version.V1) -> int:
    """The time since 1970 in UTC, out of ISO 8601 (1.0.3 Data 4.5) or RFC 3339 (2.0); raises ValueError.

    A time without zone counts as UTC; what is finer than a microsecond is cut off.
    """
    match = TIMESTAMP[version].fullmatch(text)
    # ISO 8601's basic and extended form don't mix: with dashes go colons.
    if match is None or (match["minute"] and bool(match["dash"]) != bool(match["colon"])):
        raise ValueError(f"{text[:60]!r} is no timestamp")
    day = days_since_1970(int(match["year"]), int(match["month"]), int(match["day"]))
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(f"{text[:60]!r} has no such time of day")
    at = day * DAY_SECONDS + hour * 3600 + minute * 60 + second
    if match["sign"]:
        at -= offset_seconds(match["sign"], int(match["hours"]), int(match["minutes"] or 0))
    # A leap second ends a day of UTC; it counts as the first of the next.
    if (second == 60 and at % DAY_SECONDS) or not EARLIEST <= at < LATEST:
        raise ValueError(f"{text[:60]!r} has no such second, or its year in UTC is none of 0000 to 9999")
    return at * SECOND + int(((match["fraction"] or "") + "000000")[:6])


def offset_seconds(sign: str, hours: int, minutes: int) -> int:
    """Seconds ahead of UTC; -00:00 means an unknown zone and is refused (IEEE 9274.1.1 4.2.7)."""
    ahead = hours * 3600 + minutes * 60
    if hours > 23 or minutes > 59 or (sign == "-" and not ahead):
        raise ValueError(f"there is no offset {sign}{hours:02}:{minutes:02}")
    return -ahead if sign == "-" else ahead


def days_since_1970(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 in the Gregorian calendar; raises ValueError where there is no such date."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= MONTHS[month - 1] + (leap and month == 2):
        raise ValueError(f"there is no date {year:04}-{month:02}-{day:02}")
    # Years that begin in March put the leap day last, so that month lengths need no table.
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719_469


def format_timestamp(at: int) -> str:
    """Microseconds since 1970 as `2026-11-23T02:03:04.123456Z` (RFC 3339 5.6)."""
    seconds, fraction = divmod(at, SECOND)
    return f"{format_second(seconds)}.{fraction:06}Z"


@lru_cache(16)
def format_second(seconds: int) -> str:
    """The same without fraction and zone; what is stored now comes by the thousand in a second."""
    day, second = divmod(seconds, DAY_SECONDS)
    # 719,468 days lie between 1 March of the year 0 and 1970; after 146,097, the calendar repeats itself.
    era, day = divmod(day + 719_468, 146_097)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= year * 365 + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    year, month = year + era * 400 + month // 10, (month + 2) % 12 + 1
    minute, second = divmod(second, 60)
    return f"{year:04}-{month:02}-{day + 1:02}T{minute // 60:02}:{minute % 60:02}:{second:02}"
