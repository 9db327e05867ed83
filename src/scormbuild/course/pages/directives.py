"""Tokens as blocks: running text, and directives, of which course/blocks has the types that there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from scormbuild.catalogue import _
from scormbuild.course.fields import Fields
from scormbuild.course.model import Block, Text
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages import fence
from scormbuild.course.pages.banks import Banks
from scormbuild.course.pages.fence import Directive, Fence, Group
from scormbuild.course.pages.footnotes import number_footnotes
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.errors import did_you_mean

PAGE_GROUPS: frozenset[Group] = frozenset({"show", "ask", "layout"})
NO_BANKS = Banks()
_OPENING = re.compile(r"(?P<colons>:{3,})\{")


class DirectiveType(NamedTuple):
    """What reads a directive, and its options, each with an example of how it is written.

    `holds` are the groups of directives that may stand in it. `purpose` is what an author uses it for, as
    the docs say it: "to PURPOSE"; `access` how those have it who use a keyboard or a screen reader.
    """

    parse: Callable[[Directive], Block]
    options: Mapping[str, str]
    takes_argument: bool = True
    group: Group = "show"
    holds: frozenset[Group] = frozenset()
    purpose: str = ""
    access: str = ""


@dataclass(frozen=True)
class BlockParser:
    """Reads what stands on a page, or in the directive `parent`; `groups` are those that may stand there."""

    notes: Notes
    words: Mapping[str, str | list[str]]
    types: Mapping[str, DirectiveType]
    groups: frozenset[Group] = PAGE_GROUPS
    parent: Fence | None = None
    banks: Banks = NO_BANKS

    def parse(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Each directive as its own block, and what stands between two of them as one text."""
        return tuple(self._blocks(tokens))

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        text: list[Token] = []
        for part in split_blocks(tokens):
            if part[0].type != "colon_fence":
                _check_nested_directives(part, self.notes)
                text += part
                continue
            if text:
                yield self._text(text)
                text = []
            found = self._directive(part[0])
            if found:
                yield found
        if text:
            yield self._text(text)

    def _text(self, tokens: Sequence[Token]) -> Text:
        number_footnotes(tokens, self.notes)
        return Text(render_html(tokens))

    def _directive(self, token: Token) -> Block | None:
        """The block that a colon fence stands for; None when it stands for none, which is noted."""
        found = fence.parse_fence(token, self.notes)
        kind = self._type(found) if found else None
        if found is None or kind is None:
            return None
        if found.argument and not kind.takes_argument:
            self.notes.add_problem(
                found.argument.place,
                _("%(name)s takes no argument", name=found.name.text),
                _("leave '%(argument)s' out", argument=found.argument.text),
            )
        options = Fields(found.options, self.notes, kind.options, "option")
        fence.check_late_options(found, kind.options, self.notes)
        inner = replace(self, groups=kind.holds, parent=found)
        return kind.parse(
            Directive(found, options, self.notes, self.words, inner.parse, self.banks, kind.group)
        )

    def _type(self, found: Fence) -> DirectiveType | None:
        """What its name stands for; None where that may not stand here, which is noted."""
        name, place = found.name.text, found.name.place
        kind = self.types.get(name)
        if kind is None:
            self.notes.add_problem(
                place,
                _("unknown directive '%(name)s'", name=name),
                did_you_mean(name, self.types, _("known:")),
            )
        elif kind.group not in self.groups:
            self.notes.add_problem(found.place, *self._placement_problem(name))
        elif kind.holds and _has_too_few_colons(found):
            # The end of what stands in it is taken for its own.
            self.notes.add_problem(
                found.place,
                _("this %(name)s has no more colons than a directive within it", name=name),
                _(
                    "begin it with %(colons)s:{%(name)s}, and end it with %(colons)s:",
                    colons=found.colons,
                    name=name,
                ),
            )
        else:
            return kind
        return None

    def _placement_problem(self, name: str) -> tuple[str, str]:
        if self.parent is None:
            return f"this {name} can't stand by itself", "write it within the directive that it is a part of"
        outer = f"the {self.parent.name.text} of line {self.parent.place.line}"
        return f"this {name} can't stand within {outer}", f"close {outer} first, or put this above it"


def _has_too_few_colons(found: Fence) -> bool:
    openings = (_OPENING.match(line.strip()) for line in found.body.split("\n"))
    return any(each and len(each["colons"]) >= len(found.colons) for each in openings)


def _check_nested_directives(part: Sequence[Token], notes: Notes) -> None:
    for token in part:
        if token.type == "colon_fence" and token.map:
            notes.add_problem(
                Place(token.map[0], 1),
                _("a directive can't stand in a list or a quote"),
                _("begin it at the start of a line, after a blank line"),
            )
