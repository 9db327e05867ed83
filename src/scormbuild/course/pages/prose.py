"""Running text: the links, images, tables and headings that it may hold, and how these come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scormbuild.catalogue import _
from scormbuild.course.notes import Heading, Link, Notes, Place
from scormbuild.course.pages import markdown, raw_html
from scormbuild.course.pages.code import read_code
from scormbuild.course.pages.formulas import read_formula, read_formula_block
from scormbuild.course.pages.markdown import Token, inline_places

_LONGEST_ADDRESS = 60
# What of a text needs a style sheet besides the core.
TEXT_STYLE_PARTS = {
    "fence": "code",
    "code_block": "code",
    "math_inline": "formula",
    "math_block": "formula",
    "dl_open": "definitions",
}
_ALIGNMENT = re.compile(r"text-align:(left|center|right)")


def parse_prose(text: str, notes: Notes, first: int = 1, *, page: bool = False) -> list[Token]:
    """The tokens of a text that starts on line `first` of its file; links and headings go to the notes."""
    tokens = markdown.parse_markdown(text, first, notes.references, page=page, marks=notes.marks)
    notes.style_parts |= {
        TEXT_STYLE_PARTS[token.type] for token in _all_tokens(tokens) if token.type in TEXT_STYLE_PARTS
    }
    for opener, token in zip([None, *tokens], tokens, strict=False):
        if token.nesting == 1 and token.level >= markdown.DEEPEST_NESTING - 1 and token.map:
            notes.add_problem(
                Place(token.map[0], 1), _("lists or quotes nest too deeply here"), _("use fewer levels")
            )
        elif token.type == "heading_open" and token.map:
            notes.headings.append(Heading(Place(token.map[0], 1), int(token.tag[1])))
        elif token.type in ("th_open", "td_open"):
            _align(token)
        elif token.type == "dl_open":
            token.attrs["class"] = "terms"
        elif token.type in ("fence", "code_block"):
            read_code(token, notes)
        elif token.type == "math_block":
            read_formula_block(token, notes)
        elif token.type == "inline" and opener:
            _read_inline(token, opener, notes)
    _make_figures(tokens)
    return tokens


def check_headings(notes: Notes) -> None:
    """Note headings that skip a level (WCAG 2.2, 1.3.1), and a second h1."""
    level = 1
    for heading in sorted(notes.headings):
        if heading.level == 1:
            hint = _("the title at the top is the page's only #")
            notes.add_problem(heading.place, _("a heading in a page starts with ##"), hint)
        elif heading.level > level + 1:
            message = _(
                "this heading skips a level: %(size)s comes after %(previous)s",
                size="#" * heading.level,
                previous="#" * level,
            )
            notes.add_problem(heading.place, message, _("write %(size)s", size="#" * (level + 1)))
        level = heading.level


def _align(token: Token) -> None:
    """A column's alignment as a class: a strict Content-Security-Policy drops style attributes."""
    found = _ALIGNMENT.search(str(token.attrs.pop("style", "")))
    if found and found[1] != "left":
        token.attrs["class"] = found[1]


def _read_inline(token: Token, opener: Token, notes: Notes) -> None:
    children = token.children or []
    alone = len(children) == 1 and opener.type == "paragraph_open"
    for number, place in inline_places(token, notes.lines):
        child = children[number]
        if child.type == "link_open":
            _read_link(child, place, notes)
            if child.markup == "linkify":
                children[number + 1].content = readable_address(str(child.attrs["href"]))
            if children[number + 1].type == "link_close":
                notes.add_problem(place, _("this link has no text"), _("write [text](address)"))
        elif child.type == "image":
            _read_image(child, place, notes)
            if child.attrs.get("title") and not alone:
                message = _("an image with a caption stands in a paragraph of its own")
                notes.add_problem(
                    place, message, _("put a blank line before and after it, or leave the caption out")
                )
        elif child.type == "math_inline":
            read_formula(child, notes, Place(place.line, place.column + 1))
        elif child.type == "footnote_ref":
            child.meta["place"] = place
    raw_html.check_raw_html(token, notes)


def readable_address(address: str) -> str:
    """A web address as people write it, without https:// and not too long."""
    short = re.sub(r"^https?://|/$", "", address)
    host = short.partition("/")[0]
    return short if len(short) <= _LONGEST_ADDRESS else f"{host}/…"


def _all_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _read_link(token: Token, place: Place, notes: Notes) -> None:
    target = str(token.attrs["href"])
    notes.links.append(Link(place, target, "link"))
    if not target.startswith("#") and not target.lower().startswith(("mailto:", "tel:")):
        # In the frame of an LMS a link in place would take the course away in mid-session; noopener, so
        # that what it opens gets no hold of the course's window.
        token.attrs |= {"target": "_blank", "rel": "noopener"}
    if ":" in target:
        token.attrs["href"] = markdown.normalize_address(target)


def _read_image(token: Token, place: Place, notes: Notes) -> None:
    notes.links.append(Link(place, str(token.attrs["src"]), "image"))
    alternative = token.content.strip()
    if not alternative:
        notes.add_problem(
            place,
            _("this image has no alternative text"),
            _("say in words what it shows: ![words](media/x.png); only for decoration: ![-](media/x.png)"),
        )
    # An empty alt, so that nothing is read aloud of what only decorates (WCAG 2.2, 1.1.1).
    if alternative == "-":
        token.children = []
    token.attrs["loading"] = "lazy"


def _make_figures(tokens: Sequence[Token]) -> None:
    """An image with a caption, alone in its paragraph, becomes a figure."""
    for opener, inline, closer in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        if opener.type != "paragraph_open" or len(children) != 1 or children[0].type != "image":
            continue
        caption = children[0].attrs.pop("title", "")
        if caption:
            # In place of the paragraph: HTML lets no figure stand in one.
            opener.tag = closer.tag = "figure"
            # markdown-it hides the paragraphs of a list without blank lines.
            opener.hidden = closer.hidden = False
            words = Token("text", "", 0, content=str(caption))
            inline.children = [
                children[0],
                Token("figcaption_open", "figcaption", 1),
                words,
                Token("figcaption_close", "figcaption", -1),
            ]


def tokens_to_text(tokens: Sequence[Token]) -> str:
    """The bare words of running text, without any marks."""
    return " ".join(" ".join("".join(_pieces(token.children or [])) for token in tokens).split())


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        yield " " if child.type in ("softbreak", "hardbreak") else child.content
