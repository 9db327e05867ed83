"""Parts that a learner opens one by one."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.sections import Section, parse_sections


@dataclass(frozen=True)
class Accordion(Block):
    """Titles, each with what it opens."""

    sections: tuple[Section, ...]

    style_parts = ("accordion",)

    @property
    def children(self) -> tuple[Block, ...]:
        """What stands in its parts."""
        return tuple(block for section in self.sections for block in section.blocks)


def parse_accordion(directive: Directive) -> Accordion:
    """A part for each heading."""
    return Accordion(parse_sections(directive))


ACCORDION = DirectiveType(
    parse_accordion, {}, takes_argument=False, group="layout", holds=frozenset({"show", "ask"})
)
