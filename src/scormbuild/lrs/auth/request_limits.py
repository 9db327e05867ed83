"""What one request may hold: what the settings take, and of a public key no more than our player sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from scormbuild.errors import TooLarge
from scormbuild.lrs.xapi.source import PACKAGE
from scormbuild.lrs.xapi.statement.parts import as_list

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Sizes are in bytes, of a body that is unpacked; None: not limited beyond the body."""

    max_body: int
    max_attachment: int
    max_statements: int
    max_depth: int
    max_statement: int | None = None
    max_members: int | None = None  # agents that a statement's context names, members of groups among them
    max_context_activities: int | None = None


# Everybody who takes a course can read its key, so what it sends costs its sender nothing. Our player sends
# at most 50 statements and 60 kB at once (lrs-client.js, statement-queue.js), with five activities in the
# context: those of content/webcare take 1.3 kB on average and 2.2 kB at most, a whole attempt 58 kB. An
# answer of 20 rows, the most that an author can ask for, adds 6 kB at worst.
PUBLIC: Final = RequestLimits(
    max_body=1 << 20,
    max_attachment=0,
    max_statements=200,
    max_depth=16,
    max_statement=64 << 10,
    max_members=20,
    max_context_activities=40,
)


class SettingsLimits(Protocol):
    """What the settings say of one request."""

    @property
    def max_body(self) -> int: ...  # noqa: D102 -- the class says it
    @property
    def max_attachment(self) -> int: ...  # noqa: D102
    @property
    def max_statements(self) -> int: ...  # noqa: D102
    @property
    def max_depth(self) -> int: ...  # noqa: D102


def request_limits(settings: SettingsLimits, source: str | None) -> RequestLimits:
    """The limits of a request by a key of a source; settings that are tighter count."""
    own = RequestLimits(
        settings.max_body, settings.max_attachment, settings.max_statements, settings.max_depth
    )
    if source != PACKAGE:
        return own
    return RequestLimits(
        min(own.max_body, PUBLIC.max_body),
        min(own.max_attachment, PUBLIC.max_attachment),
        min(own.max_statements, PUBLIC.max_statements),
        min(own.max_depth, PUBLIC.max_depth),
        PUBLIC.max_statement,
        PUBLIC.max_members,
        PUBLIC.max_context_activities,
    )


def require_counts(statement: Json, limits: RequestLimits, path: str) -> None:
    """Raise TooLarge where a valid statement names more agents or activities in its context than is taken."""
    context = statement.get("context", {})
    if limits.max_members is not None:
        members = sum(1 for _ in context_agents(context))
        if members > limits.max_members:
            raise TooLarge(
                f"{path}.context: it names {members} agents, and this key may name {limits.max_members}"
            )
    if limits.max_context_activities is not None:
        relations = context.get("contextActivities", {}).values()
        activities = sum(len(as_list(each)) for each in relations)
        if activities > limits.max_context_activities:
            raise TooLarge(
                f"{path}.context.contextActivities: it holds {activities} activities, "
                f"and this key may send {limits.max_context_activities}"
            )


def context_agents(context: Json) -> Iterator[Json]:
    """Each agent and group that a context names, and each member of those groups."""
    named = [context[name] for name in ("instructor", "team") if name in context]
    named += [each["agent"] for each in context.get("contextAgents", ())]
    named += [each["group"] for each in context.get("contextGroups", ())]
    for each in named:
        yield each
        yield from each.get("member", ())
