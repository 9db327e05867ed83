"""The audit trail: who read what learners wrote, and who used the rights of a person."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from scormbuild.lrs.xapi.codec import decode, encode

Json = dict[str, Any]
COMMAND_LINE = "command line"
WRITE = text(
    "insert into audit (organisation, at, id, who, action, detail)"
    " values (:organisation, :at, :id, :who, :action, :detail)"
)
READ = text(
    "select at, who, action, detail from audit"
    " where organisation = :organisation and at >= :since order by at, id"
)
PAGE = text(
    "select at, id, who, action, detail from audit"
    " where organisation = :organisation and (at, id) < (:at, :id) order by at desc, id desc limit :limit"
)
LAST = (1 << 62, "")  # after all that is there
FORGET = text("delete from audit where organisation = :organisation and at < :before")
COUNT = text("select count(*) from audit where organisation = :organisation and at < :before")


@dataclass(frozen=True, slots=True)
class Noted:
    """A row; `at` in microseconds since 1970."""

    at: int
    who: str
    action: str
    detail: Json


def note(connection: Connection, organisation: int, who: str, action: str, detail: Json) -> None:
    """Write down that somebody did something; `detail` names no learner and holds no words of theirs."""
    row = {"at": time.time_ns() // 1000, "id": str(uuid.uuid4()), "who": who, "action": action}
    told = encode(detail).decode()
    connection.execute(WRITE, {"organisation": organisation, **row, "detail": told})


def rows(connection: Connection, organisation: int, since: int = 0) -> Iterator[Noted]:
    """The trail from a moment on, oldest first."""
    for row in connection.execute(READ, {"organisation": organisation, "since": since}):
        yield Noted(row.at, row.who, row.action, decode(row.detail.encode()))


def page(
    connection: Connection, organisation: int, before: tuple[int, str] = LAST, limit: int = 100
) -> tuple[list[Noted], tuple[int, str] | None]:
    """The newest rows before a place, newest first; and where the next page begins, if there is one."""
    bound = {"organisation": organisation, "at": before[0], "id": before[1], "limit": limit + 1}
    found = connection.execute(PAGE, bound).all()
    rows = [Noted(row.at, row.who, row.action, decode(row.detail.encode())) for row in found[:limit]]
    return rows, (found[limit - 1].at, found[limit - 1].id) if len(found) > limit else None


def older(connection: Connection, organisation: int, before: int) -> int:
    """How many rows are older than a moment."""
    return int(connection.scalar(COUNT, {"organisation": organisation, "before": before}) or 0)


def forget(connection: Connection, organisation: int, before: int) -> int:
    """Delete the rows that are older than a moment; gives how many."""
    return connection.execute(FORGET, {"organisation": organisation, "before": before}).rowcount
