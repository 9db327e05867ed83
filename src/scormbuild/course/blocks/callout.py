"""A box that stands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.errors import did_you_mean

_KINDS: tuple[Literal["note", "tip", "warning", "example"], ...] = ("note", "tip", "warning", "example")


@dataclass(frozen=True)
class Callout(Block):
    """A box that stands out."""

    kind: Literal["note", "tip", "warning", "example"]
    title: str
    html: str

    style_parts = ("callout",)
    explained = ("html",)


def parse_callout(directive: Directive) -> Callout:
    """A box of one of four kinds; a note when it doesn't say."""
    given = directive.fence.argument
    kind = next((known for known in _KINDS if given and given.text == known), _KINDS[0])
    if given and given.text not in _KINDS:
        hint = did_you_mean(given.text, _KINDS, _("possible:"))
        directive.notes.add_problem(
            given.place, _("unknown kind of callout '%(given)s'", given=given.text), hint
        )
    return Callout(kind, directive.options.text("title", ""), directive.html("this callout"))


CALLOUT = DirectiveType(
    parse_callout,
    {"title": mark(":title: Remember this")},
    purpose="make something stand out",
    access="text; its icon is passed by",
)
