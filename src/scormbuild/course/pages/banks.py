"""Question banks: files of blocks that a quiz takes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scormbuild.catalogue import _
from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Block
from scormbuild.course.notes import Notes
from scormbuild.errors import did_you_mean


@dataclass(frozen=True)
class Banks:
    """The banks of a course by file name; each is read when a quiz asks for it, and to that one only."""

    files: Mapping[str, Callable[[], tuple[Block, ...]]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)  # where each is used

    def take(self, name: ScalarNode, notes: Notes) -> tuple[Block, ...]:
        """The blocks of a bank; none, and a note, where there is no such bank or another quiz has it."""
        if name.text not in self.files:
            hint = did_you_mean(name.text, self.files, _("in banks/:")) or _(
                "make banks/%(name)s", name=name.text
            )
            notes.add_problem(name.place, _("there is no bank '%(name)s'", name=name.text), hint)
            return ()
        first = self.users.setdefault(name.text, f"{notes.path}:{name.place.line}")
        if first != f"{notes.path}:{name.place.line}":
            # An answer hangs on its question's id, so one question can't be asked in two places.
            hint = _("divide its questions over two banks")
            notes.add_problem(
                name.place,
                _("the bank '%(name)s' is used already, at %(first)s", name=name.text, first=first),
                hint,
            )
            return ()
        return self.files[name.text]()
