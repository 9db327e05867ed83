"""Footnotes: numbered over a page as a reader meets them, and their texts at the end of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.model import Block
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages.markdown import Token, render_html


@dataclass(frozen=True)
class Footnote:
    """The text, as HTML, and how often it is referred to."""

    html: str
    references: int


@dataclass(frozen=True)
class Footnotes(Block):
    """The footnotes of a page; `page` makes their ids differ from those of other pages."""

    page: str
    notes: tuple[Footnote, ...]

    style_parts = ("footnotes",)


def split_footnotes(tokens: Sequence[Token], notes: Notes) -> list[Token]:
    """The tokens of a page without the texts of its footnotes, which are kept by their labels."""
    rest: list[Token] = []
    label = ""
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = str(token.meta["label"])
            place = Place(token.map[0] if token.map else 1, 1)
            if label in notes.footnote_texts:
                notes.add_problem(
                    place, _("the footnote [^%(label)s] stands here twice", label=label), _("leave one out")
                )
            notes.footnote_texts[label] = (place, [])
        elif token.type == "footnote_reference_close":
            label = ""
        elif label:
            notes.footnote_texts[label][1].append(token)
        else:
            rest.append(token)
    return rest


def number_footnotes(tokens: Sequence[Token], notes: Notes) -> None:
    """Give each reference its number and its link; to be called in the order in which a reader meets them."""
    for child in (child for token in tokens for child in token.children or []):
        if child.type != "footnote_ref":
            continue
        label = str(child.meta["label"])
        if label not in notes.footnote_texts:
            hint = _("write [^%(label)s]: and its text below, on a line of its own", label=label)
            notes.add_problem(child.meta["place"], _("there is no footnote [^%(label)s]", label=label), hint)
            continue
        nth = notes.footnotes[label] = notes.footnotes.get(label, 0) + 1
        number = list(notes.footnotes).index(label) + 1
        child.meta["html"] = (
            f'<sup><a href="#_f-{notes.page}-{number}" id="_r-{notes.page}-{number}-{nth}" '
            f'role="doc-noteref" aria-describedby="_f-{notes.page}">{number}</a></sup>'
        )


def page_footnotes(notes: Notes) -> Footnotes | None:
    """The footnotes that the page refers to, if any; one that nothing refers to is a fault."""
    html: list[str] = []
    # A text may refer to another footnote, which makes the list longer while it is gone through.
    while len(html) < len(notes.footnotes):
        _place, tokens = notes.footnote_texts[list(notes.footnotes)[len(html)]]
        number_footnotes(tokens, notes)
        html.append(render_html(tokens))
    for label, (place, _tokens) in notes.footnote_texts.items():
        if label not in notes.footnotes:
            hint = _("write [^%(label)s] in the text, or leave it out", label=label)
            notes.add_problem(place, _("nothing refers to the footnote [^%(label)s]", label=label), hint)
    found = tuple(map(Footnote, html, notes.footnotes.values()))
    return Footnotes(notes.page, found) if found else None
