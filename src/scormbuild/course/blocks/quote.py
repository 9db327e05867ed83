"""What somebody said or wrote."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block
from scormbuild.course.notes import Link
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import normalize_address


@dataclass(frozen=True)
class Quote(Block):
    """Somebody's words, who it was, and where they stand."""

    html: str
    who: str
    source: str
    link: str

    style_parts = ("quote",)


def parse_quote(directive: Directive) -> Quote:
    """The words are the body; who said them, and where, may be left out."""
    options = directive.options
    link = options.scalar("link", required=False)
    source = options.text("source", "")
    if link:
        directive.notes.links.append(Link(link.place, link.text, "link"))
        if not source:
            directive.notes.add_problem(
                link.place,
                _("a link needs the name of its source"),
                _("write %(example)s", example=_(options.examples["source"])),
            )
    return Quote(
        html=directive.html("the quote"),
        who=options.text("who", ""),
        source=source,
        link=normalize_address(link.text) if link else "",
    )


QUOTE = DirectiveType(
    parse_quote,
    {
        "who": mark(":who: Florence Nightingale"),
        "source": mark(":source: Notes on Nursing (1859)"),
        "link": ":link: https://example.org/book",
    },
    takes_argument=False,
    purpose="quote somebody, with who it was and where it stands",
    access="a quotation with its caption",
)
