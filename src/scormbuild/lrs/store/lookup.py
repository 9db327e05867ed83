"""What the store holds before some statements are written, in one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from scormbuild.lrs.database.dialects import Dialect, query_for_ids

SELECT_LOOKUP = """select seq, cast(id as text) as id, body, cast(null as boolean) as voids
          from statement where organisation = :organisation and id {among}
          union all
          select seq, cast(id as text), null, voids
          from awaited where organisation = :organisation and id {among}
          union all
          select seq, null, null, null from
          (select seq from statement where organisation = :organisation order by seq desc limit 1) newest"""


@dataclass(slots=True)
class Lookup:
    """The bodies of statements that are there already, those that others wait for, and the newest place."""

    bodies: dict[str, str] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[str, bool]] = field(default_factory=list)  # id, and whether to void it
    newest_seq: int = 0


def look_up_statements(
    connection: Connection, dialect: Dialect, organisation: int, ids: Sequence[str]
) -> Lookup:
    """What is known of these ids; one query, as each costs a journey to the database and back."""
    before = Lookup()
    bound = {"organisation": organisation, "ids": dialect.bind_ids(ids)}
    for seq, statement_id, body, voids in connection.execute(
        query_for_ids(SELECT_LOOKUP, type(dialect)), bound
    ):
        if body is not None:
            before.bodies[statement_id] = body
            before.seqs[statement_id] = seq
        elif voids is not None:
            before.pending.append((statement_id, bool(voids)))
        else:
            before.newest_seq = seq
    return before
