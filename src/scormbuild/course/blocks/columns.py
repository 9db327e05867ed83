"""Two columns, side by side where there is room."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.model import Block
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token


@dataclass(frozen=True)
class Columns(Block):
    """What stands left, and what stands right; below each other on a phone."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]

    style_parts = ("columns",)

    @property
    def children(self) -> tuple[Block, ...]:
        """Both, in the order of a phone."""
        return self.left + self.right


def parse_columns(directive: Directive) -> Columns:
    """The two parts of a body, with a line --- between them."""
    tokens = directive.page_tokens()
    for token in tokens:
        # Markdown makes a heading of text with hyphens straight below it.
        if token.type == "heading_open" and token.markup == "-" and token.map:
            hint = _("leave a blank line above ---")
            directive.notes.add_problem(
                Place(token.map[1] - 1, 1), _("this line makes the text above it a heading"), hint
            )
            return Columns((), ())
    lines = [place for place, token in enumerate(tokens) if token.type == "hr" and token.level == 0]
    cut = lines[0] if lines else len(tokens)
    left, right = directive.parse_blocks(tokens[:cut]), directive.parse_blocks(_without(tokens[cut:]))
    if len(lines) != 1 or not (left and right):
        directive.add_problem(
            _("these columns are not two"),
            _("write the left one, a blank line, a line ---, and the right one"),
        )
    return Columns(left, right)


def _without(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.type != "hr" or token.level]


COLUMNS = DirectiveType(
    parse_columns,
    {},
    takes_argument=False,
    group="layout",
    holds=frozenset({"show", "ask"}),
    purpose="show two things side by side",
    access="the left one, then the right one",
)
