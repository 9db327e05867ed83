"""The rules of an organisation: how many days each thing is kept."""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.privacy.retention import Rules

SELECT_RULES = text(
    "select part, verb, days from retention where organisation = :organisation order by part, verb"
)
UPSERT_RULE = text(
    """insert into retention (organisation, verb, part, days) values (:organisation, :verb, :part, :days)
       on conflict (organisation, verb, part) do update set days = excluded.days"""
)
DELETE_RULE = text(
    "delete from retention where organisation = :organisation and verb = :verb and part = :part"
)


def list_retention_rules(connection: Connection, organisation: int) -> Rules:
    """Every rule, by its part and verb."""
    found = connection.execute(SELECT_RULES, {"organisation": organisation})
    return {(row.part, row.verb): row.days for row in found}


def set_rule(connection: Connection, organisation: int, part: str, verb: str, days: int) -> None:
    """Set a rule in the place of the one before."""
    bound = {"organisation": organisation, "part": part, "verb": verb, "days": days}
    connection.execute(UPSERT_RULE, bound)


def unset_rule(connection: Connection, organisation: int, part: str, verb: str) -> bool:
    """Take a rule away; False where there was none."""
    bound = {"organisation": organisation, "part": part, "verb": verb}
    return connection.execute(DELETE_RULE, bound).rowcount == 1
