"""Breaks of the rules about results, contexts and times (xAPI 1.0.3 Data 2.4.5 to 2.4.7)."""

from __future__ import annotations

from decimal import Decimal

from support.lrs.mutations import (
    MBOX,
    THING,
    UUID,
    VERB,
    InvalidCase,
    nested_arrays,
    set_properties,
)

RESULTS: list[InvalidCase] = [
    ("Data 2.4.5: a result is an object", set_properties(result=[]), "statement.result"),
    (
        "Data 2.4.5: a result has no other properties",
        set_properties(result={"passed": True}),
        "statement.result.passed",
    ),
    (
        "XAPI-00006 Data 2.2: success is no string",
        set_properties(result={"success": "true"}),
        "statement.result.success",
    ),
    (
        "XAPI-00006 Data 2.2: completion is no number",
        set_properties(result={"completion": 1}),
        "statement.result.completion",
    ),
    (
        "Data 2.4.5: a response is a string",
        set_properties(result={"response": 3}),
        "statement.result.response",
    ),
    (
        "Data 4.6: a duration has its letters right",
        set_properties(result={"duration": "PA1H0M0S"}),
        "statement.result.duration",
    ),
    (
        "Data 4.6: weeks stand alone",
        set_properties(result={"duration": "P4W1D"}),
        "statement.result.duration",
    ),
    (
        "Data 4.6: a duration says how long",
        set_properties(result={"duration": "PT"}),
        "statement.result.duration",
    ),
    (
        "Data 4.6: a duration has no form of a time",
        set_properties(result={"duration": "P0003-06-04T12:30:05"}),
        "statement.result.duration",
    ),
    (
        "Data 4.6: a duration is a string",
        set_properties(result={"duration": 60}),
        "statement.result.duration",
    ),
    (
        "XAPI-00118 Data 4.1: extensions have IRIs",
        set_properties(result={"extensions": {"a b": 1}}),
        'statement.result.extensions["a b"]',
    ),
    (
        "XAPI-00079 Data 2.4.5.1: a score is an object",
        set_properties(result={"score": 5}),
        "statement.result.score",
    ),
    (
        "Data 2.4.5.1: a score has no other properties",
        set_properties(result={"score": {"total": 5}}),
        "statement.result.score.total",
    ),
    (
        "XAPI-00006 Data 2.2: a score's number is no string",
        set_properties(result={"score": {"max": "100"}}),
        "statement.result.score.max",
    ),
    (
        "Data 2.2: a score's number is no boolean",
        set_properties(result={"score": {"raw": True}}),
        "statement.result.score.raw",
    ),
    (
        "XAPI-00083 Data 2.4.5.1: scaled is at most 1",
        set_properties(result={"score": {"scaled": Decimal("1.01")}}),
        "statement.result.score.scaled",
    ),
    (
        "XAPI-00083 Data 2.4.5.1: scaled is at least -1",
        set_properties(result={"score": {"scaled": Decimal("-1.00001")}}),
        "statement.result.score.scaled",
    ),
    (
        "XAPI-00082 Data 2.4.5.1: raw is not below min",
        set_properties(result={"score": {"raw": 1, "min": 2}}),
        "statement.result.score.raw",
    ),
    (
        "XAPI-00082 Data 2.4.5.1: raw is not above max",
        set_properties(result={"score": {"raw": 3, "max": 2}}),
        "statement.result.score.raw",
    ),
    (
        "XAPI-00081 Data 2.4.5.1: min is below max",
        set_properties(result={"score": {"min": 2, "max": 2}}),
        "statement.result.score.min",
    ),
]

CONTEXTS: list[InvalidCase] = [
    ("Data 2.4.6: a context is an object", set_properties(context="x"), "statement.context"),
    (
        "Data 2.4.6: a context has no other properties",
        set_properties(context={"course": "x"}),
        "statement.context.course",
    ),
    (
        "XAPI-00030 Data 4.4: a registration is a UUID",
        set_properties(context={"registration": UUID + "8"}),
        "statement.context.registration",
    ),
    (
        "XAPI-00001 Data 2.2: a registration is not null",
        set_properties(context={"registration": None}),
        "statement.context.registration",
    ),
    (
        "Data 4.4: a UUID stands without braces",
        set_properties(context={"registration": f"{{{UUID}}}"}),
        "statement.context.registration",
    ),
    (
        "Data 2.4.6: an instructor has an identifier",
        set_properties(context={"instructor": {"name": "Bob"}}),
        "statement.context.instructor",
    ),
    (
        "Data 2.4.6: a team is a group",
        set_properties(context={"team": MBOX}),
        "statement.context.team.objectType",
    ),
    (
        "Data 2.4.6: a team is no agent",
        set_properties(context={"team": {"objectType": "Agent", **MBOX}}),
        "statement.context.team.objectType",
    ),
    (
        "Data 2.4.6: a revision is a string",
        set_properties(object={"id": THING}, context={"revision": 1}),
        "statement.context.revision",
    ),
    (
        "Data 2.4.6: a revision is of an activity",
        set_properties(object={"objectType": "Agent", **MBOX}, context={"revision": "1"}, verb={"id": VERB}),
        "statement.context.revision",
    ),
    (
        "Data 2.4.6: a platform is of an activity",
        set_properties(object={"objectType": "StatementRef", "id": UUID}, context={"platform": "web"}),
        "statement.context.platform",
    ),
    (
        "Data 2.4.6: a language is a tag",
        set_properties(context={"language": "a12345678"}),
        "statement.context.language",
    ),
    (
        "Data 2.4.6: a statement is referred to",
        set_properties(context={"statement": {"id": UUID}}),
        "statement.context.statement.objectType",
    ),
    (
        "Data 2.4.6: a context refers to no activity",
        set_properties(context={"statement": {"objectType": "Activity", "id": THING}}),
        "statement.context.statement.objectType",
    ),
    (
        "Data 2.4.6.2: contextActivities are an object",
        set_properties(context={"contextActivities": []}),
        "statement.context.contextActivities",
    ),
    (
        "Data 2.4.6.2: there are four kinds of them",
        set_properties(context={"contextActivities": {"child": []}}),
        "statement.context.contextActivities.child",
    ),
    (
        "Data 2.4.6.2: they are activities",
        set_properties(context={"contextActivities": {"parent": THING}}),
        "statement.context.contextActivities.parent",
    ),
    (
        "Data 2.4.6.2: one by itself is an activity too",
        set_properties(context={"contextActivities": {"parent": {"id": "x"}}}),
        "statement.context.contextActivities.parent.id",
    ),
    (
        "Data 2.4.6.2: each of several is an activity",
        set_properties(
            context={"contextActivities": {"other": [{"id": THING}, {"objectType": "Agent", "id": THING}]}}
        ),
        "statement.context.contextActivities.other[1].objectType",
    ),
    (
        "XAPI-00118 Data 4.1: extensions have IRIs there too",
        set_properties(context={"extensions": {"": 1}}),
        'statement.context.extensions[""]',
    ),
    (
        "Data 4.1: an extension's nesting ends",
        set_properties(context={"extensions": {THING: nested_arrays(65)}}),
        f'statement.context.extensions["{THING}"]',
    ),
]

TIMES: list[InvalidCase] = [
    (
        "XAPI-00123 Data 4.5: a timestamp is one",
        set_properties(timestamp="should fail"),
        "statement.timestamp",
    ),
    (
        "XAPI-00123 Data 4.5: a timestamp has its form",
        set_properties(timestamp="01/011/2015"),
        "statement.timestamp",
    ),
    ("Data 4.5: a timestamp is a string", set_properties(timestamp=1700000000), "statement.timestamp"),
    ("Data 4.5: a day exists", set_properties(timestamp="2026-02-29T00:00:00Z"), "statement.timestamp"),
    ("Data 4.5: an hour exists", set_properties(timestamp="2026-02-28T24:00:00Z"), "statement.timestamp"),
    (
        "Data 4.5: an offset is known: -00:00",
        set_properties(timestamp="2008-09-15T15:53:00.601-00:00"),
        "statement.timestamp",
    ),
    (
        "Data 4.5: an offset is known: -0000",
        set_properties(timestamp="2008-09-15T15:53:00.601-0000"),
        "statement.timestamp",
    ),
    (
        "Data 4.5: an offset is known: -00",
        set_properties(timestamp="2008-09-15T15:53:00.601-00"),
        "statement.timestamp",
    ),
]
