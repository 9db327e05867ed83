"""What is kept aside under ids that were taken: somebody's words, with the same rights and the same term."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, text

from scormbuild.lrs.privacy.retention import Rules, apply_retention
from scormbuild.lrs.rights.mentions import mentioned_ifis, redact_others, redact_persons
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store.prepare import Json
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode_json, encode_json

SELECT_ROWS = text(
    "select cast(id as text) as id, digest, body from statement_conflict"
    " where organisation = :organisation order by id, digest"
)
UPDATE_ROW = text(
    "update statement_conflict set body = :body"
    " where organisation = :organisation and cast(id as text) = :id and digest = :digest"
)
DELETE_ROW = text(
    "delete from statement_conflict"
    " where organisation = :organisation and cast(id as text) = :id and digest = :digest"
)

Key = dict[str, object]


def list_conflicts(connection: Connection, organisation: int) -> Iterator[tuple[Key, Json]]:
    """Every statement that is kept aside, with what finds its row; they are few (store.conflicts)."""
    for row in connection.execute(SELECT_ROWS, {"organisation": organisation}).all():
        key = {"organisation": organisation, "id": row.id, "digest": row.digest}
        yield key, decode_json(row.body.encode())


def list_person_conflicts(connection: Connection, person: Person) -> list[Json]:
    """Those that name a person, others without their names."""
    return [
        redact_others(statement, person.ifis, person.organisation.home_page)
        for _, statement in list_conflicts(connection, person.organisation.id)
        if mentioned_ifis(statement) & person.ifis
    ]


def erase_person_conflicts(connection: Connection, person: Person) -> int:
    """Delete those of a person, and take the name out of others'; gives how many went."""

    def remaining_statement(statement: Json) -> Json | None:
        if ifi(statement["actor"]) in person.ifis:
            return None
        return redact_persons(statement, person.ifis, person.organisation.home_page)

    chosen = [
        (key, statement)
        for key, statement in list_conflicts(connection, person.organisation.id)
        if mentioned_ifis(statement) & person.ifis
    ]
    return sum(change_conflict(connection, key, statement, remaining_statement) for key, statement in chosen)


def expire_conflicts(
    connection: Connection, organisation: int, rules: Rules, held_ifis: frozenset[str], now: int
) -> int:
    """Delete those that are past their time, and shorten others; gives how many went."""
    if not rules:
        return 0
    return sum(
        change_conflict(connection, key, statement, lambda one: apply_retention(one, rules, now))
        for key, statement in list_conflicts(connection, organisation)
        if not mentioned_ifis(statement) & held_ifis
    )


def change_conflict(
    connection: Connection, key: Key, statement: Json, remaining_statement: Callable[[Json], Json | None]
) -> bool:
    """Put what is left of a statement in its place; True where that is nothing."""
    kept = remaining_statement(statement)
    if kept is None:
        connection.execute(DELETE_ROW, key)
    elif kept is not statement:
        connection.execute(UPDATE_ROW, {**key, "body": encode_json(kept).decode()})
    return kept is None
