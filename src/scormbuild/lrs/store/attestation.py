"""What a package's key is not believed: its secret can be read by everybody who takes the course.

Two things are left that somebody can do with it, and both show here: tell something under an id that the
LMS's own word will bear, and write about somebody else by their name.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from scormbuild.lrs.auth.limits import LMS, PACKAGE
from scormbuild.lrs.privacy.pseudonym import digest, registration_mark
from scormbuild.lrs.store import audit
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.completion import STATUS, derived
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared
from scormbuild.lrs.xapi.statement.references import key

BEGUN = text("select 1 from reference where organisation = :organisation and key = :registration limit 1")
# Cross join: the few statements of a learner lead, not the many of a course.
MET = text(
    """select 1 from reference a cross join reference c
       where a.organisation = :organisation and a.key = :agent
       and c.organisation = :organisation and c.seq = a.seq and c.key in (:activity, :related) limit 1"""
)
ANOTHER = "another registration of a learner begun by a package"
REPLACED = "statement of a package replaced by the LMS's"


def road_of(statement: Json) -> str:
    """By which road a statement came: what the receiver wrote into its authority."""
    return str(statement["authority"].get("account", {}).get("name", "")).partition("/")[0]


def forged(stored: Json, said: Json) -> bool:
    """Whether a package took the id of what the LMS says: for something else, or for the LMS's own word."""
    return road_of(stored) == PACKAGE and (gist(stored) != gist(said) or own_word(said))


def own_word(said: Json) -> bool:
    """Whether an LMS says itself how a course ended; no browser has reason to use such an id."""
    return said["verb"]["id"] in STATUS and not derived(said)


def gist(statement: Json) -> tuple[object, ...]:
    """Who did what."""
    return ifi(statement["actor"]), statement["verb"]["id"], statement["object"].get("id")


def vouched(prepared: Prepared) -> bool:
    """Whether an LMS says it."""
    return prepared.arrival is not None and road_of(prepared.statement) == LMS


def strange(
    connection: Connection, organisation: int, definitions: Definitions, fresh: Iterable[Prepared]
) -> list[object]:
    """Note registrations that packages begin for learners who have one; gives the marks to remember.

    Mostly that is a new attempt. It is also what somebody does who wants to see a name's pseudonym.
    """
    marks: dict[object, None] = {}
    for each in fresh:
        arrival, statement = each.arrival, each.statement
        registration = statement.get("context", {}).get("registration", "").lower()
        if arrival is None or arrival.course is None or not registration:
            continue
        mark = (organisation, ANOTHER, registration)
        if definitions.new(mark, marks) and another(connection, organisation, statement, arrival.course):
            who = statement["authority"]["account"]["name"]
            made = registration_mark(arrival.scheme.key, registration)
            detail = {"persons": sorted(map(digest, arrival.actors)), "registration": made}
            audit.note(connection, organisation, who, ANOTHER, detail)
    return list(marks)


def another(connection: Connection, organisation: int, statement: Json, course: str) -> bool:
    """Whether a registration begins, for a learner who is known from the course."""
    begun = {"registration": key("registration", statement["context"]["registration"].lower())}
    met = {
        "agent": key("agent", ifi(statement["actor"]) or ""),
        "activity": key("activity", course),
        "related": key("related_activity", course),
    }
    which = {"organisation": organisation}
    if connection.execute(BEGUN, which | begun).first():
        return False
    return connection.execute(MET, which | met).first() is not None
