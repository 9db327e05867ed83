"""The audit log: who read what learners wrote, and who used the rights of a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from scormbuild.lrs.database.clock import now_microseconds
from scormbuild.lrs.xapi.codec import decode_json, encode_json

Json = dict[str, Any]
COMMAND_LINE = "command line"
INSERT_ENTRY = text(
    "insert into audit (organisation, at, id, who, action, detail)"
    " values (:organisation, :at, :id, :who, :action, :detail)"
)
# A row that is counted up for a while, such as of an hour's failed log-ins.
PUT_ENTRY = text(f"{INSERT_ENTRY.text} on conflict (organisation, at, id) do update set detail = :detail")
SELECT_ENTRIES = text(
    "select at, who, action, detail from audit"
    " where organisation = :organisation and at >= :since order by at, id"
)
SELECT_OF_HOUR = text(
    "select at, detail from audit where organisation = :organisation and at >= :since and id = :id"
)
UPDATE_DETAIL = text(
    "update audit set detail = :detail where organisation = :organisation and at = :at and id = :id"
)
HOUR_MICROSECONDS = 3_600_000_000
COUNTED_IDS = uuid.UUID("5b0f3f5c-7a0e-4b57-8a7f-0f8a52a7f0c3")  # a namespace of their own
MAX_EXAMPLES = 20  # of each kind, in a row that counts
# By place and not by offset: rows that are written while somebody turns pages don't move the others.
SELECT_PAGE = text(
    "select at, id, who, action, detail from audit"
    " where organisation = :organisation and (at, id) < (:at, :id) order by at desc, id desc limit :limit"
)
END_OF_LOG = (1 << 62, "")  # after all that is there
DELETE_OLDER = text("delete from audit where organisation = :organisation and at < :before")
COUNT_OLDER = text("select count(*) from audit where organisation = :organisation and at < :before")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A row; `at` in microseconds since 1970."""

    at: int
    who: str
    action: str
    detail: Json


def insert_audit_entry(
    connection: Connection, organisation: int, who: str, action: str, detail: Json
) -> None:
    """Write down that somebody did something; `detail` names no learner and holds no words of theirs."""
    # With an id of its own, as two may be written in one microsecond.
    row = {"at": now_microseconds(), "id": str(uuid.uuid4()), "who": who, "action": action}
    detail_json = encode_json(detail).decode()
    connection.execute(INSERT_ENTRY, {"organisation": organisation, **row, "detail": detail_json})


def put_audit_entry(connection: Connection, organisation: int, entry_id: str, entry: AuditEntry) -> None:
    """Write a row, or its detail anew: so what comes often is a count, and nobody can flood the log."""
    row = {"at": entry.at, "id": entry_id, "who": entry.who, "action": entry.action}
    detail_json = encode_json(entry.detail).decode()
    connection.execute(PUT_ENTRY, {"organisation": organisation, **row, "detail": detail_json})


def count_audit_entries(
    connection: Connection, organisation: int, who: str, action: str, examples: Sequence[Mapping[str, str]]
) -> None:
    """Write down what an outsider can cause as often as they like: one row an hour and key, with a count.

    So nobody can bury the log. `examples` tell what each was about, and the row has the first of them; the
    organisation's lock is held.
    """
    now = now_microseconds()
    hour = now // HOUR_MICROSECONDS
    # Made of the hour, so that the next one in it finds this row.
    row_id = str(uuid.uuid5(COUNTED_IDS, f"{who} {action} {hour}"))
    bound = {"organisation": organisation, "id": row_id}
    found = connection.execute(SELECT_OF_HOUR, {**bound, "since": hour * HOUR_MICROSECONDS}).first()
    detail: Json = decode_json(found.detail.encode()) if found else {"count": 0}
    detail["count"] += len(examples)
    for name in dict.fromkeys(name for each in examples for name in each):
        values = (each[name] for each in examples if name in each)
        detail[name] = list(dict.fromkeys([*detail.get(name, ()), *values]))[:MAX_EXAMPLES]
    told = encode_json(detail).decode()
    if found:
        connection.execute(UPDATE_DETAIL, {**bound, "at": found.at, "detail": told})
    else:
        connection.execute(INSERT_ENTRY, {**bound, "at": now, "who": who, "action": action, "detail": told})


def list_audit_entries(connection: Connection, organisation: int, since: int = 0) -> Iterator[AuditEntry]:
    """The trail from a moment on, oldest first."""
    for row in connection.execute(SELECT_ENTRIES, {"organisation": organisation, "since": since}):
        yield AuditEntry(row.at, row.who, row.action, decode_json(row.detail.encode()))


def read_audit_page(
    connection: Connection, organisation: int, before: tuple[int, str] = END_OF_LOG, limit: int = 100
) -> tuple[list[AuditEntry], tuple[int, str] | None]:
    """The newest rows before a place, newest first; and where the next page begins, if there is one."""
    bound = {"organisation": organisation, "at": before[0], "id": before[1], "limit": limit + 1}
    found = connection.execute(SELECT_PAGE, bound).all()
    rows = [
        AuditEntry(row.at, row.who, row.action, decode_json(row.detail.encode())) for row in found[:limit]
    ]
    return rows, (found[limit - 1].at, found[limit - 1].id) if len(found) > limit else None


def count_older_entries(connection: Connection, organisation: int, before: int) -> int:
    """How many rows are older than a moment."""
    return int(connection.scalar(COUNT_OLDER, {"organisation": organisation, "before": before}) or 0)


def delete_older_entries(connection: Connection, organisation: int, before: int) -> int:
    """Delete the rows that are older than a moment; gives how many."""
    return connection.execute(DELETE_OLDER, {"organisation": organisation, "before": before}).rowcount
