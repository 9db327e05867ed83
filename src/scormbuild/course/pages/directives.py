"""A directive as its block: course/blocks has the types that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scormbuild.course.fields import Fields
from scormbuild.course.model import Block
from scormbuild.course.notes import Notes
from scormbuild.course.pages import fence
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token
from scormbuild.errors import did_you_mean


class DirectiveType(NamedTuple):
    """What reads a directive, and its options, each with an example of how it is written."""

    parse: Callable[[Directive], Block]
    options: Mapping[str, str]
    takes_argument: bool = True


def parse_directive(
    token: Token, notes: Notes, words: Mapping[str, str | list[str]], types: Mapping[str, DirectiveType]
) -> Block | None:
    """The block that a colon fence stands for; None when it stands for none, which is noted."""
    parsed_fence = fence.parse_fence(token, notes)
    if parsed_fence is None:
        return None
    kind = types.get(parsed_fence.name.text)
    if kind is None:
        notes.add_problem(
            parsed_fence.name.place,
            f"unknown directive '{parsed_fence.name.text}'",
            did_you_mean(parsed_fence.name.text, types, "known:"),
        )
        return None
    if parsed_fence.argument and not kind.takes_argument:
        notes.add_problem(
            parsed_fence.argument.place,
            f"{parsed_fence.name.text} takes no argument",
            f"leave '{parsed_fence.argument.text}' out",
        )
    options = Fields(parsed_fence.options, notes, kind.options, "option")
    fence.check_late_options(parsed_fence, kind.options, notes)
    return kind.parse(Directive(parsed_fence, options, notes, words))
