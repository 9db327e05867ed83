"""How a stored statement is shown: the three formats, and what 1.0.x can take (Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scormbuild.lrs.xapi.language import choose_language
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.rules.objects import COMPONENT_LISTS
from scormbuild.lrs.xapi.statement.parts import Changes, map_parts
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
FindDefinition = Callable[[str], Json | None]
IDENTIFYING = ("objectType", *IFIS)
ONLY_IN_2 = ("contextAgents", "contextGroups")


def apply_format(statement: Json, format: str, languages: str | None, definitions: FindDefinition) -> Json:
    """The statement in the format that was asked for; `languages` is the header Accept-Language."""
    if format == "ids":
        return map_parts(statement, IDS_FORMAT)
    if format == "canonical":
        return _canonical_format(statement, languages, definitions)
    return statement


def for_v1(statement: Json) -> Json:
    """The statement without what only 2.0 knows, so that a client of 1.0.x can take it."""
    formatted = _without_2(statement)
    if formatted["object"].get("objectType") == "SubStatement":
        formatted["object"] = _without_2(formatted["object"])
    if formatted.get("version", "1")[0] != "1":
        formatted["version"] = Version.V1.latest
    return formatted


def _without_2(part: Json) -> Json:
    formatted = dict(part)
    if "context" in formatted:
        context = {name: value for name, value in formatted["context"].items() if name not in ONLY_IN_2}
        # An empty context that was sent stays; one that this has emptied goes.
        if context or not formatted["context"]:
            formatted["context"] = context
        else:
            del formatted["context"]
    return formatted


def _identifier_only(actor: Json) -> Json:
    """An agent or group by its identifier; an anonymous group by those of its members."""
    formatted = {name: value for name, value in actor.items() if name in IDENTIFYING}
    # An anonymous group is nothing but its members (Communication 2.1.3, `format`).
    if "member" in actor and not any(name in actor for name in IFIS):
        formatted["member"] = [_identifier_only(member) for member in actor["member"]]
    return formatted


def _only_id(part: Json) -> Json:
    return {"id": part["id"]}


IDS_FORMAT = Changes(agent=_identifier_only, verb=_only_id, activity=_only_id)


def _canonical_format(statement: Json, languages: str | None, definitions: FindDefinition) -> Json:
    """One language in each map, and each activity as the LRS knows it from all statements."""

    def choose_entry(map_: dict[str, str]) -> dict[str, str]:
        if len(map_) < 2:
            return map_
        # For each map by itself, not for the page as a whole (Communication 2.1.3).
        tag = choose_language(map_, languages)
        return {tag: map_[tag]}

    def choose_entries(part: Json, *names: str) -> Json:
        return {**part, **{name: choose_entry(part[name]) for name in names if name in part}}

    def activity(part: Json) -> Json:
        definition = definitions(part["id"]) or part.get("definition")
        if definition is None:
            return part
        formatted = choose_entries(definition, "name", "description")
        for name in COMPONENT_LISTS:
            if name in formatted:
                formatted[name] = [choose_entries(component, "description") for component in formatted[name]]
        return {**part, "definition": formatted}

    def whole(part: Json) -> Json:
        if "attachments" in part:
            part["attachments"] = [
                choose_entries(entry, "display", "description") for entry in part["attachments"]
            ]
        return part

    return map_parts(
        statement, Changes(verb=lambda verb: choose_entries(verb, "display"), activity=activity, whole=whole)
    )
