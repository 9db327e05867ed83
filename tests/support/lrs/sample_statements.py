"""Small statements and their parts, for tests that change one thing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

AUTHORITY: Json = {
    "objectType": "Agent",
    "name": "the site",
    "account": {"homePage": "urn:scormbuild:organisation:default", "name": "a-key"},
}
ID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
NEW_ID = "0e6d7b4c-2a55-4b7b-a0d5-1b1d6b5d2f10"
ANN: Json = {"objectType": "Agent", "name": "Ann", "mbox": "mailto:ann@example.com"}
BEN: Json = {"name": "Ben", "account": {"homePage": "https://lms.example.com", "name": "ben"}}
TEAM: Json = {"objectType": "Group", "name": "All", "mbox": "mailto:all@example.com", "member": [ANN, BEN]}
ANONYMOUS_GROUP: Json = {"objectType": "Group", "member": [BEN, ANN]}
ACTIVITY: Json = {
    "id": "https://example.com/unit",
    "definition": {"name": {"en": "Unit", "nl": "Les"}, "type": "http://adlnet.gov/expapi/activities/lesson"},
}
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def sample_statement(**changes: Any) -> Json:
    """A small valid statement, with properties replaced; None takes one away."""
    statement: Json = {
        "id": ID,
        "actor": ANN,
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/answered",
            "display": {"en": "answered", "nl": "gaf antwoord"},
        },
        "object": ACTIVITY,
        "timestamp": "2026-11-23T02:03:04.123Z",
    }
    statement |= changes
    return deepcopy({name: value for name, value in statement.items() if value is not None})


def attachment(**changes: Any) -> Json:
    """The description of an attachment."""
    return {
        "usageType": "https://example.com/essay",
        "display": {"en": "Essay", "nl": "Opstel"},
        "contentType": "text/plain",
        "length": 27,
        "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    } | changes


def substatement(**changes: Any) -> Json:
    """A statement inside a statement, by Ben about an activity of its own."""
    inner: Json = {
        "objectType": "SubStatement",
        "actor": BEN,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/planned", "display": {"en": "planned"}},
        "object": {"objectType": "Activity", "id": "https://example.com/inner"},
    }
    return deepcopy(inner | changes)
