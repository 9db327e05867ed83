"""What finds a statement: a key for each thing that a filter can ask for (xAPI 1.0.3 Communication 2.1.3)."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.text_cache import cache_short_texts

Json = dict[str, Any]


class References(NamedTuple):
    """What one walk through a statement finds."""

    keys: tuple[int, ...]
    persons: list[tuple[int, str]]
    activities: list[Json]


@cache_short_texts(16_384)
def reference_key(kind: str, value: str) -> int:
    """The signed 64-bit number under which statements about the value are found."""
    # The kind is part of it: one IRI may be a verb here and an activity there.
    digest = blake2b(f"{kind} {value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def references(statement: Json) -> References:
    """The keys, the agents with a name and the activities with a definition, all in one walk.

    Members of a group that is the actor or the object count as `agent`, named or anonymous group alike
    (Communication 2.1.3, `agent`); those of other groups as `related_agent`.
    """
    collector = _Collector()
    keys = collector.keys
    keys.add(reference_key("verb", statement["verb"]["id"]))
    _agent(collector, statement["actor"], "agent")
    part = statement["object"]
    kind = part.get("objectType", "Activity")
    if kind == "Activity":
        _activity(collector, part, "activity")
    elif kind == "StatementRef":
        keys.add(reference_key("statement", part["id"].lower()))
    elif kind == "SubStatement":
        _substatement(collector, part)
    else:
        _agent(collector, part, "agent")
    if (context := statement.get("context")) is not None:
        if (registration := context.get("registration")) is not None:
            keys.add(reference_key("registration", registration.lower()))
        _context(collector, context)
    if (authority := statement.get("authority")) is not None:
        _authority(keys, authority)
    return References(tuple(keys), list(dict.fromkeys(collector.persons)), collector.activities)


class _Collector:
    __slots__ = ("activities", "keys", "persons")

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self.persons: list[tuple[int, str]] = []
        self.activities: list[Json] = []


def _agent(collector: _Collector, actor: Json, kind: str) -> None:
    if (identity := ifi(actor)) is not None:
        own = reference_key("agent", identity)
        if kind == "agent":
            collector.keys.add(own)
        elif own not in collector.keys:  # who is the actor is found by that, also where the filter is broad
            collector.keys.add(reference_key(kind, identity))
        if (name := actor.get("name")) and actor.get("objectType") != "Group":
            collector.persons.append((own, name))
    for member in actor.get("member", ()):
        _agent(collector, member, kind)


def _activity(collector: _Collector, activity: Json, kind: str) -> None:
    iri = activity["id"]
    own = reference_key("activity", iri)
    if kind == "activity":
        collector.keys.add(own)
    elif own not in collector.keys:
        collector.keys.add(reference_key(kind, iri))
    if "definition" in activity:
        collector.activities.append(activity)


def _context(collector: _Collector, context: Json) -> None:
    # `statement` is left out: a reference in the context finds nothing (Communication 2.1.3, its last
    # note).
    if (relations := context.get("contextActivities")) is not None:
        for activities in relations.values():
            for activity in activities:
                _activity(collector, activity, "related_activity")
    if (instructor := context.get("instructor")) is not None:
        _agent(collector, instructor, "related_agent")
    if (team := context.get("team")) is not None:
        _agent(collector, team, "related_agent")
    for entry in context.get("contextAgents", ()):
        _agent(collector, entry["agent"], "related_agent")
    for entry in context.get("contextGroups", ()):
        _agent(collector, entry["group"], "related_agent")


def _substatement(collector: _Collector, part: Json) -> None:
    """Only the broad filters look inside; its verb and registration find nothing."""
    _agent(collector, part["actor"], "related_agent")
    inner = part["object"]
    kind = inner.get("objectType", "Activity")
    if kind == "Activity":
        _activity(collector, inner, "related_activity")
    elif kind != "StatementRef":
        _agent(collector, inner, "related_agent")
    if (context := part.get("context")) is not None:
        _context(collector, context)


def _authority(keys: set[int], authority: Json) -> None:
    for actor in (authority, *authority.get("member", ())):
        # A kind of its own: the narrow filter must not find by it, and a key that reads its own is held to
        # it.
        if (identity := ifi(actor)) is not None:
            keys.add(reference_key("authority", identity))
