"""Rules for agents, groups and authorities (xAPI 1.0.3 Data 2.4.2, 2.4.9; IEEE 9274.1.1 4.2.2.1)."""

from __future__ import annotations

from scormbuild.lrs.xapi import patterns
from scormbuild.lrs.xapi.rules.rule import Fault, Json, Rule, each, expected, one_of, record, text_of
from scormbuild.lrs.xapi.rules.values import iri, string

IFIS = ("mbox", "mbox_sha1sum", "openid", "account")

account = record({"homePage": iri, "name": string}, ["homePage", "name"])

IDENTIFIERS: dict[str, Rule] = {
    "mbox": text_of(patterns.is_mailto, "mailto: and an e-mail address"),
    "mbox_sha1sum": text_of(patterns.is_sha1, "a SHA-1 of 40 hexadecimal digits"),
    "openid": iri,
    "account": account,
}


def identifiers(value: Json) -> int:
    """How many inverse functional identifiers there are."""
    return ("account" in value) + ("mbox" in value) + ("mbox_sha1sum" in value) + ("openid" in value)


def identified(value: Json) -> None:
    """An agent has one identifier, no more and no less (xAPI 1.0.3 Data 2.4.2.1)."""
    if identifiers(value) != 1:
        raise Fault(f"must have exactly one of {', '.join(IFIS)}")


def identified_or_listed(value: Json) -> None:
    """A group has one identifier, or none and a list of its members (xAPI 1.0.3 Data 2.4.2.2)."""
    count = identifiers(value)
    if count > 1:
        raise Fault(f"must have no more than one of {', '.join(IFIS)}")
    if not count and not value.get("member"):
        raise Fault("is required in a group without identifier, and must name someone", "member")


def a_pair(value: Json) -> None:
    """An application and a person, which nothing identifies together (xAPI 1.0.3 Data 2.4.9)."""
    if identifiers(value):
        raise Fault("must be an agent, or a group without identifier")
    members = value.get("member")
    if not isinstance(members, list) or len(members) != 2:
        raise Fault("must name exactly two agents", "member")


agent = record({"objectType": one_of("Agent"), "name": string, **IDENTIFIERS}, whole=identified)

# An agent as a member keeps groups out of groups.
GROUP: dict[str, Rule] = {"objectType": one_of("Group"), "name": string, "member": each(agent), **IDENTIFIERS}
group = record(GROUP, ["objectType"], identified_or_listed)
pair = record(GROUP, ["objectType"], a_pair)


def actor(value: object, of_several: Rule = group) -> None:
    """An agent or a group, as the objectType says (xAPI 1.0.3 Data 2.4.2)."""
    if not isinstance(value, dict):
        raise expected("an object", value)
    kind = value.get("objectType", "Agent")
    if kind == "Agent":
        agent(value)
    elif kind == "Group":
        of_several(value)
    else:
        fault = expected("Agent or Group", kind)
        fault.way.append("objectType")
        raise fault


def authority(value: object) -> None:
    """An agent, or the pair of agents that three-legged OAuth brings (xAPI 1.0.3 Data 2.4.9)."""
    actor(value, pair)
