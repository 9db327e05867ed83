"""Rules for agents, groups and authorities (xAPI 1.0.3 Data 2.4.2, 2.4.9; IEEE 9274.1.1 4.2.2.1)."""

from __future__ import annotations

from scormbuild.lrs.xapi import patterns
from scormbuild.lrs.xapi.rules.rule import Fault, Json, Rule, array_of, mismatch, object_of, one_of, text_of
from scormbuild.lrs.xapi.rules.values import iri, string

IFIS = ("mbox", "mbox_sha1sum", "openid", "account")

account = object_of({"homePage": iri, "name": string}, ["homePage", "name"])

IDENTIFIERS: dict[str, Rule] = {
    "mbox": text_of(patterns.is_mailto, "mailto: and an e-mail address"),
    "mbox_sha1sum": text_of(patterns.is_sha1, "a SHA-1 of 40 hexadecimal digits"),
    "openid": iri,
    "account": account,
}


def count_identifiers(value: Json) -> int:
    """How many inverse functional identifiers there are."""
    return ("account" in value) + ("mbox" in value) + ("mbox_sha1sum" in value) + ("openid" in value)


def one_identifier(value: Json) -> None:
    """An agent has one identifier, no more and no less (xAPI 1.0.3 Data 2.4.2.1)."""
    if count_identifiers(value) != 1:
        raise Fault(f"must have exactly one of {', '.join(IFIS)}")


def identifier_or_members(value: Json) -> None:
    """A group has one identifier, or none and a list of its members (xAPI 1.0.3 Data 2.4.2.2)."""
    count = count_identifiers(value)
    if count > 1:
        raise Fault(f"must have no more than one of {', '.join(IFIS)}")
    if not count and not value.get("member"):
        raise Fault("is required in a group without identifier, and must name someone", "member")


def two_agents(value: Json) -> None:
    """An application and a person, which nothing identifies together (xAPI 1.0.3 Data 2.4.9)."""
    if count_identifiers(value):
        raise Fault("must be an agent, or a group without identifier")
    members = value.get("member")
    if not isinstance(members, list) or len(members) != 2:
        raise Fault("must name exactly two agents", "member")


agent = object_of({"objectType": one_of("Agent"), "name": string, **IDENTIFIERS}, object_rule=one_identifier)

# An agent as a member keeps groups out of groups.
GROUP: dict[str, Rule] = {
    "objectType": one_of("Group"),
    "name": string,
    "member": array_of(agent),
    **IDENTIFIERS,
}
group = object_of(GROUP, ["objectType"], identifier_or_members)
pair = object_of(GROUP, ["objectType"], two_agents)


def actor(value: object, of_several: Rule = group) -> None:
    """An agent or a group, as the objectType says (xAPI 1.0.3 Data 2.4.2)."""
    if not isinstance(value, dict):
        raise mismatch("an object", value)
    kind = value.get("objectType", "Agent")
    if kind == "Agent":
        agent(value)
    elif kind == "Group":
        of_several(value)
    else:
        fault = mismatch("Agent or Group", kind)
        fault.steps.append("objectType")
        raise fault


def authority(value: object) -> None:
    """An agent, or the pair of agents that three-legged OAuth brings (xAPI 1.0.3 Data 2.4.9)."""
    actor(value, pair)
