"""What differs between the standards by which a course with an LRS is launched: a row of functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scormbuild.preview.xapi.session import Json, Registration, Session, Unit


@dataclass(frozen=True)
class LaunchMethod:
    """How one standard launches a course, and what it asks of one."""

    # What the package says, read as an LMS reads it.
    read_unit: Callable[[Mapping[str, bytes]], Unit]
    activity: Callable[[Unit], str]
    # Whatever the LRS must hold before the course begins.
    prepare: Callable[[Session, str], None]
    # The parameters in the address of the launch, at this origin of the LRS.
    query: Callable[[Session, str], dict[str, str]]
    # The numbers of the requirements that a statement of this session breaks.
    violations: Callable[[Session, Json], Iterator[str]]
    # Whether the learner is done.
    is_satisfied: Callable[[Unit, Registration], bool]
    # Whether a statement is the last one of its session.
    is_last: Callable[[Json], bool]
    # A requirement in a plain sentence.
    sentences: Mapping[str, str]
    # Whether each launch has a token of its own, which is fetched once, and is good for nothing once the
    # session has ended or another launch has taken its place.
    token_per_session: bool
