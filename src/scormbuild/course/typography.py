"""Quotes, apostrophes, dashes and ellipses as print has them, in place of those that a keyboard has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

APOSTROPHE = "’"
_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_DASH = re.compile(r"(?<=[ \xa0])--?(?=\s)|(?<=\d)--(?=\d)")
_STRAIGHT = re.compile("[\"']")
_WORD = re.compile(r"\w+")
# What may stand before an opening quote, beside a blank and the start of a text.
_BEFORE_OPENING = "([{<–—-/“‘„‚«»"


@dataclass(frozen=True)
class Marks:
    """The quotation marks of a language, and the words of it that begin with an apostrophe: 's, 't, 'em."""

    double: str  # the opening one, then the closing one
    single: str
    clipped: tuple[str, ...] = ()

    def typeset(self, text: str) -> str:
        """A text with the marks of print; each quote stays one character."""
        return dashes(self.quotes(text))

    def quotes(self, text: str) -> str:
        """The text with its straight quotes and apostrophes turned: as many characters as before."""
        return _STRAIGHT.sub(lambda found: self._mark(text, found.start()), text)

    def _mark(self, text: str, at: int) -> str:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opens = (not before or before.isspace() or before in _BEFORE_OPENING or before in "\"'") and bool(
            after.strip()
        )
        if text[at] == '"':
            return self.double[not opens]
        # Within a word, behind one, and where letters or a century are left out at its start: 's avonds, '90.
        if before.isalnum() or (opens and self._is_clipped(text, at + 1)):
            return APOSTROPHE
        return self.single[not opens]

    def _is_clipped(self, text: str, at: int) -> bool:
        word = _WORD.match(text, at)
        return word is not None and (word[0].lower() in self.clipped or word[0][:2].isdigit())


def dashes(text: str) -> str:
    """The text with an en dash between blanks or figures, and an ellipsis for three dots."""
    return _ELLIPSIS.sub("…", _DASH.sub("–", text))


def typeset_pieces(marks: Marks, pieces: Iterable[tuple[str, bool]]) -> list[str]:
    """The pieces of one running text, of which only those marked so are typeset.

    Together, since whether a quote opens or closes may be for the piece before or behind it to say.
    """
    known = list(pieces)
    whole = marks.quotes("".join(text for text, _ in known))
    at = 0
    found = []
    for text, is_prose in known:
        found.append(dashes(whole[at : at + len(text)]) if is_prose else text)
        at += len(text)
    return found
