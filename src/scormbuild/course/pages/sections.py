"""The parts of a directive that arranges others: each begins with a heading."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.model import Block
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.course.pages.prose import tokens_to_text


@dataclass(frozen=True)
class Section:
    """A heading, as HTML, as text and as its level, and what stands below it."""

    html: str
    title: str
    level: int
    blocks: tuple[Block, ...]


def parse_sections(directive: Directive, least: int = 1) -> tuple[Section, ...]:
    """The parts of a body, cut at each heading of the level of its first; none may be empty."""
    name, parts = directive.fence.name.text, _cut_at_headings(directive.page_tokens())
    if len(parts) < least or not parts[0][0]:
        directive.add_problem(
            _(
                "%(name)s: there must be a heading above each part, and %(least)s of them at least",
                name=name,
                least=least,
            ),
            _("write ## (or ###) and the title of a part above its text"),
        )
        return ()
    return tuple(_section(directive, heading, body) for heading, body in parts)


def _cut_at_headings(tokens: list[Token]) -> list[tuple[list[Token], list[Token]]]:
    """Heading and body of each part; what stands above the first heading has none."""
    parts: list[tuple[list[Token], list[Token]]] = []
    tag = next((token.tag for token in tokens if token.type == "heading_open"), "")
    for block in split_blocks(tokens):
        if block[0].type == "heading_open" and block[0].tag == tag:
            parts.append((list(block), []))
        elif parts:
            parts[-1][1].extend(block)
        else:
            parts.append(([], list(block)))
    return parts


def _section(directive: Directive, heading: list[Token], body: list[Token]) -> Section:
    words, blocks = heading[1:-1], directive.parse_blocks(body)
    title = tokens_to_text(words)
    if not (title and blocks):
        place = Place(heading[0].map[0], 1) if heading[0].map else directive.fence.place
        missing = "its text is missing" if title else "its title is missing"
        directive.notes.add_problem(
            place, _("this part is empty: %(missing)s", missing=missing), _("write it, or leave the part out")
        )
    return Section(render_html(words), title, int(heading[0].tag[1]), blocks)
