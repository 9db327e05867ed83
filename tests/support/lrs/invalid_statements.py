"""One break for each rule: a name with its section, what breaks a valid statement, the path of the fault."""

from __future__ import annotations

from support.lrs.invalid_actors import ACTORS, VERBS
from support.lrs.invalid_contexts import CONTEXTS, RESULTS, TIMES
from support.lrs.invalid_objects import ATTACHMENTS, OBJECTS
from support.lrs.mutations import (
    ACCOUNT,
    MBOX,
    THING,
    UUID,
    VERB,
    InvalidCase,
    Json,
    rename_property,
    set_properties,
)

from scormbuild.lrs.xapi.version import Version

SUBSTATEMENT: Json = {
    "objectType": "SubStatement",
    "actor": MBOX,
    "verb": {"id": VERB},
    "object": {"id": THING},
}
STATEMENT_CASES: list[InvalidCase] = [
    (
        "XAPI-00021 Data 2.4: a statement has no other properties",
        set_properties(objectType="Statement"),
        "statement.objectType",
    ),
    ("Data 2.2: a statement's key has its case", rename_property("actor", "Actor"), "statement.Actor"),
    (
        "XAPI-00027 Data 2.4.1: an id is a UUID",
        set_properties(id="MA97B177-9383-4934-8543-0F91A7A02836"),
        "statement.id",
    ),
    ("XAPI-00028 Data 2.4.1: an id is a string", set_properties(id=12345), "statement.id"),
    ("XAPI-00001 Data 2.2: an id is not null", set_properties(id=None), "statement.id"),
    ("Data 2.4.8: stored is a timestamp", set_properties(stored="yesterday"), "statement.stored"),
    (
        "XAPI-00101 Data 2.4.10: version 0.9.9 is refused",
        set_properties(version="0.9.9"),
        "statement.version",
    ),
    (
        "XAPI-00101 Data 2.4.10: version 1.1.0 is refused",
        set_properties(version="1.1.0"),
        "statement.version",
    ),
    ("Data 2.4.10: a version is a string", set_properties(version=1), "statement.version"),
    (
        "Data 2.4.9: an authority has an identifier",
        set_properties(authority={"name": "x"}),
        "statement.authority",
    ),
    (
        "Data 2.4.9: a group as authority is anonymous",
        set_properties(authority={"objectType": "Group", "member": [MBOX, ACCOUNT], **MBOX}),
        "statement.authority",
    ),
    (
        "Data 2.4.9: it has no single member",
        set_properties(authority={"objectType": "Group", "member": [MBOX]}),
        "statement.authority.member",
    ),
    (
        "Data 2.4.9: it has no three members",
        set_properties(authority={"objectType": "Group", "member": [MBOX] * 3}),
        "statement.authority.member",
    ),
    *(
        (
            f"Data 2.4.4.3: a substatement has no {key}",
            set_properties(object=SUBSTATEMENT | {key: value}),
            f"statement.object.{key}",
        )
        for key, value in {
            "id": UUID,
            "stored": "2026-01-01T00:00:00Z",
            "version": "1.0.0",
            "authority": MBOX,
        }.items()
    ),
    (
        "Data 2.4.4.3: a substatement holds no substatement",
        set_properties(object=SUBSTATEMENT | {"object": SUBSTATEMENT}),
        "statement.object.object.objectType",
    ),
]

# What a statement and a substatement have alike, so that each of these is broken in both.
SHARED_CASES = ACTORS + VERBS + OBJECTS + RESULTS + CONTEXTS + TIMES + ATTACHMENTS
INVALID_CASES = SHARED_CASES + STATEMENT_CASES

CONTEXT_AGENT = {"objectType": "contextAgent", "agent": MBOX, "relevantTypes": [THING]}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": {"objectType": "Group", **MBOX}}
INVALID_CASES_BY_VERSION: dict[Version, list[InvalidCase]] = {
    Version.V1: [
        (
            "Data 2.4.6: 1.0.3 has no contextAgents",
            set_properties(context={"contextAgents": [CONTEXT_AGENT]}),
            "statement.context.contextAgents",
        ),
        (
            "Data 2.4.6: 1.0.3 has no contextGroups",
            set_properties(context={"contextGroups": [CONTEXT_GROUP]}),
            "statement.context.contextGroups",
        ),
        (
            "XAPI-00101 Data 2.4.10: version 2.0.0 is refused",
            set_properties(version="2.0.0"),
            "statement.version",
        ),
    ],
    Version.V2: [
        (
            "4.2.2.5 contextAgents are a list",
            set_properties(context={"contextAgents": CONTEXT_AGENT}),
            "statement.context.contextAgents",
        ),
        (
            "4.2.2.5 a contextAgent says that it is one",
            set_properties(context={"contextAgents": [{"agent": MBOX}]}),
            "statement.context.contextAgents[0].objectType",
        ),
        (
            "4.2.2.5 its objectType has its case",
            set_properties(context={"contextAgents": [CONTEXT_AGENT | {"objectType": "ContextAgent"}]}),
            "statement.context.contextAgents[0].objectType",
        ),
        (
            "4.2.2.5 it has an agent",
            set_properties(context={"contextAgents": [{"objectType": "contextAgent"}]}),
            "statement.context.contextAgents[0].agent",
        ),
        (
            "4.2.2.5 its agent is no group",
            set_properties(
                context={"contextAgents": [CONTEXT_AGENT | {"agent": {"objectType": "Group", **MBOX}}]}
            ),
            "statement.context.contextAgents[0].agent.objectType",
        ),
        (
            "4.2.2.5 its relevantTypes are not empty",
            set_properties(context={"contextAgents": [CONTEXT_AGENT | {"relevantTypes": []}]}),
            "statement.context.contextAgents[0].relevantTypes",
        ),
        (
            "4.2.2.5 its relevantTypes are IRIs",
            set_properties(
                context={"contextAgents": [CONTEXT_AGENT, CONTEXT_AGENT | {"relevantTypes": [THING, "abc"]}]}
            ),
            "statement.context.contextAgents[1].relevantTypes[1]",
        ),
        (
            "4.2.2.5 a contextGroup says that it is one",
            set_properties(context={"contextGroups": [CONTEXT_GROUP | {"objectType": "contextAgent"}]}),
            "statement.context.contextGroups[0].objectType",
        ),
        (
            "4.2.2.5 a contextGroup has a group",
            set_properties(context={"contextGroups": [CONTEXT_GROUP | {"group": MBOX}]}),
            "statement.context.contextGroups[0].group.objectType",
        ),
        (
            "4.2.2.5 a contextGroup has no other properties",
            set_properties(context={"contextGroups": [CONTEXT_GROUP | {"member": [MBOX]}]}),
            "statement.context.contextGroups[0].member",
        ),
        (
            "4.2.7 a timestamp has an offset",
            set_properties(timestamp="2026-01-01T12:00:00"),
            "statement.timestamp",
        ),
        (
            "4.2.7 a timestamp has RFC 3339's hyphens",
            set_properties(timestamp="20260101T120000Z"),
            "statement.timestamp",
        ),
        (
            "4.2.7 a timestamp has seconds",
            set_properties(timestamp="2026-01-01T12:00Z"),
            "statement.timestamp",
        ),
        (
            "4.2.7 an offset has RFC 3339's colon",
            set_properties(timestamp="2026-01-01T12:00:00+0100"),
            "statement.timestamp",
        ),
        ("4.2.4.3 version 2.1.0 is refused", set_properties(version="2.1.0"), "statement.version"),
    ],
}
