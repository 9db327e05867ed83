"""Whether two statements say the same (xAPI 1.0.3 Data 2.3.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.duration import truncate_duration
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.parts import Changes, map_parts

Json = dict[str, Any]
SET_BY_LRS = ("authority", "stored", "version")  # by whoever receives the statement


def is_same_statement(stored: Json, incoming: Json) -> bool:
    """Whether the incoming statement is the stored one again, apart from what an LRS may change or add.

    Definitions of activities and displays of verbs make no difference, nor do the order of members, case
    where it has no meaning, a type that goes without saying, the zone of a time and where an attachment
    also lies. Durations are compared as text, to hundredths of a second (Data 4.6). An id or timestamp that
    only the stored one has was added.
    """
    stored_form, incoming_form = map_parts(stored, NORMAL_FORM), map_parts(incoming, NORMAL_FORM)
    for name in SET_BY_LRS:
        stored_form.pop(name, None)
        incoming_form.pop(name, None)
    for name in ("id", "timestamp"):
        # Who sends the same statement again without them means the same; who sends others doesn't.
        if name not in incoming_form:
            stored_form.pop(name, None)
    return is_equal_json(stored_form, incoming_form)


def is_equal_json(one: object, other: object) -> bool:
    """Whether two JSON values are equal: 1 is 1.0, yet neither is true."""
    pairs = [(one, other)]  # a list in place of recursion, as extensions may be deep
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            pairs += [(value, other[name]) for name, value in one.items()]
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs += zip(one, other, strict=True)
        elif isinstance(one, bool) is not isinstance(other, bool) or _number(one) != _number(other):
            return False
    return True


def _number(value: object) -> object:
    """A float as the decimal that it was written as; anything else as it is."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _agent(actor: Json) -> Json:
    """Its identity as one text, and its members in an order of their own."""
    normal_form = {"objectType": "Agent"} | {name: value for name, value in actor.items() if name not in IFIS}
    normal_form["ifi"] = ifi(actor)
    if "member" in normal_form:
        members = map(_agent, normal_form["member"])
        # Members are a list without order (Data 2.3.1).
        normal_form["member"] = sorted(
            members, key=lambda member: (member["ifi"] or "", repr(sorted(member.items())))
        )
    return normal_form


def _only_id(part: Json) -> Json:
    return {"id": part["id"]}


def _activity(activity: Json) -> Json:
    """What is said of an activity is no part of the statement."""
    return {"objectType": "Activity", "id": activity["id"]}


def _whole(part: Json) -> Json:
    """A statement or substatement with its times, durations and identifiers in one form."""
    if "id" in part:
        part["id"] = part["id"].lower()
    if "timestamp" in part:
        part["timestamp"] = parse_timestamp(part["timestamp"])
    if part["object"].get("objectType") == "StatementRef":
        part["object"] = _lower(part["object"], "id")
    if "duration" in part.get("result", ()):
        part["result"] = {**part["result"], "duration": truncate_duration(part["result"]["duration"])}
    if "context" in part:
        part["context"] = _lower(part["context"], "registration")
        if "statement" in part["context"]:
            part["context"]["statement"] = _lower(part["context"]["statement"], "id")
    if "attachments" in part:
        part["attachments"] = [_attachment(attachment) for attachment in part["attachments"]]
    return part


def _lower(part: Json, name: str) -> Json:
    return {**part, name: part[name].lower()} if name in part else part


def _attachment(attachment: Json) -> Json:
    normal_form = _lower(attachment, "sha2")
    return {name: value for name, value in normal_form.items() if name != "fileUrl"}


NORMAL_FORM = Changes(agent=_agent, verb=_only_id, activity=_activity, whole=_whole)
