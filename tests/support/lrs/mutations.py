"""What breaks are made of: `put` this in, leave that out; each works on any valid statement."""

from __future__ import annotations

from collections.abc import Callable

Json = dict[str, object]
InvalidCase = tuple[str, Callable[[Json], Json], str]

UUID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
SHA1 = "cd9b00a5611f94eaa7b1661edab976068e364975"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
VERB = "https://example.org/verbs/read"
THING = "https://example.org/things/1"
MBOX = {"mbox": "mailto:anna@example.org"}
ACCOUNT = {"account": {"homePage": "https://example.org", "name": "anna"}}
ATTACHMENT: Json = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A page"},
    "contentType": "text/plain",
    "length": 27,
    "sha2": SHA2,
}


def set_properties(**properties: object) -> Callable[[Json], Json]:
    """The break that puts these in the place of a statement's own."""
    return lambda statement: {**statement, **properties}


def remove_properties(*keys: str) -> Callable[[Json], Json]:
    """The break that leaves these out."""
    return lambda statement: {key: item for key, item in statement.items() if key not in keys}


def rename_property(key: str, wrong: str) -> Callable[[Json], Json]:
    """The break that spells a key otherwise."""
    return lambda statement: {wrong if name == key else name: item for name, item in statement.items()}


def set_definition(**definition: object) -> Callable[[Json], Json]:
    """The break that gives the statement's activity this definition."""
    return set_properties(object={"id": THING, "definition": definition})


def set_attachment(**attachment: object) -> Callable[[Json], Json]:
    """The break that attaches this, and nothing else."""
    return set_properties(attachments=[ATTACHMENT | attachment])


def nested_arrays(levels: int) -> object:
    """Arrays in one another."""
    value: object = "core"
    for _ in range(levels):
        value = [value]
    return value
