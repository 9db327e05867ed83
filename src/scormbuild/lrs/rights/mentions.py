"""Where a statement speaks of a person, and the same statement without their name."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.parts import Changes, map_parts

Json = dict[str, Any]
ERASED_NAME, OTHER_NAME = "erased", "another person"


def mentions_person(statement: Json, ifis: Collection[str]) -> bool:
    """Whether a statement names one of these anywhere but in its authority."""
    return bool(mentioned_ifis(statement) & set(ifis))


def mentioned_ifis(statement: Json) -> set[str]:
    """All whom a statement names, members of groups too."""
    found: set[str] = set()

    def add_ifis(actor: Json) -> Json:
        found.update(filter(None, map(ifi, (actor, *actor.get("member", ())))))
        return actor

    map_actors(statement, add_ifis)
    return found


def map_actors(statement: Json, change: Callable[[Json], Json]) -> Json:
    """A copy with all agents and groups changed but the authority, which is one of ours."""
    # The LRS sets the authority: a key of ours, whose account is no person's.
    rest = {name: value for name, value in statement.items() if name != "authority"}
    return {**statement, **map_parts(rest, Changes(agent=change))}


def redact_persons(statement: Json, ifis: Collection[str], home_page: str) -> Json:
    """A copy in which these persons have no name."""
    return map_actors(
        statement, lambda actor: redact_actor(actor, lambda one: ifi(one) in ifis, home_page, ERASED_NAME)
    )


def redact_others(statement: Json, ifis: Collection[str], home_page: str) -> Json:
    """A copy in which only these persons have a name."""

    def is_other(one: Json) -> bool:
        # A group without identifier names nobody; its members are looked at one by one.
        return ifi(one) not in {None, *ifis}

    return map_actors(statement, lambda actor: redact_actor(actor, is_other, home_page, OTHER_NAME))


def redact_actor(actor: Json, is_redacted: Callable[[Json], bool], home_page: str, name: str) -> Json:
    """An agent or group, itself or those of its members who are chosen without their names."""
    copy = dict(actor)
    if is_redacted(actor):
        # The statement must stay valid: an agent has exactly one identifier (Data 2.4.2.1).
        kept: Json = {each: copy[each] for each in ("objectType", "member") if each in copy}
        copy = {**kept, "account": {"homePage": home_page, "name": name}}
    if "member" in copy:
        copy["member"] = [redact_actor(member, is_redacted, home_page, name) for member in copy["member"]]
    return copy
