"""Blocks that arrange others in parts, each with a heading."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.model import Block, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.sections import Section, parse_sections


@dataclass(frozen=True)
class Layout(Block):
    """Parts with headings."""

    sections: tuple[Section, ...]

    @property
    def children(self) -> tuple[Block, ...]:
        """What stands in the parts."""
        return tuple(block for section in self.sections for block in section.blocks)


class Accordion(Layout):
    """Parts that a learner opens, each by itself."""

    style_parts = ("accordion",)


class Tabs(Layout):
    """Parts of which one is to be seen."""

    player_parts = (PlayerPart("tabs", "blocks/tab-list", "startTabs"),)
    style_parts = ("tabs",)


class Cards(Layout):
    """Parts side by side, that a learner turns."""

    style_parts = ("cards",)


class Steps(Layout):
    """Parts that are done one after another."""

    style_parts = ("steps",)


class Timeline(Layout):
    """Parts that come one after another in time."""

    style_parts = ("timeline",)


def _layout(kind: type[Layout], least: int, purpose: str, access: str) -> DirectiveType:
    return DirectiveType(
        lambda directive: kind(parse_sections(directive, least)),
        {},
        takes_argument=False,
        group="layout",
        holds=frozenset({"show", "ask"}),
        purpose=purpose,
        access=access,
    )


ACCORDION = _layout(
    Accordion, 1, "show titles that open, one by one", "headings that are buttons: Enter opens them"
)
TABS = _layout(
    Tabs,
    2,
    "show one of several things that are alike",
    "tabs: arrow keys, Home and End; without script all of it in order",
)
CARDS = _layout(Cards, 2, "show cards that turn", "headings that are buttons: Enter turns them")
STEPS = _layout(Steps, 2, "show what is done one after another", "a numbered list with headings")
TIMELINE = _layout(Timeline, 2, "show what came one after another", "a list with headings")
