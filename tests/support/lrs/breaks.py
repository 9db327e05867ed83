"""One break for each rule: a name with its section, what breaks a valid statement, the path of the fault."""

from __future__ import annotations

from support.lrs.breaking import (
    ACCOUNT,
    MBOX,
    THING,
    UUID,
    VERB,
    Break,
    Json,
    put,
    renamed,
)
from support.lrs.breaks_of_actors import ACTORS, VERBS
from support.lrs.breaks_of_contexts import CONTEXTS, RESULTS, TIMES
from support.lrs.breaks_of_objects import ATTACHMENTS, OBJECTS

from scormbuild.lrs.xapi.version import Version

WITHIN: Json = {"objectType": "SubStatement", "actor": MBOX, "verb": {"id": VERB}, "object": {"id": THING}}
MARKS: list[Break] = [
    (
        "XAPI-00021 Data 2.4: a statement has no other properties",
        put(objectType="Statement"),
        "statement.objectType",
    ),
    ("Data 2.2: a statement's key has its case", renamed("actor", "Actor"), "statement.Actor"),
    (
        "XAPI-00027 Data 2.4.1: an id is a UUID",
        put(id="MA97B177-9383-4934-8543-0F91A7A02836"),
        "statement.id",
    ),
    ("XAPI-00028 Data 2.4.1: an id is a string", put(id=12345), "statement.id"),
    ("XAPI-00001 Data 2.2: an id is not null", put(id=None), "statement.id"),
    ("Data 2.4.8: stored is a timestamp", put(stored="yesterday"), "statement.stored"),
    ("XAPI-00101 Data 2.4.10: version 0.9.9 is refused", put(version="0.9.9"), "statement.version"),
    ("XAPI-00101 Data 2.4.10: version 1.1.0 is refused", put(version="1.1.0"), "statement.version"),
    ("Data 2.4.10: a version is a string", put(version=1), "statement.version"),
    ("Data 2.4.9: an authority has an identifier", put(authority={"name": "x"}), "statement.authority"),
    (
        "Data 2.4.9: a group as authority is anonymous",
        put(authority={"objectType": "Group", "member": [MBOX, ACCOUNT], **MBOX}),
        "statement.authority",
    ),
    (
        "Data 2.4.9: it has no single member",
        put(authority={"objectType": "Group", "member": [MBOX]}),
        "statement.authority.member",
    ),
    (
        "Data 2.4.9: it has no three members",
        put(authority={"objectType": "Group", "member": [MBOX] * 3}),
        "statement.authority.member",
    ),
    *(
        (
            f"Data 2.4.4.3: a substatement has no {key}",
            put(object=WITHIN | {key: value}),
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
        put(object=WITHIN | {"object": WITHIN}),
        "statement.object.object.objectType",
    ),
]

# What a statement and a substatement have alike, so that each of these is broken in both.
SHARED = ACTORS + VERBS + OBJECTS + RESULTS + CONTEXTS + TIMES + ATTACHMENTS
BREAKS = SHARED + MARKS

RELEVANT = {"objectType": "contextAgent", "agent": MBOX, "relevantTypes": [THING]}
TOGETHER = {"objectType": "contextGroup", "group": {"objectType": "Group", **MBOX}}
BREAKS_OF: dict[Version, list[Break]] = {
    Version.V1: [
        (
            "Data 2.4.6: 1.0.3 has no contextAgents",
            put(context={"contextAgents": [RELEVANT]}),
            "statement.context.contextAgents",
        ),
        (
            "Data 2.4.6: 1.0.3 has no contextGroups",
            put(context={"contextGroups": [TOGETHER]}),
            "statement.context.contextGroups",
        ),
        ("XAPI-00101 Data 2.4.10: version 2.0.0 is refused", put(version="2.0.0"), "statement.version"),
    ],
    Version.V2: [
        (
            "4.2.2.5 contextAgents are a list",
            put(context={"contextAgents": RELEVANT}),
            "statement.context.contextAgents",
        ),
        (
            "4.2.2.5 a contextAgent says that it is one",
            put(context={"contextAgents": [{"agent": MBOX}]}),
            "statement.context.contextAgents[0].objectType",
        ),
        (
            "4.2.2.5 its objectType has its case",
            put(context={"contextAgents": [RELEVANT | {"objectType": "ContextAgent"}]}),
            "statement.context.contextAgents[0].objectType",
        ),
        (
            "4.2.2.5 it has an agent",
            put(context={"contextAgents": [{"objectType": "contextAgent"}]}),
            "statement.context.contextAgents[0].agent",
        ),
        (
            "4.2.2.5 its agent is no group",
            put(context={"contextAgents": [RELEVANT | {"agent": {"objectType": "Group", **MBOX}}]}),
            "statement.context.contextAgents[0].agent.objectType",
        ),
        (
            "4.2.2.5 its relevantTypes are not empty",
            put(context={"contextAgents": [RELEVANT | {"relevantTypes": []}]}),
            "statement.context.contextAgents[0].relevantTypes",
        ),
        (
            "4.2.2.5 its relevantTypes are IRIs",
            put(context={"contextAgents": [RELEVANT, RELEVANT | {"relevantTypes": [THING, "abc"]}]}),
            "statement.context.contextAgents[1].relevantTypes[1]",
        ),
        (
            "4.2.2.5 a contextGroup says that it is one",
            put(context={"contextGroups": [TOGETHER | {"objectType": "contextAgent"}]}),
            "statement.context.contextGroups[0].objectType",
        ),
        (
            "4.2.2.5 a contextGroup has a group",
            put(context={"contextGroups": [TOGETHER | {"group": MBOX}]}),
            "statement.context.contextGroups[0].group.objectType",
        ),
        (
            "4.2.2.5 a contextGroup has no other properties",
            put(context={"contextGroups": [TOGETHER | {"member": [MBOX]}]}),
            "statement.context.contextGroups[0].member",
        ),
        ("4.2.7 a timestamp has an offset", put(timestamp="2026-01-01T12:00:00"), "statement.timestamp"),
        (
            "4.2.7 a timestamp has RFC 3339's hyphens",
            put(timestamp="20260101T120000Z"),
            "statement.timestamp",
        ),
        ("4.2.7 a timestamp has seconds", put(timestamp="2026-01-01T12:00Z"), "statement.timestamp"),
        (
            "4.2.7 an offset has RFC 3339's colon",
            put(timestamp="2026-01-01T12:00:00+0100"),
            "statement.timestamp",
        ),
        ("4.2.4.3 version 2.1.0 is refused", put(version="2.1.0"), "statement.version"),
    ],
}
