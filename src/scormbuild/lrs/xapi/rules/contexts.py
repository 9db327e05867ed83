"""Rules for contexts (xAPI 1.0.3 Data 2.4.6, IEEE 9274.1.1 4.2.2.5)."""

from __future__ import annotations

from scormbuild.lrs.xapi.rules.actors import actor, agent, group
from scormbuild.lrs.xapi.rules.objects import activity, statement_reference
from scormbuild.lrs.xapi.rules.rule import Rule, array_of, object_of, one_of
from scormbuild.lrs.xapi.rules.values import extensions, iri, language_tag, string, uuid
from scormbuild.lrs.xapi.version import Version

activity_list = array_of(activity)


def activities(value: object) -> None:
    """Activities, or one by itself as 0.95 wrote it (xAPI 1.0.3 Data 2.4.6.2)."""
    if isinstance(value, dict):
        activity(value)
    else:
        activity_list(value)


CONTEXT: dict[str, Rule] = {
    "registration": uuid,
    "instructor": actor,
    # Never an agent, unlike the instructor (Data 2.4.6).
    "team": group,
    "contextActivities": object_of(dict.fromkeys(("parent", "grouping", "category", "other"), activities)),
    "revision": string,
    "platform": string,
    "language": language_tag,
    "statement": statement_reference,
    "extensions": extensions,
}
relevant_types = array_of(iri, least=1)
context_agent = object_of(
    {"objectType": one_of("contextAgent"), "agent": agent, "relevantTypes": relevant_types},
    ["objectType", "agent"],
)
context_group = object_of(
    {"objectType": one_of("contextGroup"), "group": group, "relevantTypes": relevant_types},
    ["objectType", "group"],
)

context: dict[Version, Rule] = {
    Version.V1: object_of(CONTEXT),
    # New in 2.0; to a statement of 1.0.x they are unknown keys.
    Version.V2: object_of(
        CONTEXT | {"contextAgents": array_of(context_agent), "contextGroups": array_of(context_group)}
    ),
}
