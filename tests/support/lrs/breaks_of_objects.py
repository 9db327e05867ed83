"""Breaks of the rules about objects and attachments (xAPI 1.0.3 Data 2.4.4, 2.4.11)."""

from __future__ import annotations

from decimal import Decimal

from support.lrs.breaking import (
    ATTACHMENT,
    MBOX,
    SHA1,
    THING,
    UUID,
    Break,
    attached,
    defined,
    put,
    without,
)

OBJECTS: list[Break] = [
    ("XAPI-00005 Data 2.2: a statement has an object", without("object"), "statement.object"),
    ("Data 2.4.4: an object is a JSON object", put(object=[]), "statement.object"),
    (
        "Data 2.4.4: objectType has its case",
        put(object={"objectType": "activity", "id": THING}),
        "statement.object.objectType",
    ),
    (
        "Data 2.4.4: objectType is a string",
        put(object={"objectType": ["Activity"], "id": THING}),
        "statement.object.objectType",
    ),
    (
        "XAPI-00001 Data 2.2: objectType is not null",
        put(object={"objectType": None, "id": THING}),
        "statement.object.objectType",
    ),
    ("Data 2.4.4.1: an activity has an id", put(object={"objectType": "Activity"}), "statement.object.id"),
    ("Data 2.4.4.1: an activity's id is an IRI", put(object={"id": "things/1"}), "statement.object.id"),
    (
        "Data 2.4.4.1: an activity has no other properties",
        put(object={"id": THING, "name": "x"}),
        "statement.object.name",
    ),
    ("Data 2.4.4.2: an agent as object says that it is one", put(object=MBOX), "statement.object.mbox"),
    (
        "Data 2.4.4.2: an agent as object has an identifier",
        put(object={"objectType": "Agent"}),
        "statement.object",
    ),
    (
        "Data 2.4.4.3: a reference has an id",
        put(object={"objectType": "StatementRef"}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.3: a reference's id is a UUID",
        put(object={"objectType": "StatementRef", "id": THING}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.3: a reference has no other properties",
        put(object={"objectType": "StatementRef", "id": UUID, "definition": {}}),
        "statement.object.definition",
    ),
    (
        "Data 2.4.4.1: a definition is an object",
        put(object={"id": THING, "definition": "x"}),
        "statement.object.definition",
    ),
    ("Data 2.4.4.1: a name is a language map", defined(name="x"), "statement.object.definition.name"),
    (
        "Data 2.4.4.1: a description is a language map",
        defined(description=1),
        "statement.object.definition.description",
    ),
    ("Data 2.4.4.1: a type is an IRI", defined(type="lesson"), "statement.object.definition.type"),
    ("Data 2.4.4.1: moreInfo is an IRL", defined(moreInfo="more"), "statement.object.definition.moreInfo"),
    (
        "XAPI-00001 Data 2.2: moreInfo is not null",
        defined(moreInfo=None),
        "statement.object.definition.moreInfo",
    ),
    (
        "Data 2.4.4.1: a definition has no other properties",
        defined(title="x"),
        "statement.object.definition.title",
    ),
    ("Data 4.1: extensions are an object", defined(extensions="x"), "statement.object.definition.extensions"),
    (
        "XAPI-00118 Data 4.1: their keys are IRIs",
        defined(extensions={"id": 1}),
        "statement.object.definition.extensions.id",
    ),
    (
        "Data 2.4.4.1: an interactionType is a known one",
        defined(interactionType="quiz"),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: an interactionType is a string",
        defined(interactionType={}),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: choices need an interactionType",
        defined(choices=[{"id": "a"}]),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: a pattern needs an interactionType",
        defined(correctResponsesPattern=["a"]),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: patterns are a list",
        defined(interactionType="other", correctResponsesPattern="a"),
        "statement.object.definition.correctResponsesPattern",
    ),
    (
        "Data 2.4.4.1: a pattern is a string",
        defined(interactionType="other", correctResponsesPattern=["a", 1]),
        "statement.object.definition.correctResponsesPattern[1]",
    ),
    (
        "Data 2.4.4.1: a list of components belongs to the type",
        defined(interactionType="likert", choices=[]),
        "statement.object.definition.choices",
    ),
    (
        "Data 2.4.4.1: components are a list",
        defined(interactionType="choice", choices={"id": "a"}),
        "statement.object.definition.choices",
    ),
    (
        "Data 2.4.4.1: a component has an id",
        defined(interactionType="matching", source=[{"description": {"en": "x"}}]),
        "statement.object.definition.source[0].id",
    ),
    (
        "Data 2.4.4.1: a component's id is a string",
        defined(interactionType="performance", steps=[{"id": 1}]),
        "statement.object.definition.steps[0].id",
    ),
    (
        "Data 2.4.4.1: ids of components are distinct",
        defined(interactionType="likert", scale=[{"id": "a"}, {"id": "b"}, {"id": "a"}]),
        "statement.object.definition.scale[2].id",
    ),
    (
        "XAPI-00019 Data 2.3.2: what voids refers to a statement",
        put(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"id": THING}),
        "statement.object",
    ),
]

ATTACHMENTS: list[Break] = [
    ("Data 2.4.11: attachments are a list", put(attachments=ATTACHMENT), "statement.attachments"),
    (
        "Data 2.4.11: an attachment is an object",
        put(attachments=[ATTACHMENT, "x"]),
        "statement.attachments[1]",
    ),
    (
        "Data 2.4.11: an attachment has no other properties",
        attached(name="x"),
        "statement.attachments[0].name",
    ),
    ("Data 2.4.11: a usageType is an IRI", attached(usageType="page"), "statement.attachments[0].usageType"),
    (
        "Data 2.4.11: a display is a language map",
        attached(display="page"),
        "statement.attachments[0].display",
    ),
    (
        "Data 2.4.11: a description is a language map",
        attached(description=1),
        "statement.attachments[0].description",
    ),
    (
        "Data 4.2: its language is a tag",
        attached(description={"something": "x"}),
        "statement.attachments[0].description.something",
    ),
    (
        "Data 2.4.11: a content type is a media type",
        attached(contentType="text"),
        "statement.attachments[0].contentType",
    ),
    ("Data 2.4.11: a length is a number", attached(length="27"), "statement.attachments[0].length"),
    ("Data 2.4.11: a length is whole", attached(length=Decimal("27.5")), "statement.attachments[0].length"),
    ("Data 2.4.11: a length is not negative", attached(length=-1), "statement.attachments[0].length"),
    ("Data 2.4.11: a hash is one of SHA-2", attached(sha2=SHA1), "statement.attachments[0].sha2"),
    ("Data 2.4.11: a fileUrl is an IRL", attached(fileUrl="page.txt"), "statement.attachments[0].fileUrl"),
    *(
        (
            f"Data 2.4.11: {key} is required",
            put(attachments=[{name: item for name, item in ATTACHMENT.items() if name != key}]),
            f"statement.attachments[0].{key}",
        )
        for key in ATTACHMENT
    ),
]
