"""Where a statement speaks of a person, and the same statement without their name."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.parts import Changes, rebuilt

Json = dict[str, Any]
ERASED, OTHER = "erased", "another person"


def about(statement: Json, ifis: Collection[str]) -> bool:
    """Whether a statement names one of these anywhere but in its authority."""
    return bool(everybody(statement) & set(ifis))


def everybody(statement: Json) -> set[str]:
    """All whom a statement names, members of groups too."""
    found: set[str] = set()

    def seen(actor: Json) -> Json:
        found.update(filter(None, map(ifi, (actor, *actor.get("member", ())))))
        return actor

    changed(statement, seen)
    return found


def changed(statement: Json, change: Callable[[Json], Json]) -> Json:
    """A copy with all agents and groups changed but the authority, which is one of ours."""
    rest = {name: value for name, value in statement.items() if name != "authority"}
    return {**statement, **rebuilt(rest, Changes(agent=change))}


def blackened(statement: Json, ifis: Collection[str], home_page: str) -> Json:
    """A copy in which these persons have no name."""
    return changed(statement, lambda actor: masked(actor, lambda one: ifi(one) in ifis, home_page, ERASED))


def others_hidden(statement: Json, ifis: Collection[str], home_page: str) -> Json:
    """A copy in which only these persons have a name."""

    def hidden(one: Json) -> bool:
        return ifi(one) not in {None, *ifis}

    return changed(statement, lambda actor: masked(actor, hidden, home_page, OTHER))


def masked(actor: Json, chosen: Callable[[Json], bool], home_page: str, name: str) -> Json:
    """An agent or group, itself or those of its members who are chosen without their names."""
    copy = dict(actor)
    if chosen(actor):
        kept: Json = {each: copy[each] for each in ("objectType", "member") if each in copy}
        copy = {**kept, "account": {"homePage": home_page, "name": name}}
    if "member" in copy:
        copy["member"] = [masked(member, chosen, home_page, name) for member in copy["member"]]
    return copy
