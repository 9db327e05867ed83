"""Whether a statement keeps every rule of its version (xAPI 1.0.3 Data 2.0, IEEE 9274.1.1 4.2)."""

from __future__ import annotations

import re

from scormbuild.errors import InvalidStatement
from scormbuild.lrs.xapi.rules.actors import actor, agent, authority, group
from scormbuild.lrs.xapi.rules.attachment import attachments
from scormbuild.lrs.xapi.rules.contexts import context
from scormbuild.lrs.xapi.rules.objects import activity, statement_reference, verb
from scormbuild.lrs.xapi.rules.results import result
from scormbuild.lrs.xapi.rules.rule import Fault, Json, Rule, mismatch, object_of, text_of
from scormbuild.lrs.xapi.rules.values import timestamp, uuid
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import VOIDED

# A 2.0 request may carry what was written for 1.0.x, never the other way round (IEEE 9274.1.1 4.2.4.3).
VERSIONS = {
    Version.V1: text_of(lambda text: re.fullmatch(r"1\.0(\.[0-9]{1,4})?", text) is not None, "1.0.x"),
    Version.V2: text_of(
        lambda text: re.fullmatch(r"[12]\.0(\.[0-9]{1,4})?", text) is not None, "2.0.x or 1.0.x"
    ),
}


def validate_statement(statement: object, version: Version, path: str = "statement") -> None:
    """Refuse a statement that breaks a rule: raises InvalidStatement with the path of the fault."""
    try:
        STATEMENT_RULES[version](statement)
    except Fault as fault:
        raise InvalidStatement(fault.path(path), fault.message) from None


def object_constraints(value: Json) -> None:
    """What holds between the object and the rest (xAPI 1.0.3 Data 2.3.2, 2.4.6)."""
    kind = object_type(value["object"])
    if kind != "Activity":
        around = value.get("context")
        for key in ("revision", "platform"):
            if isinstance(around, dict) and key in around:
                raise Fault("is only for statements about an activity", key, "context")
    action = value["verb"]
    if kind != "StatementRef" and isinstance(action, dict) and action["id"] == VOIDED:
        raise Fault("must be a StatementRef when the verb is voided", "object")


def object_type(value: object) -> object:
    """The objectType of a statement's object; an activity needs none."""
    return value.get("objectType", "Activity") if isinstance(value, dict) else None


def object_among(rules: dict[str, Rule]) -> Rule:
    """An object of one of these kinds, as its objectType says (xAPI 1.0.3 Data 2.4.4)."""

    def check(value: object) -> None:
        if not isinstance(value, dict):
            raise mismatch("an object", value)
        kind = object_type(value)
        rule = rules.get(kind) if isinstance(kind, str) else None
        if rule is None:
            fault = mismatch(f"one of {', '.join(rules)}", kind)
            fault.steps.append("objectType")
            raise fault
        rule(value)

    return check


OBJECTS: dict[str, Rule] = {
    "Activity": activity,
    "Agent": agent,
    "Group": group,
    "StatementRef": statement_reference,
}
REQUIRED_PROPERTIES = ("actor", "verb", "object")


def statement_rule(version: Version) -> Rule:
    """The rule for the statements of one version."""
    shared: dict[str, Rule] = {
        "actor": actor,
        "verb": verb,
        "result": result,
        "context": context[version],
        "timestamp": timestamp[version],
        "attachments": attachments,
    }
    # A substatement has no id, stored, version or authority, and holds no other (xAPI 1.0.3 Data 2.4.4.3).
    # Its objectType was looked at when this rule was chosen.
    within = shared | {"objectType": lambda _: None, "object": object_among(OBJECTS)}
    objects = OBJECTS | {"SubStatement": object_of(within, REQUIRED_PROPERTIES, object_constraints)}
    outside: dict[str, Rule] = {
        "id": uuid,
        "object": object_among(objects),
        "stored": timestamp[version],
        "version": VERSIONS[version],
        "authority": authority,
    }
    return object_of(shared | outside, REQUIRED_PROPERTIES, object_constraints)


STATEMENT_RULES = {version: statement_rule(version) for version in Version}
