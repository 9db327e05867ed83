"""Breaks of the rules about objects and attachments (xAPI 1.0.3 Data 2.4.4, 2.4.11)."""

from __future__ import annotations

from decimal import Decimal

from support.lrs.mutations import (
    ATTACHMENT,
    MBOX,
    SHA1,
    THING,
    UUID,
    InvalidCase,
    remove_properties,
    set_attachment,
    set_definition,
    set_properties,
)

OBJECTS: list[InvalidCase] = [
    ("XAPI-00005 Data 2.2: a statement has an object", remove_properties("object"), "statement.object"),
    ("Data 2.4.4: an object is a JSON object", set_properties(object=[]), "statement.object"),
    (
        "Data 2.4.4: objectType has its case",
        set_properties(object={"objectType": "activity", "id": THING}),
        "statement.object.objectType",
    ),
    (
        "Data 2.4.4: objectType is a string",
        set_properties(object={"objectType": ["Activity"], "id": THING}),
        "statement.object.objectType",
    ),
    (
        "XAPI-00001 Data 2.2: objectType is not null",
        set_properties(object={"objectType": None, "id": THING}),
        "statement.object.objectType",
    ),
    (
        "Data 2.4.4.1: an activity has an id",
        set_properties(object={"objectType": "Activity"}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.1: an activity's id is an IRI",
        set_properties(object={"id": "things/1"}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.1: an activity has no other properties",
        set_properties(object={"id": THING, "name": "x"}),
        "statement.object.name",
    ),
    (
        "Data 2.4.4.2: an agent as object says that it is one",
        set_properties(object=MBOX),
        "statement.object.mbox",
    ),
    (
        "Data 2.4.4.2: an agent as object has an identifier",
        set_properties(object={"objectType": "Agent"}),
        "statement.object",
    ),
    (
        "Data 2.4.4.3: a reference has an id",
        set_properties(object={"objectType": "StatementRef"}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.3: a reference's id is a UUID",
        set_properties(object={"objectType": "StatementRef", "id": THING}),
        "statement.object.id",
    ),
    (
        "Data 2.4.4.3: a reference has no other properties",
        set_properties(object={"objectType": "StatementRef", "id": UUID, "definition": {}}),
        "statement.object.definition",
    ),
    (
        "Data 2.4.4.1: a definition is an object",
        set_properties(object={"id": THING, "definition": "x"}),
        "statement.object.definition",
    ),
    ("Data 2.4.4.1: a name is a language map", set_definition(name="x"), "statement.object.definition.name"),
    (
        "Data 2.4.4.1: a description is a language map",
        set_definition(description=1),
        "statement.object.definition.description",
    ),
    ("Data 2.4.4.1: a type is an IRI", set_definition(type="lesson"), "statement.object.definition.type"),
    (
        "Data 2.4.4.1: moreInfo is an IRL",
        set_definition(moreInfo="more"),
        "statement.object.definition.moreInfo",
    ),
    (
        "XAPI-00001 Data 2.2: moreInfo is not null",
        set_definition(moreInfo=None),
        "statement.object.definition.moreInfo",
    ),
    (
        "Data 2.4.4.1: a definition has no other properties",
        set_definition(title="x"),
        "statement.object.definition.title",
    ),
    (
        "Data 4.1: extensions are an object",
        set_definition(extensions="x"),
        "statement.object.definition.extensions",
    ),
    (
        "XAPI-00118 Data 4.1: their keys are IRIs",
        set_definition(extensions={"id": 1}),
        "statement.object.definition.extensions.id",
    ),
    (
        "Data 2.4.4.1: an interactionType is a known one",
        set_definition(interactionType="quiz"),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: an interactionType is a string",
        set_definition(interactionType={}),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: choices need an interactionType",
        set_definition(choices=[{"id": "a"}]),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: a pattern needs an interactionType",
        set_definition(correctResponsesPattern=["a"]),
        "statement.object.definition.interactionType",
    ),
    (
        "Data 2.4.4.1: patterns are a list",
        set_definition(interactionType="other", correctResponsesPattern="a"),
        "statement.object.definition.correctResponsesPattern",
    ),
    (
        "Data 2.4.4.1: a pattern is a string",
        set_definition(interactionType="other", correctResponsesPattern=["a", 1]),
        "statement.object.definition.correctResponsesPattern[1]",
    ),
    (
        "Data 2.4.4.1: a list of components belongs to the type",
        set_definition(interactionType="likert", choices=[]),
        "statement.object.definition.choices",
    ),
    (
        "Data 2.4.4.1: components are a list",
        set_definition(interactionType="choice", choices={"id": "a"}),
        "statement.object.definition.choices",
    ),
    (
        "Data 2.4.4.1: a component has an id",
        set_definition(interactionType="matching", source=[{"description": {"en": "x"}}]),
        "statement.object.definition.source[0].id",
    ),
    (
        "Data 2.4.4.1: a component's id is a string",
        set_definition(interactionType="performance", steps=[{"id": 1}]),
        "statement.object.definition.steps[0].id",
    ),
    (
        "Data 2.4.4.1: ids of components are distinct",
        set_definition(interactionType="likert", scale=[{"id": "a"}, {"id": "b"}, {"id": "a"}]),
        "statement.object.definition.scale[2].id",
    ),
    (
        "XAPI-00019 Data 2.3.2: what voids refers to a statement",
        set_properties(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"id": THING}),
        "statement.object",
    ),
]

ATTACHMENTS: list[InvalidCase] = [
    ("Data 2.4.11: attachments are a list", set_properties(attachments=ATTACHMENT), "statement.attachments"),
    (
        "Data 2.4.11: an attachment is an object",
        set_properties(attachments=[ATTACHMENT, "x"]),
        "statement.attachments[1]",
    ),
    (
        "Data 2.4.11: an attachment has no other properties",
        set_attachment(name="x"),
        "statement.attachments[0].name",
    ),
    (
        "Data 2.4.11: a usageType is an IRI",
        set_attachment(usageType="page"),
        "statement.attachments[0].usageType",
    ),
    (
        "Data 2.4.11: a display is a language map",
        set_attachment(display="page"),
        "statement.attachments[0].display",
    ),
    (
        "Data 2.4.11: a description is a language map",
        set_attachment(description=1),
        "statement.attachments[0].description",
    ),
    (
        "Data 4.2: its language is a tag",
        set_attachment(description={"something": "x"}),
        "statement.attachments[0].description.something",
    ),
    (
        "Data 2.4.11: a content type is a media type",
        set_attachment(contentType="text"),
        "statement.attachments[0].contentType",
    ),
    ("Data 2.4.11: a length is a number", set_attachment(length="27"), "statement.attachments[0].length"),
    (
        "Data 2.4.11: a length is whole",
        set_attachment(length=Decimal("27.5")),
        "statement.attachments[0].length",
    ),
    ("Data 2.4.11: a length is not negative", set_attachment(length=-1), "statement.attachments[0].length"),
    ("Data 2.4.11: a hash is one of SHA-2", set_attachment(sha2=SHA1), "statement.attachments[0].sha2"),
    (
        "Data 2.4.11: a fileUrl is an IRL",
        set_attachment(fileUrl="page.txt"),
        "statement.attachments[0].fileUrl",
    ),
    *(
        (
            f"Data 2.4.11: {key} is required",
            set_properties(attachments=[{name: item for name, item in ATTACHMENT.items() if name != key}]),
            f"statement.attachments[0].{key}",
        )
        for key in ATTACHMENT
    ),
]
