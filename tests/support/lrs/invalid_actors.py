"""Breaks of the rules about actors and verbs (xAPI 1.0.3 Data 2.4.2, 2.4.3)."""

from __future__ import annotations

from support.lrs.mutations import (
    ACCOUNT,
    MBOX,
    SHA1,
    THING,
    VERB,
    InvalidCase,
    remove_properties,
    set_properties,
)

ACTORS: list[InvalidCase] = [
    ("XAPI-00003 Data 2.2: a statement has an actor", remove_properties("actor"), "statement.actor"),
    ("XAPI-00001 Data 2.2: an actor is not null", set_properties(actor=None), "statement.actor"),
    ("XAPI-00006 Data 2.2: an actor is no string", set_properties(actor="anna"), "statement.actor"),
    (
        "XAPI-00001 Data 2.2: a name is not null",
        set_properties(actor=MBOX | {"name": None}),
        "statement.actor.name",
    ),
    (
        "XAPI-00006 Data 2.4.2.1: a name is no number",
        set_properties(actor=MBOX | {"name": 7}),
        "statement.actor.name",
    ),
    (
        "Data 2.2: an agent has no other properties",
        set_properties(actor=MBOX | {"age": 7}),
        "statement.actor.age",
    ),
    (
        "Data 2.2: a key has its case",
        set_properties(actor={"MBOX": "mailto:a@b.org"}),
        "statement.actor.MBOX",
    ),
    (
        "XAPI-00038 Data 2.4.2.1: objectType has its case",
        set_properties(actor=MBOX | {"objectType": "agent"}),
        "statement.actor.objectType",
    ),
    (
        "Data 2.4.2: an actor is no activity",
        set_properties(actor=MBOX | {"objectType": "Activity"}),
        "statement.actor.objectType",
    ),
    ("Data 2.4.2.1: an agent has an identifier", set_properties(actor={"name": "Anna"}), "statement.actor"),
    (
        "Data 2.4.2.1: an agent has one identifier only",
        set_properties(actor=MBOX | ACCOUNT),
        "statement.actor",
    ),
    (
        "Data 2.4.2.1: an agent has no members",
        set_properties(actor=MBOX | {"member": []}),
        "statement.actor.member",
    ),
    (
        "Data 2.4.2.3: mbox has mailto",
        set_properties(actor={"mbox": "anna@example.org"}),
        "statement.actor.mbox",
    ),
    (
        "Data 2.4.2.3: mbox has an address",
        set_properties(actor={"mbox": "mailto:example.org"}),
        "statement.actor.mbox",
    ),
    (
        "Data 2.4.2.3: mbox has no parameters",
        set_properties(actor={"mbox": "mailto:a@b.org?subject=x"}),
        "statement.actor.mbox",
    ),
    (
        "Data 2.4.2.3: a hash has 40 digits",
        set_properties(actor={"mbox_sha1sum": SHA1[1:]}),
        "statement.actor.mbox_sha1sum",
    ),
    (
        "Data 2.4.2.3: a hash is hexadecimal",
        set_properties(actor={"mbox_sha1sum": "g" * 40}),
        "statement.actor.mbox_sha1sum",
    ),
    ("Data 2.4.2.3: an openid is a URI", set_properties(actor={"openid": "anna"}), "statement.actor.openid"),
    (
        "Data 2.4.2.4: an account is an object",
        set_properties(actor={"account": "anna"}),
        "statement.actor.account",
    ),
    (
        "Data 2.4.2.4: an account has a home page",
        set_properties(actor={"account": {"name": "a"}}),
        "statement.actor.account.homePage",
    ),
    (
        "Data 2.4.2.4: an account has a name",
        set_properties(actor={"account": {"homePage": THING}}),
        "statement.actor.account.name",
    ),
    (
        "Data 2.4.2.4: a home page is an IRL",
        set_properties(actor={"account": {"homePage": "example.org", "name": "a"}}),
        "statement.actor.account.homePage",
    ),
    (
        "Data 2.4.2.4: an account's name is a string",
        set_properties(actor={"account": {"homePage": THING, "name": 1}}),
        "statement.actor.account.name",
    ),
    (
        "Data 2.4.2.2: an anonymous group has members",
        set_properties(actor={"objectType": "Group"}),
        "statement.actor.member",
    ),
    (
        "Data 2.4.2.2: an anonymous group names someone",
        set_properties(actor={"objectType": "Group", "member": []}),
        "statement.actor.member",
    ),
    (
        "Data 2.4.2.2: members are a list",
        set_properties(actor={"objectType": "Group", "member": MBOX}),
        "statement.actor.member",
    ),
    (
        "Data 2.4.2.2: a group has no two identifiers",
        set_properties(actor={"objectType": "Group", "member": [MBOX]} | MBOX | ACCOUNT),
        "statement.actor",
    ),
    (
        "Data 2.4.2.2: a group holds no groups",
        set_properties(actor={"objectType": "Group", "member": [MBOX, {"objectType": "Group", **MBOX}]}),
        "statement.actor.member[1].objectType",
    ),
    (
        "Data 2.4.2.2: members are agents",
        set_properties(actor={"objectType": "Group", "member": [MBOX, {"name": "Bob"}]}),
        "statement.actor.member[1]",
    ),
]

VERBS: list[InvalidCase] = [
    ("XAPI-00004 Data 2.2: a statement has a verb", remove_properties("verb"), "statement.verb"),
    ("Data 2.4.3: a verb is an object", set_properties(verb=VERB), "statement.verb"),
    ("Data 2.4.3: a verb has an id", set_properties(verb={"display": {"en": "read"}}), "statement.verb.id"),
    (
        "Data 2.4.3: a verb's id is an IRI with a scheme",
        set_properties(verb={"id": "read"}),
        "statement.verb.id",
    ),
    (
        "Data 4.3: a scheme has no equals sign",
        set_properties(verb={"id": "ab=c://example.org"}),
        "statement.verb.id",
    ),
    (
        "Data 4.3: an IRI has no blanks",
        set_properties(verb={"id": "https://example.org/to read"}),
        "statement.verb.id",
    ),
    ("Data 4.3: an IRI is not empty", set_properties(verb={"id": ""}), "statement.verb.id"),
    (
        "Data 4.2: a display is a language map",
        set_properties(verb={"id": VERB, "display": "read"}),
        "statement.verb.display",
    ),
    (
        "XAPI-00121 Data 4.2: keys are language tags",
        set_properties(verb={"id": VERB, "display": {"a12345678": "x"}}),
        "statement.verb.display.a12345678",
    ),
    (
        "Data 4.2: a tag has no underscore",
        set_properties(verb={"id": VERB, "display": {"en_us": "x"}}),
        "statement.verb.display.en_us",
    ),
    (
        "Data 4.2: a translation is a string",
        set_properties(verb={"id": VERB, "display": {"en": 1}}),
        "statement.verb.display.en",
    ),
    (
        "XAPI-00001 Data 2.2: a translation is not null",
        set_properties(verb={"id": VERB, "display": {"en": None}}),
        "statement.verb.display.en",
    ),
]
