"""A link that looks like a button."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block
from scormbuild.course.notes import Link
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import normalize_address
from scormbuild.course.pages.prose import tokens_to_text


@dataclass(frozen=True)
class Button(Block):
    """Where it leads, and what it says: plain words."""

    to: str
    label: str

    style_parts = ("button",)

    @property
    def opens_tab(self) -> bool:
        """Whether it leads out of the course, which then stays open."""
        return not self.to.startswith(("#", "mailto:", "tel:"))


def parse_button(directive: Directive) -> Button:
    """A button to a page, an address or a file; its words are the body."""
    tokens = directive.tokens()
    to = directive.options.scalar("to")
    if to:
        directive.notes.links.append(Link(to.place, to.text, "link"))
    address = to.text if to else ""
    if ":" in address:
        address = normalize_address(address)
    children = tokens[1].children or [] if len(tokens) == 3 and tokens[0].tag == "p" else []
    if not children or any(child.type not in ("text", "softbreak") for child in children):
        directive.add_problem(
            _("a button holds a few plain words and nothing else"), _("write them above the closing :::")
        )
    return Button(address, tokens_to_text(tokens))


BUTTON = DirectiveType(
    parse_button,
    {"to": mark(":to: https://example.org, #page-id or media/name.pdf")},
    takes_argument=False,
    purpose="lead on by a button: to a page, a website or a file",
    access="a link",
)
