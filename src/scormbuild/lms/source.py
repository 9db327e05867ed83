"""What a source is: an LMS, a table or another LRS that says what is new since a checkpoint.

Moodle and a table give attempts: who, when, which state, completion and interactions. Those become
statements by a step that both take, `Run.statements`. Another LRS has no attempts: its statements pass as
they are, also those about what was no course at all. So what all sources have in common is no record of
an attempt, but statements, and the checkpoints that hold once these are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scormbuild.lms.run import Run
from scormbuild.lms.statements import Json


@dataclass(frozen=True)
class Batch:
    """Statements that are stored together, and after them their checkpoints, by key.

    `independent`: they have nothing to do with each other, so one that is refused holds up nothing else.
    """

    statements: Sequence[Json] = ()
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    independent: bool = False


@dataclass(frozen=True)
class Part:
    """Batches of which the rest is left for the next harvest once one can't be read or stored.

    `place` says where, for the list of faults; without one the whole harvest ends there.
    """

    batches: Iterable[Batch]
    place: str = ""


class Source(Protocol):
    """What a harvest asks of a source; the parts are read while they are stored, each batch in its turn."""

    @property
    def url(self) -> str:
        """Its address: the name of its checkpoints, and of itself in messages and in the authority."""

    @property
    def attests(self) -> bool:
        """Whether it knows its users and may say who finished, as an LMS does."""

    @property
    def lock_name(self) -> str:
        """What two harvests at once would both ask for; '' where there are no checkpoints to get at odds."""

    def parts(self, run: Run) -> Iterator[Part]:
        """What is new; counts in `run.summary` what it reads, and says there what it may not see."""
