"""Where a statement holds agents, verbs and activities, so that what changes them needn't know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Change = Callable[[Json], Json]


def keep_part(part: Json) -> Json:
    """The part as it is: a change that changes nothing."""
    return part


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of each agent or group, verb and activity, and at last of the whole around them."""

    agent: Change = keep_part
    verb: Change = keep_part
    activity: Change = keep_part
    whole: Change = keep_part


def as_list(value: Json | list[Json]) -> list[Json]:
    """A single context activity as a list of one (xAPI 1.0.3 Data 2.4.6.2)."""
    return value if isinstance(value, list) else [value]


def map_parts(statement: Json, changes: Changes) -> Json:
    """A copy of a statement or substatement with each part changed, in the order as it came."""
    copy = dict(statement)
    copy["actor"] = changes.agent(copy["actor"])
    copy["verb"] = changes.verb(copy["verb"])
    copy["object"] = _object(copy["object"], changes)
    if "context" in copy:
        copy["context"] = _context(copy["context"], changes)
    if "authority" in copy:
        copy["authority"] = changes.agent(copy["authority"])
    return changes.whole(copy)


def _object(part: Json, changes: Changes) -> Json:
    match part.get("objectType", "Activity"):
        case "Activity":
            return changes.activity(part)
        case "Agent" | "Group":
            return changes.agent(part)
        case "SubStatement":
            return map_parts(part, changes)
    return part  # a statement reference has nothing inside


def _context(context: Json, changes: Changes) -> Json:
    copy = dict(context)
    for name in ("instructor", "team"):
        if name in copy:
            copy[name] = changes.agent(copy[name])
    if "contextActivities" in copy:
        copy["contextActivities"] = {
            relation: [changes.activity(activity) for activity in as_list(activities)]
            for relation, activities in copy["contextActivities"].items()
        }
    for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in copy:
            copy[name] = [{**entry, inner: changes.agent(entry[inner])} for entry in copy[name]]
    return copy
