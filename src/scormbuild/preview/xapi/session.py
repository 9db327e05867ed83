"""One learner's attempts and launches, as a learning system that speaks xAPI has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Registration:
    """One learner's attempt: what the LRS holds of it."""

    code: str
    actor: Json
    documents: dict[str, str] = field(default_factory=dict)  # of the State resource, by stateId
    statements: list[Json] = field(default_factory=list)

    def empty(self) -> None:
        """Delete all of it, as somebody with rights in the LRS can."""
        self.documents.clear()
        self.statements.clear()


@dataclass(frozen=True)
class Unit:
    """What the package says of the course, for whoever launches it."""

    publisher_id: str
    launch: str  # a file of the package
    move_on: str = ""
    mastery: float | None = None


@dataclass
class Session:
    """One launch."""

    number: int
    learner: str
    registration: Registration
    unit: Unit
    activity: str
    mode: str
    login: int  # the log-in that it was launched in
    token: str = ""
    template: Json = field(default_factory=dict)
    preferences_read: bool = False
    statements: list[Json] = field(default_factory=list)
    abandoned: bool = False
    ended: bool = False
