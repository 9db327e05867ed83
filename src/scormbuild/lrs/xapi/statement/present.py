"""How a stored statement is shown: the three formats, and what 1.0.x can take (Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scormbuild.lrs.xapi.language import choose
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.parts import Changes, rebuilt
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
Definitions = Callable[[str], Json | None]
IDENTIFYING = ("objectType", *IFIS)
COMPONENTS = ("choices", "scale", "source", "target", "steps")
ONLY_IN_2 = ("contextAgents", "contextGroups")


def present(statement: Json, format: str, languages: str | None, definitions: Definitions) -> Json:
    """The statement in the format that was asked for; `languages` is the header Accept-Language."""
    if format == "ids":
        return rebuilt(statement, IDS)
    if format == "canonical":
        return _canonical(statement, languages, definitions)
    return statement


def for_v1(statement: Json) -> Json:
    """The statement without what only 2.0 knows, so that a client of 1.0.x can take it."""
    shown = _without_2(statement)
    if shown["object"].get("objectType") == "SubStatement":
        shown["object"] = _without_2(shown["object"])
    if shown.get("version", "1")[0] != "1":
        shown["version"] = Version.V1.latest
    return shown


def _without_2(part: Json) -> Json:
    shown = dict(part)
    if "context" in shown:
        context = {name: value for name, value in shown["context"].items() if name not in ONLY_IN_2}
        if context or not shown["context"]:
            shown["context"] = context
        else:
            del shown["context"]
    return shown


def _identified(actor: Json) -> Json:
    """An agent or group by its identifier; an anonymous group by those of its members."""
    shown = {name: value for name, value in actor.items() if name in IDENTIFYING}
    if "member" in actor and not any(name in actor for name in IFIS):
        shown["member"] = [_identified(member) for member in actor["member"]]
    return shown


def _only_id(part: Json) -> Json:
    return {"id": part["id"]}


IDS = Changes(agent=_identified, verb=_only_id, activity=_only_id)


def _canonical(statement: Json, languages: str | None, definitions: Definitions) -> Json:
    """One language in each map, and each activity as the receiver knows it from all statements."""

    def one(map_: dict[str, str]) -> dict[str, str]:
        if len(map_) < 2:
            return map_
        tag = choose(map_, languages)
        return {tag: map_[tag]}

    def described(part: Json, *names: str) -> Json:
        return {**part, **{name: one(part[name]) for name in names if name in part}}

    def activity(part: Json) -> Json:
        definition = definitions(part["id"]) or part.get("definition")
        if definition is None:
            return part
        shown = described(definition, "name", "description")
        for name in COMPONENTS:
            if name in shown:
                shown[name] = [described(component, "description") for component in shown[name]]
        return {**part, "definition": shown}

    def whole(part: Json) -> Json:
        if "attachments" in part:
            part["attachments"] = [
                described(entry, "display", "description") for entry in part["attachments"]
            ]
        return part

    return rebuilt(
        statement, Changes(verb=lambda verb: described(verb, "display"), activity=activity, whole=whole)
    )
