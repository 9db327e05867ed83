"""Two things told under one id, one of them with a package's key, which is public: both are kept.

The id of a statement follows from its registration, so whoever knows that may put something else under it
first. What an LMS says wins, whichever came first; of two claims the first stays. The other is kept aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.store import audit
from scormbuild.lrs.store.attestation import actor_verb_object, is_lms_attestation
from scormbuild.lrs.store.prepare import Json
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.source import LMS, PACKAGE, named_source
from scormbuild.lrs.xapi.statement.compare import is_equal_json
from scormbuild.lrs.xapi.statement.course import course_of_statement

CONFLICT = "another statement under an id that is taken"
UNTOLD = ("completion", "success")  # of a result, where one of two sources doesn't know
MAX_PER_ID = 8  # statements that are kept aside under one id, and
MAX_ROWS = 10_000  # of an organisation: whoever sends more, by a public key, fills no disk
COUNT_ROWS = text("select count(*) from statement_conflict where organisation = :organisation")
COUNT_OF_IDS = text(
    "select cast(id as text) as id, count(*) as number from statement_conflict"
    " where organisation = :organisation and cast(id as text) in :ids group by id"
).bindparams(bindparam("ids", expanding=True))
INSERT_CONFLICT = text(
    """insert into statement_conflict (organisation, id, digest, received, source, course, activity, body)
       values (:organisation, :id, :digest, :received, :source, :course, :activity, :body)
       on conflict (organisation, id, digest) do nothing"""
)


class Settlement(NamedTuple):
    """What becomes of a statement whose id is taken."""

    replaces: bool = False  # it takes the place of the one that is there
    confirms: bool = False  # an LMS says what a package said before
    aside: Json | None = None  # the one of the two that is kept aside


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A statement that lost its id to another."""

    id: str
    statement: Json


def settle(stored: Json, incoming: Json) -> Settlement:
    """Which of two statements counts, by where they come from; `stored` was there first."""
    sources = named_source(stored["authority"]), named_source(incoming["authority"])
    if PACKAGE not in sources:
        return Settlement()
    same = is_same_claim(stored, incoming)
    if sources == (PACKAGE, LMS):
        # How a course ended, no browser has reason to say under the id of the LMS's own word.
        replaces = not same or is_lms_attestation(incoming)
        return Settlement(replaces, confirms=not replaces, aside=None if same else stored)
    return Settlement(aside=None if same else incoming)


def is_same_claim(one: Json, other: Json) -> bool:
    """Whether two statements say the same of somebody: when, and in how many words, makes no difference."""
    # A browser knows when something was done, and an LMS when it last heard of it.
    results = one.get("result", {}), other.get("result", {})
    # Of a question that the course hasn't any more, a state doesn't tell whether the answer counted.
    untold = {name for name in UNTOLD if any(name not in each for each in results)}
    first, second = ({name: each[name] for name in each.keys() - untold} for each in results)
    return actor_verb_object(one) == actor_verb_object(other) and is_equal_json(first, second)


def write_conflicts(
    connection: Connection, organisation: int, kept: Sequence[KeptAside], received: int
) -> None:
    """Keep statements aside, as far as there is room, and note in the audit log whose they are."""
    bound = {"organisation": organisation, "ids": sorted({each.id for each in kept})}
    total = int(connection.scalar(COUNT_ROWS, bound) or 0)
    numbers = defaultdict(int, {row.id: row.number for row in connection.execute(COUNT_OF_IDS, bound)})
    examples: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in kept:
        examples[each.statement["authority"]["account"]["name"]].append({"ids": each.id})
        if total < MAX_ROWS and numbers[each.id] < MAX_PER_ID:
            row = conflict_row(each, received)
            done = connection.execute(INSERT_CONFLICT, {"organisation": organisation, **row}).rowcount
            numbers[each.id] += done
            total += done
    for who, some in sorted(examples.items()):
        audit.count_audit_entries(connection, organisation, who, CONFLICT, some)


def conflict_row(kept: KeptAside, received: int) -> Mapping[str, object]:
    """The row of a statement; what says the same again is the same row."""
    statement = kept.statement
    said = encode_json([*actor_verb_object(statement), statement.get("result")])
    course = course_of_statement(statement)
    stored = statement.get("stored", format_timestamp(received))
    return {
        "id": kept.id,
        "digest": sha256(said).hexdigest(),
        "received": received,
        "source": named_source(statement["authority"]),
        "course": course["id"] if course else None,
        "activity": str(statement["object"].get("id", "")).replace("\0", ""),
        "body": encode_json({"timestamp": stored, **statement, "stored": stored}).decode(),
    }
