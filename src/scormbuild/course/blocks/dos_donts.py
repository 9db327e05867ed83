"""What to do beside what not to do."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, list_items
from scormbuild.course.pages.markdown import split_blocks


@dataclass(frozen=True)
class DosDonts(Block):
    """Two lists side by side, each with a heading; the items are HTML."""

    dos_title: str
    donts_title: str
    dos: tuple[str, ...]
    donts: tuple[str, ...]

    style_parts = ("dos-donts",)


def parse_dos_donts(directive: Directive) -> DosDonts:
    """Two lists: what to do, then what not to do."""
    # Two lists in a row stay two only where their marks differ (CommonMark 5.3).
    blocks = list(split_blocks(directive.tokens()))
    lists = [[item_html(item) for item in list_items(block)] for block in blocks if list_items(block)]
    if len(blocks) != 2 or len(lists) != 2:
        lists_there = _describe_lists(len(blocks), len(lists))
        directive.add_problem(
            _(
                "dos-donts holds exactly two lists and nothing else; here %(found)s",
                found=lists_there,
            ),
            _("start each do with '+' and each don't with '-': lists with the same mark run together"),
        )
        lists = [[], []]
    if any(not text for found in lists for text in found):
        directive.add_problem(_("an item of dos-donts is empty"), _("write its words, or leave it out"))
    return DosDonts(
        directive.option_or_default("dos"),
        directive.option_or_default("donts"),
        tuple(lists[0]),
        tuple(lists[1]),
    )


def _describe_lists(blocks: int, lists: int) -> str:
    """What was found: "are 1 list", "are 2 lists and 1 other piece of text"."""
    found = f"{'is' if lists == 1 else 'are'} {lists} list{'' if lists == 1 else 's'}"
    other = blocks - lists
    return found + (f" and {other} other piece{'' if other == 1 else 's'} of text" if other else "")


DOS_DONTS = DirectiveType(
    parse_dos_donts,
    {"dos": ":dos: Do", "donts": ":donts: Don't"},
    takes_argument=False,
    purpose="set good and bad beside each other",
    access="two lists, each with its heading as its name",
)
