"""The glossary: terms with their meanings, and each term explained where it first stands on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar

from scormbuild.catalogue import _
from scormbuild.course.model import Block, Page, Term
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages.footnotes import number_footnotes
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.course.pages.prose import parse_prose, tokens_to_text
from scormbuild.course.pages.sections import Section

GLOSSARY = "glossary.md"
# A button can't stand within what can be pressed, or what is read as it is written.
_CLOSED = {"a", "abbr", "button", "code", "dt", "h2", "h3", "h4", "h5", "h6", "kbd", "math", "pre"}
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")

Part = TypeVar("Part", Block, Section)


def parse_glossary(text: str, notes: Notes) -> tuple[Term, ...]:
    """The terms by name; a file that holds anything but terms and meanings is at fault."""
    tokens = parse_prose(text, notes)
    number_footnotes(tokens, notes)
    terms: list[Term] = []
    taken: dict[str, str] = {}
    for block in split_blocks(tokens):
        place = Place(block[0].map[0] if block[0].map else 1, 1)
        if block[0].type != "dl_open":
            hint = _("write a term on a line of its own, and below it a colon, a blank and what it means")
            notes.add_problem(place, _("a glossary holds terms and their meanings, and nothing else"), hint)
            continue
        for names, meaning, line in _entries(block):
            for name in names:
                if name.lower() in taken:
                    notes.add_problem(
                        Place(line, 1),
                        _("'%(name)s' is in the glossary already", name=name),
                        _("leave one of the two out"),
                    )
                taken.setdefault(name.lower(), name)
            terms.append(Term(names, render_html(meaning), tokens_to_text(meaning)))
    if not terms and not notes.problems:
        notes.add_problem(Place(1, 1), _("this glossary is empty"), _("write a term, or delete the file"))
    return tuple(sorted(terms, key=lambda term: term.names[0].lower()))


def _entries(block: Sequence[Token]) -> Iterator[tuple[tuple[str, ...], list[Token], int]]:
    """Each term of a list of definitions: its forms, its meaning, its line."""
    names: tuple[str, ...] = ()
    meaning: list[Token] = []
    line = 1
    for part in split_blocks(block[1:-1]):
        if part[0].type == "dt_open":
            if names:
                yield names, meaning, line
            line = part[0].map[0] if part[0].map else line
            forms = (form.strip() for form in tokens_to_text(part[1:-1]).split(","))
            names, meaning = tuple(form for form in forms if form), []
        else:
            meaning += part[1:-1]
    if names:
        yield names, meaning, line


def explain_pages(pages: Sequence[Page], terms: Sequence[Term]) -> tuple[Page, ...]:
    """The pages with each term explained where it first stands in running text."""
    if not terms:
        return tuple(pages)
    finder = _Finder(terms)
    return tuple(
        replace(page, blocks=tuple(map(_PageTerms(finder, page.id).explain_block, page.blocks)))
        for page in pages
    )


class _Finder:
    """Finds terms in cleaned HTML; made once for all pages."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self.places = {_key(name): place for place, term in enumerate(terms) for name in term.names}
        names = [name for term in terms for name in term.names]
        # The longest first, so that "blood pressure" goes before "blood".
        patterns = "|".join(map(_pattern, sorted(names, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<!\w)(?:{patterns})(?!\w)")

    def place(self, found: str) -> int:
        """Which of the terms it was that the pattern found."""
        return self.places[found] if found in self.places else self.places[found.lower()]


class _PageTerms:
    """One page: which terms were explained on it already."""

    def __init__(self, finder: _Finder, page: str) -> None:
        self.finder, self.page = finder, page
        self.seen: set[int] = set()

    def explain_block(self, block: Part) -> Part:
        """The block, with its running text explained, and that of the blocks and sections within it."""
        if not is_dataclass(block):
            return block
        changed: dict[str, Any] = {}
        for name in (each.name for each in fields(block)):
            value = getattr(block, name)
            if isinstance(block, Block) and name in block.explained:
                changed[name] = self.explain_html(value)
            elif (
                isinstance(value, tuple)
                and value
                and all(isinstance(item, Block | Section) for item in value)
            ):
                changed[name] = tuple(map(self.explain_block, value))
        return replace(block, **changed)

    def explain_html(self, html: str) -> str:
        """HTML with a button at each term's first place, outside links, headings and code."""
        closed = 0
        pieces = _TAG.split(html)
        for number, piece in enumerate(pieces):
            if number % 2:
                name = _TAG_NAME.match(piece)
                if name and name[1] in _CLOSED:
                    closed += -1 if piece.startswith("</") else 1
            elif not closed:
                pieces[number] = self.finder.pattern.sub(self._explain, piece)
        return "".join(pieces)

    def _explain(self, found: re.Match[str]) -> str:
        place = self.finder.place(found[0])
        if place in self.seen:
            return found[0]
        self.seen.add(place)
        term, identifier = self.finder.terms[place], f"_t-{self.page}-{place + 1}"
        return (
            f'<button class="term" popovertarget="{identifier}">{found[0]}</button>'
            f'<span class="meaning" id="{identifier}" popover><b>{escape(term.names[0])}</b> '
            f"{escape(term.text)}</span>"
        )


def _pattern(name: str) -> str:
    """What finds a name in HTML; but for an abbreviation, whatever its capitals."""
    pattern = re.escape(escape(name, quote=False))
    return pattern if _is_abbreviation(name) else f"(?i:{pattern})"


def _key(name: str) -> str:
    """A name as the pattern's find is looked up."""
    html = escape(name, quote=False)
    return html if _is_abbreviation(name) else html.lower()


def _is_abbreviation(name: str) -> bool:
    """Whether its capitals make a difference: OR is no or."""
    return name[1:] != name[1:].lower()
