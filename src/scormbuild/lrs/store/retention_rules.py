"""The rules of an organisation: how many days each thing is kept."""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.privacy.retention import Rules

ALL = text("select part, verb, days from retention where organisation = :organisation order by part, verb")
SET = text(
    """insert into retention (organisation, verb, part, days) values (:organisation, :verb, :part, :days)
       on conflict (organisation, verb, part) do update set days = excluded.days"""
)
UNSET = text("delete from retention where organisation = :organisation and verb = :verb and part = :part")


def rules(connection: Connection, organisation: int) -> Rules:
    """Every rule, by its part and verb."""
    found = connection.execute(ALL, {"organisation": organisation})
    return {(row.part, row.verb): row.days for row in found}


def set_rule(connection: Connection, organisation: int, part: str, verb: str, days: int) -> None:
    """Set a rule in the place of the one before."""
    bound = {"organisation": organisation, "part": part, "verb": verb, "days": days}
    connection.execute(SET, bound)


def unset_rule(connection: Connection, organisation: int, part: str, verb: str) -> bool:
    """Take a rule away; False where there was none."""
    bound = {"organisation": organisation, "part": part, "verb": verb}
    return connection.execute(UNSET, bound).rowcount == 1
