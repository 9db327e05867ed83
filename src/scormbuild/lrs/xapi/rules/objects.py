"""Rules for verbs, activities and references to statements (xAPI 1.0.3 Data 2.4.3, 2.4.4)."""

from __future__ import annotations

from scormbuild.lrs.xapi.rules.rule import Fault, Json, Rule, array_of, object_of, one_of
from scormbuild.lrs.xapi.rules.values import extensions, iri, language_map, string, uuid

verb = object_of({"id": iri, "display": language_map}, ["id"])
statement_reference = object_of({"objectType": one_of("StatementRef"), "id": uuid}, ["objectType", "id"])

# Each type of interaction, and the lists of components that it may have (xAPI 1.0.3 Data 2.4.4.1).
COMPONENTS: dict[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")

component = array_of(object_of({"id": string, "description": language_map}, ["id"]))


def components(value: object) -> None:
    """Components of an interaction, each with an id of its own (xAPI 1.0.3 Data 2.4.4.1)."""
    component(value)
    seen: set[str] = set()
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if item["id"] in seen:
            raise Fault("is the id of another component in this list too", "id", index)
        seen.add(item["id"])


def interaction(value: Json) -> None:
    """What belongs to interactions stands only in one, and each list only in a type that has it."""
    kind = value.get("interactionType")
    # An interaction shows by its interactionType; the activity's type is only recommended (Data 2.4.4.1).
    if kind is None:
        if "correctResponsesPattern" in value or any(name in value for name in COMPONENT_LISTS):
            raise Fault("is required in the definition of an interaction, and missing", "interactionType")
        return
    for name in COMPONENT_LISTS:
        if name in value and name not in COMPONENTS[str(kind)]:
            raise Fault(f"is no list of an interaction of type {kind}", name)


DEFINITION: dict[str, Rule] = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": iri,
    "extensions": extensions,
    "interactionType": one_of(*COMPONENTS),
    # Of any length, and no pattern is tried: the LRS should limit neither (Data 2.4.4.1).
    "correctResponsesPattern": array_of(string),
    **dict.fromkeys(COMPONENT_LISTS, components),
}
definition = object_of(DEFINITION, object_rule=interaction)
activity = object_of({"objectType": one_of("Activity"), "id": iri, "definition": definition}, ["id"])
