"""Code with a heading of its own, such as the name of its file."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.model import Block
from scormbuild.course.pages.code import check_code_language, color_code
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive


@dataclass(frozen=True)
class Code(Block):
    """Coloured code as HTML, and what stands above it."""

    title: str
    html: str

    style_parts = ("code",)


def parse_code(directive: Directive) -> Code:
    """The body as it is written; the argument is its language."""
    language = directive.fence.argument
    if language:
        check_code_language(language, directive.notes)
    code = directive.fence.body.strip("\n")
    if not code.strip():
        directive.add_problem(_("this code is empty"), _("write it above the closing :::"))
    html = color_code(f"{code}\n", language.text if language else "")
    return Code(directive.options.text("title", ""), html)


CODE = DirectiveType(
    parse_code,
    {"title": ":title: greet.py"},
    purpose="show code, coloured, with a heading",
    access="text; a long line scrolls by the arrow keys",
)
