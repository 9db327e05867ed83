"""Code, coloured while the course is built: five classes, which the style sheet gives its own colours."""

from __future__ import annotations

from difflib import get_close_matches
from html import escape
from itertools import groupby

from markdown_it.token import Token
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Operator, String
from pygments.util import ClassNotFound

from scormbuild.catalogue import _
from scormbuild.course.fields import ScalarNode
from scormbuild.course.notes import Notes, Place

# From the finest on: a constant is a keyword too.
_CLASSES = (
    ("c", (Comment,)),
    ("n", (Keyword.Constant, Literal.Number)),
    ("s", (String,)),
    ("k", (Keyword, Operator.Word, Name.Tag)),
    ("f", (Name.Function, Name.Class, Name.Decorator, Name.Attribute, Name.Builtin)),
)


def read_code(token: Token, notes: Notes) -> None:
    """Note a language that nobody knows."""
    language = token.info.strip().split(" ")[0]
    if language:
        check_code_language(ScalarNode(Place(token.map[0] if token.map else 1, 1), language), notes)


def check_code_language(language: ScalarNode, notes: Notes) -> None:
    """Note a language of code that nothing can colour."""
    if find_lexer(language.text):
        return
    known = [name for _, names, _, _ in get_all_lexers() for name in names]
    near = get_close_matches(language.text.lower(), known, n=1)
    hint = (
        _("did you mean '%(near)s'?", near=near[0])
        if near
        else _("leave it out, and the code gets no colours")
    )
    notes.add_problem(
        language.place, _("unknown language of code '%(language)s'", language=language.text), hint
    )


def find_lexer(language: str) -> Lexer | None:
    """What reads a language of code by its name; None when nothing does."""
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def color_code(code: str, language: str, _: str = "") -> str:
    """The code as HTML in which each part of a kind has that kind's class."""
    lexer = find_lexer(language) if language else None
    if lexer is None:
        return escape(code, quote=False)
    parts = groupby(lexer.get_tokens(code), key=lambda part: _class_of(part[0]))
    return "".join(_span(name, "".join(text for _, text in group)) for name, group in parts)


def _class_of(kind: object) -> str:
    return next((name for name, kinds in _CLASSES if any(kind in each for each in kinds)), "")


def _span(name: str, text: str) -> str:
    html = escape(text, quote=False)
    return f'<span class="{name}">{html}</span>' if name and text.strip() else html
