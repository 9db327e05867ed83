"""A colon fence as written: its name, its argument, its options and its body, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Known
from dataclasses import dataclass
from typing import Literal, get_args

from scormbuild.catalogue import _
from scormbuild.course.fields import Fields, MappingNode, Node, ScalarNode, parse_identifier
from scormbuild.course.model import DESTINATION_WORDS, Block, Destination
from scormbuild.course.notes import Link, LinkKind, Notes, Place
from scormbuild.course.pages import prose
from scormbuild.course.pages.banks import Banks
from scormbuild.course.pages.footnotes import number_footnotes
from scormbuild.course.pages.markdown import Token, render_html

# What a directive does, which says where it may stand: it shows, asks, arranges others, or is a scene. The
# table in docs/author/directives.md goes by these.
Group = Literal["show", "ask", "layout", "scene"]
GROUPS: tuple[Group, ...] = get_args(Group)
_OPENING = re.compile(r"(?P<colons>:{3,})\s*\{(?P<name>[^{}\s]*)\}[ \t]*(?P<argument>.*?)[ \t]*")
_OPTION = re.compile(r":(?P<key>[A-Za-z][\w-]*):[ \t]*(?P<value>.*?)[ \t]*")


@dataclass(frozen=True)
class Fence:
    """A directive before its name gives it a meaning; `first` is the line on which its body starts."""

    place: Place
    colons: str
    name: ScalarNode
    argument: ScalarNode | None
    options: MappingNode
    body: str
    first: int


@dataclass(frozen=True)
class Directive:
    """What a block is built from: the fence, its options as fields, and the default words of the language."""

    fence: Fence
    options: Fields
    notes: Notes
    defaults: Known[str, str | list[str]]
    parse_blocks: Callable[[Sequence[Token]], tuple[Block, ...]]  # of what stands in it
    banks: Banks
    group: Group = "show"

    def add_problem(self, message: str, hint: str = "") -> None:
        """Note a fault at the opening line."""
        self.notes.add_problem(self.fence.place, message, hint)

    def identifier(self, *suffixes: str) -> str:
        """The id, which is the argument; with each suffix it is an id as well."""
        name, given = self.fence.name.text, self.fence.argument
        if given is None:
            why = _("it stays the same when the text changes")
            self.add_problem(
                f"this {name} has no id", _("write :::{%(name)s} my-%(name)s; %(why)s", name=name, why=why)
            )
            return ""
        found = parse_identifier(given, self.notes)
        if found:
            self.notes.ids.append((given.place, (found, *(found + suffix for suffix in suffixes))))
        return found

    def destination(self) -> Destination:
        """Where the answer goes; noted with its place, since only the whole course can judge it."""
        found = DESTINATION_WORDS.get(
            self.options.one_of("answers", tuple(DESTINATION_WORDS), "both"), "both"
        )
        written = self.options.values.get("answers")
        if self.fence.argument and written:
            self.notes.destination_places[self.fence.argument.text] = written.place
        return found

    def media(self, key: str, kind: LinkKind, *, required: bool = True) -> str:
        """The file of the course that an option names; it is looked for with all links."""
        value = self.options.scalar(key, required=required)
        if value is None:
            return ""
        self.notes.links.append(Link(value.place, value.text, kind))
        return value.text

    def alternative_text(self) -> str:
        """What an image shows, in words; "" when `:alt: -` says that it only decorates (WCAG 2.2, 1.1.1)."""
        words = self.options.text("alt")
        return "" if words == "-" else words

    def option_or_default(self, key: str) -> str:
        """The text of an option, or else the default of the language."""
        return self.options.text(key, str(self.defaults[key]))

    def tokens(self, body: str | None = None, first: int = 0) -> list[Token]:
        """The body, or the given part of it, as tokens; headings and directives are faults in it."""
        name, text = self.fence.name.text, self.fence.body if body is None else body
        tokens = prose.parse_prose(text, self.notes, first or self.fence.first)
        for token in tokens:
            place = Place(token.map[0], 1) if token.map else self.fence.place
            if token.type == "colon_fence":
                hint = _(
                    "close the %(name)s of line %(line)s with ::: first",
                    name=name,
                    line=self.fence.place.line,
                )
                self.notes.add_problem(place, _("a directive can't stand within another"), hint)
            elif token.type == "heading_open" and name != "callout":
                hint = _("put the heading above the directive, or write the words in **bold**")
                self.notes.add_problem(place, _("a %(name)s can't hold a heading", name=name), hint)
            elif token.type == "footnote_reference_open":
                self._add_footnote_problem(token)
        self._read_footnotes(tokens)
        return tokens

    def page_tokens(self) -> list[Token]:
        """The body as tokens, of a block that holds what a page holds: headings, and directives too."""
        tokens = prose.parse_prose(self.fence.body, self.notes, self.fence.first)
        for token in tokens:
            if token.type == "footnote_reference_open":
                self._add_footnote_problem(token)
        return tokens

    def _add_footnote_problem(self, token: Token) -> None:
        place = Place(token.map[0], 1) if token.map else self.fence.place
        hint = _("put it at the end of the page")
        self.notes.add_problem(place, _("the text of a footnote can't stand in a directive"), hint)

    def _read_footnotes(self, tokens: list[Token]) -> None:
        """Number references, but for those in a question: My answers has its words without their page."""
        if self.group == "show":
            number_footnotes(tokens, self.notes)
            return
        for child in (child for token in tokens for child in token.children or []):
            if child.type == "footnote_ref":
                hint = _("put it in the text above the question")
                self.notes.add_problem(child.meta["place"], _("a question can't hold a footnote"), hint)

    def html(self, what: str, tokens: list[Token] | None = None) -> str:
        """The body, or the given tokens, as HTML; `what` names it when it is empty."""
        found = render_html(self.tokens() if tokens is None else tokens)
        if not found:
            self.add_problem(f"{what} is empty", _("write it above the closing :::"))
        return found


def parse_fence(token: Token, notes: Notes) -> Fence | None:
    """The fence that a token holds; None when it can't be told which directive it is."""
    start, end = token.map or (1, 2)
    line = notes.lines[start - 1]
    place = Place(start, line.find(":") + 1)
    opening = _OPENING.fullmatch(line.strip())
    if not opening:
        _add_opening_problem(token, place, notes)
        return None
    # The plug-in lets the end of the text close a fence that its author forgot to close.
    closing = notes.lines[end - 2].strip()
    if not re.fullmatch(f":{{{len(opening['colons'])},}}", closing):
        notes.add_problem(
            place,
            _("this %(name)s isn't closed", name=opening["name"]),
            _("write %(colons)s on a line of its own after it", colons=opening["colons"]),
        )
    column = place.column
    name = ScalarNode(Place(start, column + opening.start("name")), opening["name"])
    argument = ScalarNode(Place(start, column + opening.start("argument")), opening["argument"])
    options, body, first = _split_options(token.content, start + 1, notes, place)
    return Fence(place, opening["colons"], name, argument if argument.text else None, options, body, first)


def _add_opening_problem(token: Token, place: Place, notes: Notes) -> None:
    word = token.info.strip().strip("{}").split(" ")[0]
    if word:
        notes.add_problem(
            place,
            _("the name of a directive stands in braces"),
            _("write %(markup)s{%(word)s}", markup=token.markup, word=word),
        )
    else:
        notes.add_problem(
            place,
            _("this %(markup)s closes nothing", markup=token.markup),
            _("leave it out, or check the directive above it"),
        )


def _split_options(content: str, first: int, notes: Notes, place: Place) -> tuple[MappingNode, str, int]:
    """The options at the top of the content, the body below them, and the line on which that starts."""
    lines = content.split("\n")
    entries: list[tuple[ScalarNode, Node]] = []
    for number, line in enumerate(lines, first):
        found = _OPTION.fullmatch(line.strip())
        if not found:
            break
        column = notes.lines[number - 1].find(":") + 1
        value = ScalarNode(Place(number, column + found.start("value")), found["value"])
        entries.append((ScalarNode(Place(number, column), found["key"]), value))
    return MappingNode(place, tuple(entries)), "\n".join(lines[len(entries) :]), first + len(entries)


def check_late_options(fence: Fence, known: Known[str, str], notes: Notes) -> None:
    """Note options that stand below the text, where they would be shown to the learner."""
    for number, line in enumerate(fence.body.split("\n"), fence.first):
        found = _OPTION.fullmatch(line.strip())
        if found and found["key"] in known:
            notes.add_problem(
                Place(number, 1),
                _("the option '%(key)s' stands below the text", key=found["key"]),
                _("options come first, directly below line %(line)s", line=fence.place.line),
            )
