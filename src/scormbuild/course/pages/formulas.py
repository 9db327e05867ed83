"""Formulas: TeX in, MathML out, which browsers draw and screen readers read by themselves."""

from __future__ import annotations

import re

from markdown_it.token import Token
from math_core import LatexError, LatexToMathML

from scormbuild.catalogue import _
from scormbuild.course.notes import Notes, Place

_CONVERTER = LatexToMathML(fancy_error=False)
_ERROR = re.compile(r"(?P<at>\d+): (?P<message>.*?)\.?", re.DOTALL)
# A strict Content-Security-Policy drops styles; how a column lies is all that is kept of them.
_STYLE = re.compile(r' style="(?:[^"]*text-align: (left|right))?[^"]*"')


class FormulaError(ValueError):
    """What can't be read in a formula, and how many characters stand before it."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def formula_html(tex: str, *, block: bool) -> str:
    """A formula as MathML. FormulaError where it can't be read."""
    if not tex.strip():
        raise FormulaError("this formula is empty", 0)
    try:
        html = _CONVERTER.convert_with_local_state(tex, displaystyle=block)
    except LatexError as error:
        found = _ERROR.fullmatch(str(error))
        message, at = (found["message"], int(found["at"])) if found else (str(error), 0)
        raise FormulaError(f"this formula can't be read: {message[:1].lower()}{message[1:]}", at) from None
    return _STYLE.sub(lambda found: f' class="{found[1]}"' if found[1] else "", html)


def read_formula(token: Token, notes: Notes, start: Place, *, block: bool = False) -> None:
    """Make MathML of a formula whose TeX begins at `start`, and note what can't be read in it."""
    try:
        html = formula_html(token.content.rstrip(), block=block)
    except FormulaError as error:
        *above, line = token.content[: error.at].split("\n")
        place = Place(start.line + len(above), len(line) + (1 if above else start.column))
        notes.add_problem(place, str(error), _("a dollar that is money is written \\$"))
        return
    token.meta["html"] = f'<div class="formula" tabindex="0">{html}</div>' if block else html


def read_formula_block(token: Token, notes: Notes) -> None:
    """The same of a formula between $$ and $$, which stands by itself."""
    first = token.map[0] if token.map else 1
    read_formula(token, notes, Place(first, notes.lines[first - 1].find("$$") + 3), block=True)
