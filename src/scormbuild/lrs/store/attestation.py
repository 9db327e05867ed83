"""What an LMS attests, and what a package's key is not believed, which everybody can read.

Two things are left that somebody can do with it, and both show: tell something under an id that another
statement will bear (store.conflicts), and write about somebody else by their name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import pseudonym_digest, registration_mark
from scormbuild.lrs.store import audit
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.prepare import Json, PreparedStatement
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.completion import STATUS_OF_VERB, is_derived
from scormbuild.lrs.xapi.source import LMS, named_source
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.vocabulary import PROFILE

SELECT_REGISTRATION = text(
    "select 1 from reference where organisation = :organisation and key = :registration limit 1"
)
# Cross join: the few statements of a learner lead, not the many of a course.
SELECT_LEARNER_IN_COURSE = text(
    """select 1 from reference a cross join reference c
       where a.organisation = :organisation and a.key = :agent
       and c.organisation = :organisation and c.seq = a.seq and c.key in (:activity, :related) limit 1"""
)
SELECT_ATTEMPTS = text(
    "select attempt from attestation where organisation = :organisation and person_key in :keys"
).bindparams(bindparam("keys", expanding=True))
SECOND_REGISTRATION = "another registration of a learner begun by a package"
STATEMENT_REPLACED = "statement of a package replaced by the LMS's"


def is_lms_attestation(lms_statement: Json) -> bool:
    """Whether an LMS says itself how a course ended; no browser has reason to use such an id."""
    return lms_statement["verb"]["id"] in STATUS_OF_VERB and not is_derived(lms_statement)


def actor_verb_object(statement: Json) -> tuple[object, ...]:
    """Who did what."""
    return ifi(statement["actor"]), statement["verb"]["id"], statement["object"].get("id")


def list_attested_attempts(
    connection: Connection, organisation: int, person_keys: Sequence[int]
) -> list[int]:
    """The attempts of a person that an LMS confirms, as numbers."""
    bound = {"organisation": organisation, "keys": list(person_keys)}
    return list(connection.scalars(SELECT_ATTEMPTS, bound))


def attested_attempts(fresh: Iterable[PreparedStatement]) -> set[tuple[int, int]]:
    """The attempts of which an LMS tells something among statements that are stored."""
    return {
        attempt
        for each in fresh
        if each.incoming and named_source(each.statement["authority"]) == LMS
        # A plug-in makes up a registration for each of its runs: of an attempt at a course of ours only what
        # follows our profile tells.
        if follows_profile(each.statement) and (attempt := attempt_of(each.statement))
    }


def follows_profile(statement: Json) -> bool:
    """Whether a statement is of a course of ours."""
    categories = statement.get("context", {}).get("contextActivities", {}).get("category", ())
    return any(each["id"] == PROFILE for each in categories)


def attempt_of(lms_statement: Json) -> tuple[int, int] | None:
    """The attempt that an LMS's statement belongs to, and whose it is, as numbers; None for that of none."""
    registration, who = lms_statement.get("context", {}).get("registration"), ifi(lms_statement["actor"])
    if registration is None or who is None:
        return None
    return reference_key("registration", registration.lower()), reference_key("agent", who)


def audit_second_registrations(
    connection: Connection, organisation: int, definitions: Definitions, fresh: Iterable[PreparedStatement]
) -> list[object]:
    """Note registrations that packages begin for learners who have one; gives the marks to remember.

    Mostly that is a new attempt. It is also what somebody does who wants to see a name's pseudonym.
    """
    cache_keys: dict[object, None] = {}
    begun: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in fresh:
        incoming, statement = each.incoming, each.statement
        registration = statement.get("context", {}).get("registration", "").lower()
        if incoming is None or incoming.course is None or not registration:
            continue
        # Once a registration: until its statements are written, each of them would seem to begin it.
        cache_key = (organisation, SECOND_REGISTRATION, registration)
        if definitions.is_new(cache_key, cache_keys) and is_second_registration(
            connection, organisation, statement, incoming.course
        ):
            who = statement["authority"]["account"]["name"]
            made = registration_mark(incoming.scheme.key, registration)
            # A package's statement has one actor.
            begun[who].append({"persons": pseudonym_digest(incoming.actors[0]), "registrations": made})
    for who, examples in sorted(begun.items()):
        audit.count_audit_entries(connection, organisation, who, SECOND_REGISTRATION, examples)
    return list(cache_keys)


def is_second_registration(connection: Connection, organisation: int, statement: Json, course: str) -> bool:
    """Whether a registration begins, for a learner who is known from the course."""
    registration_key = {
        "registration": reference_key("registration", statement["context"]["registration"].lower())
    }
    learner_keys = {
        "agent": reference_key("agent", ifi(statement["actor"]) or ""),
        "activity": reference_key("activity", course),
        "related": reference_key("related_activity", course),
    }
    which = {"organisation": organisation}
    # The cheaper question first: nearly every statement is of a registration that is known.
    if connection.execute(SELECT_REGISTRATION, which | registration_key).first():
        return False
    return connection.execute(SELECT_LEARNER_IN_COURSE, which | learner_keys).first() is not None
