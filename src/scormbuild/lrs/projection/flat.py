"""A statement as one flat row, with the columns that reports calculate with."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any

from scormbuild import vocabulary as word
from scormbuild.lrs.projection.excerpt import (
    Actor,
    Authority,
    Context,
    Extensions,
    Relations,
    Result,
    Target,
    parse_excerpt,
)
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.completion import (
    STATUS_OF_VERB,
    contradicts,
    is_derived,
    score_of,
)
from scormbuild.lrs.xapi.duration import parse_duration
from scormbuild.lrs.xapi.effective_time import DAY_MICROSECONDS, effective_time
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.source import LMS, OTHER, PACKAGE, source_of
from scormbuild.lrs.xapi.statement.course import is_within
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.lrs.xapi.text_cache import cache_short_texts
from scormbuild.question_kinds import FORMS

INT, BIG, TEXT, YES_NO, NUMBER = "int32", "int64", "text", "bool", "double"
FLAT_ROW_COLUMNS = (  # in the order of a row; `stored`, `timestamp` and `month` follow from seq and at
    ("seq", BIG),  # `stored` in microseconds since 1970
    ("id", TEXT),
    ("at", BIG),  # when it counts as done, in microseconds since 1970
    ("actor", TEXT),
    ("person_key", BIG),
    ("verb", TEXT),
    ("activity", TEXT),
    ("activity_type", TEXT),
    ("course", TEXT),
    ("registration", TEXT),  # stays in the LRS: whoever knows one could tell something in it
    ("attempt", BIG),
    ("form", TEXT),
    ("response", TEXT),
    ("revision", INT),
    ("completion", YES_NO),
    ("success", YES_NO),
    ("score", NUMBER),  # in per cent
    ("progress", NUMBER),
    ("duration", NUMBER),  # in seconds
    ("road", TEXT),
    ("own_word", YES_NO),
    ("contradicted", YES_NO),
    ("version", TEXT),
    ("language", TEXT),
    ("profile", TEXT),
    ("clock_ahead", YES_NO),
)
COLUMN_NAMES = tuple(name for name, _ in FLAT_ROW_COLUMNS)
FORM_OF: dict[str | None, str] = {word.form_iri(form): form for form in FORMS}
# Where a statement names several, the first of these counts.
PROFILE_RANKS: dict[str | None, int] = {
    iri: rank for rank, iri in enumerate((word.PROFILE, word.SCORM_PROFILE, word.VIDEO_PROFILE))
}
LARGEST_INT32 = 2**31 - 1
USUAL_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:)([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?Z")
NUL = r"\u0000"  # as JSON has it
NO_RESULT, NO_CONTEXT, NO_RELATIONS, NO_EXTENSIONS = Result(), Context(), Relations(), Extensions()

Row = tuple[Any, ...]


def flat_row(seq: int, body: str | bytes, home_page: str) -> Row:
    """The row of a stored statement, in the order of FLAT_ROW_COLUMNS; `home_page` is the organisation's."""
    statement = parse_excerpt(body)
    result, context = statement.result or NO_RESULT, statement.context or NO_CONTEXT
    target, verb = statement.object, statement.verb.id
    activity = target.id if target.objectType == "Activity" else None
    kind = target.definition.type if activity and target.definition else None
    source, status = source_of_authority(statement.authority, home_page), STATUS_OF_VERB.get(verb)
    course, form, profile = course_form_profile(context.contextActivities or NO_RELATIONS)
    registration = context.registration.lower() if context.registration else None
    who, person_key = actor_and_key(statement.actor, home_page)
    if source == PACKAGE:
        # What a package's key may not store any more (auth.limits) counts as little where it is stored: a
        # course of others, and a name that was tried without an attempt.
        course = course if is_within(activity, course) else None
        who, person_key = (who, person_key) if registration else (None, None)
    score = decode_json(bytes(result.score)) if result.score else {}
    extensions = result.extensions or NO_EXTENSIONS
    stated = timestamp_microseconds(statement.timestamp)
    row = (
        seq,
        statement.id.lower(),
        effective_time(stated, seq),
        who,
        person_key,
        verb,
        activity,
        kind,
        activity if kind == word.COURSE else course,
        registration,
        # A number in the place of the UUID: a window over millions of rows takes a third of the time.
        reference_key("registration", registration) if registration else None,
        form,
        result.response,
        parse_int32(extensions.revision) if extensions.revision else None,
        result.completion,
        result.success,
        score_of(score) if score else None,
        parse_number(extensions.progress) if extensions.progress else None,
        parse_duration(result.duration) if result.duration else None,
        source,
        source == LMS and status is not None and not is_status_derived(statement.id, registration, score),
        status is not None and is_contradicted(status, result),
        context.revision,
        context.language,
        profile,
        stated > seq + DAY_MICROSECONDS,
    )
    # Looked for in the text, which costs little; a backslash that was itself escaped only makes us look
    # closer.
    return without_nul(row) if NUL in (body if isinstance(body, str) else body.decode()) else row


def course_form_profile(relations: Relations) -> tuple[str | None, str | None, str | None]:
    """The course around an activity, the form of a question, and the profile that is followed."""
    form = profile = None
    course = course_among(relations.parent) or course_among(relations.grouping)
    least = len(PROFILE_RANKS)
    for category in relations.category:
        iri = category.id
        if (rank := PROFILE_RANKS.get(iri, least)) < least:
            least, profile = rank, iri
        elif form is None:
            form = FORM_OF.get(iri)
    return course, form, profile


def course_among(activities: tuple[Target, ...]) -> str | None:
    """The first activity that says of itself that it is a course."""
    for each in activities:
        if each.definition is not None and each.definition.type == word.COURSE:
            return each.id
    return None


def actor_and_key(actor: Actor, home_page: str) -> tuple[str | None, int | None]:
    """The pseudonym, or what else identifies an agent, and its number; a group is nobody."""
    if actor.objectType != "Agent":
        return None, None
    if (held := actor.account) is not None:
        identity = f"account:{held.homePage} {held.name}"
        return held.name if held.homePage == home_page else identity, reference_key("agent", identity)
    names = {"mbox": actor.mbox, "openid": actor.openid, "mbox_sha1sum": actor.mbox_sha1sum}
    found = ifi(names)
    return (found, reference_key("agent", found)) if found else (None, None)


def source_of_authority(authority: Authority | None, home_page: str) -> str:
    """The source that it came from (lrs/xapi/completion.py)."""
    held = authority.account if authority and not authority.member else None
    return source_of_account(held.homePage, held.name, home_page) if held else OTHER


@cache_short_texts(1024)
def source_of_account(page: str, name: str, home_page: str) -> str:
    """The same, of a key's account: an organisation has a few."""
    return source_of({"account": {"homePage": page, "name": name}}, home_page)


def is_status_derived(statement_id: str, registration: str | None, score: dict[str, Any]) -> bool:
    """Whether it was worked out of the learner's state: not the LMS's own word (lrs/xapi/completion.py)."""
    context = {"registration": registration} if registration else {}
    return is_derived({"id": statement_id, "context": context, "result": {"score": score}})


def is_contradicted(status: str, result: Result) -> bool:
    """Whether the result says otherwise than the verb (lrs/xapi/completion.py)."""
    return contradicts(status, {"completion": result.completion, "success": result.success})


def timestamp_microseconds(timestamp: str) -> int:
    """Microseconds since 1970; of the usual form only the hour is worked out, and once."""
    if (usual := USUAL_TIMESTAMP.fullmatch(timestamp)) is None:
        return parse_timestamp(timestamp)
    hour, minute, second, fraction = usual.groups("")
    return (
        parse_hour(hour) + int(minute) * 60_000_000 + int(second) * 1_000_000 + int((fraction + "000000")[:6])
    )


@lru_cache(8192)
def parse_hour(text: str) -> int:
    """The beginning of an hour, "2026-11-23T09:"."""
    return parse_timestamp(f"{text}00:00Z")


def parse_number(raw: bytes) -> float | None:
    """A number of JSON; None for anything else, and for one that is too large to calculate with."""
    value = decode_json(bytes(raw))
    # To Python, true is a whole number.
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    try:
        return finite_or_none(float(value))
    except OverflowError:
        return None


def parse_int32(raw: bytes) -> int | None:
    """A whole number of JSON that fits 32 bits; None for anything else."""
    value = decode_json(bytes(raw))
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_INT32
    return int(value) if fits else None


def finite_or_none(value: float) -> float | None:
    """The value, unless it is infinite or none."""
    return value if isfinite(value) else None


def without_nul(row: Row) -> Row:
    """The row without the character NUL, which PostgreSQL can't hold in a text."""
    return tuple(value.replace("\0", "") if isinstance(value, str) else value for value in row)
