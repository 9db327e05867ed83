"""Limits of a key, beside its scopes: on which activities, from which pages, until when, how much."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from scormbuild.errors import Forbidden, SettingsError
from scormbuild.lrs.xapi.patterns import is_iri
from scormbuild.lrs.xapi.source import LMS, PACKAGE
from scormbuild.lrs.xapi.statement.course import is_within
from scormbuild.lrs.xapi.statement.parts import as_list
from scormbuild.vocabulary import PROFILE

# As browsers write it (RFC 6454 6.2): lower case, a port if it isn't the usual one, and no path.
ORIGIN = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
STATEMENTS_WRITE = "statements/write"
# Our own, with its forms of questions, and those that ADL keeps, such as SCORM's and video's.
PROFILES = (PROFILE, "https://w3id.org/xapi")


@dataclass(frozen=True, slots=True)
class Limits:
    """None and () mean: not limited."""

    activity_prefix: str | None = None
    origins: tuple[str, ...] = ()
    expires: int | None = None  # microseconds since 1970
    rate: int | None = None  # statements a minute
    source: str | None = None  # PACKAGE: its secret is public, so it proves nothing. LMS: it knows its users
    names_are_ids: bool = False  # the LMS calls its users by number, not by the name that SCORM gives them
    byte_rate: int | None = None  # bytes a minute, unpacked; with a package's rate, derived from that
    row_rate: int | None = None  # rows a minute that are written, alike

    def to_json(self) -> dict[str, Any]:
        """What is limited, as the database holds it: under the names of the first version."""
        pairs = {
            "activity_prefix": self.activity_prefix,
            "origins": list(self.origins) or None,
            "expires": self.expires,
            "rate": self.rate,
            "byte_rate": self.byte_rate,
            "row_rate": self.row_rate,
            # Renaming these two would lift the limits of every key that is stored.
            "road": self.source,
            "numbered": self.names_are_ids or None,
        }
        return {name: value for name, value in pairs.items() if value is not None}


def limits_from_json(stored: Mapping[str, Any]) -> Limits:
    """The limits that `Limits.to_json` gave."""
    return Limits(
        activity_prefix=stored.get("activity_prefix"),
        origins=tuple(stored.get("origins", ())),
        expires=stored.get("expires"),
        rate=stored.get("rate"),
        source=stored.get("road"),
        names_are_ids=bool(stored.get("numbered")),
        byte_rate=stored.get("byte_rate"),
        row_rate=stored.get("row_rate"),
    )


def validate_limits(limits: Limits, scopes: Set[str] = frozenset({STATEMENTS_WRITE})) -> None:
    """Raise SettingsError for a limit that could never be met, or would limit nothing."""
    validate_source(limits, scopes)
    if limits.activity_prefix is not None and not is_iri(limits.activity_prefix):
        raise SettingsError(
            f"the activity prefix {limits.activity_prefix!r} is no IRI\n"
            "  hint: write it whole, such as https://example.org/courses/my-course"
        )
    for origin in limits.origins:
        if not ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"{origin!r} is no origin\n  hint: scheme and host in lower case, nothing behind them: "
                "https://lms.example.org"
            )
    rates = {"statement": limits.rate, "byte": limits.byte_rate, "row": limits.row_rate}
    for what, rate in rates.items():
        if rate is not None and rate < 1:
            raise SettingsError(f"the rate is below one {what} a minute\n  hint: revoke the key instead")


def validate_source(limits: Limits, scopes: Set[str]) -> None:
    """Raise SettingsError where a key's source asks for other limits: a package's secret is no secret."""
    if limits.source not in (None, PACKAGE, LMS):
        raise SettingsError(f"{limits.source!r} is no source\n  hint: write {PACKAGE} or {LMS}")
    if limits.names_are_ids and limits.source != LMS:
        raise SettingsError("only a key of an LMS can be numbered\n  hint: give it the source lms")
    if limits.source == PACKAGE and (limits.activity_prefix is None or scopes != {STATEMENTS_WRITE}):
        raise SettingsError(
            "everybody who takes a course can read its package's key\n"
            f"  hint: give it the scope {STATEMENTS_WRITE} only, and the course's IRI as its activity prefix"
        )


def require_statement(statement: Mapping[str, Any], limits: Limits) -> None:
    """Raise Forbidden for a statement that is beyond the limits of a key."""
    require_activity(statement, limits)
    require_package(statement, limits)


def require_activity(statement: Mapping[str, Any], limits: Limits) -> None:
    """Raise Forbidden unless the statement is about an activity within the limit; so nothing is voided."""
    if limits.activity_prefix is None:
        return
    target = statement["object"]
    # A voiding statement's object is a StatementRef (Data 2.3.2): a key of one course could else void any
    # other's.
    is_activity = target.get("objectType", "Activity") == "Activity"
    if not is_activity or not is_within(target.get("id"), limits.activity_prefix):
        raise Forbidden(
            f"this key may only store statements about {limits.activity_prefix} and what is below"
        )


def require_package(statement: Mapping[str, Any], limits: Limits) -> None:
    """Raise Forbidden for what no package sends: its key is public, so it may do no more than it must."""
    if limits.source != PACKAGE:
        return
    if statement["actor"].get("objectType", "Agent") != "Agent":
        raise Forbidden("the key of a package may only store statements of a single agent: send no group")
    for name in ("authority", "attachments"):
        if name in statement:
            raise Forbidden(f"the key of a package may not store statements with {name}: leave it out")
    require_attempt(statement)
    require_own_course(statement, limits)


def require_attempt(statement: Mapping[str, Any]) -> None:
    """Raise Forbidden for a statement of no attempt: a player always has one."""
    # Else a name could be tried, to read its pseudonym, and nothing would tell (store.attestation).
    if "registration" not in statement.get("context", {}):
        raise Forbidden(
            "context.registration: the key of a package may only store what was done in an attempt; send its"
            " registration"
        )


def require_own_course(statement: Mapping[str, Any], limits: Limits) -> None:
    """Raise Forbidden for a statement that would be found, read or counted in another course too."""
    for relation, activities in statement.get("context", {}).get("contextActivities", {}).items():
        for number, activity in enumerate(as_list(activities)):
            # Profiles alone are of no course: what else stands outside may be somebody else's.
            profile = relation == "category" and any(is_within(activity["id"], each) for each in PROFILES)
            if not profile and not is_within(activity["id"], limits.activity_prefix):
                raise Forbidden(
                    f"context.contextActivities.{relation}[{number}]: the key of a package may only name"
                    f" {limits.activity_prefix}, what is below, and profiles as categories"
                )


def require_document(activity: str | None, limits: Limits) -> None:
    """Raise Forbidden unless a document belongs to an activity within the limit."""
    if limits.activity_prefix is not None and not is_within(activity, limits.activity_prefix):
        raise Forbidden(f"this key may only use documents of {limits.activity_prefix} and below")


def require_origin(origin: str | None, limits: Limits) -> None:
    """Raise Forbidden where a page of another origin sends the request; a program sends none."""
    # Browsers always send it with a request to elsewhere; who isn't a browser can write whatever it likes
    # there. So this keeps a key from other sites' pages, and from nobody else.
    if limits.origins and origin is not None and origin.lower() not in limits.origins:
        raise Forbidden("this key may not be used from pages of this origin")
