"""The style sheet of a theme: rules, and nothing that fetches a file or ends the element it may stand in."""

from __future__ import annotations

import re

from scormbuild.catalogue import _
from scormbuild.course.notes import Notes, Place

MOST_STYLE_BYTES = 20_000
# Any escape but that of a sign such as \2713: a browser reads \75rl( as url( (CSS Syntax 3, 4.3.7).
_LETTER_ESCAPE = re.compile(r"\\(?!0*[0-9A-Fa-f]{3,6}(?![0-9A-Fa-f]))")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_FORBIDDEN = {
    "@import": "copy its rules into style.css",
    "@charset": "save the file as UTF-8 and leave it out",
    "@font-face": "choose a font in theme.yaml",
    "url(": "name a logo or a cover in theme.yaml, or draw it with a gradient",
    "src(": "leave it out",
    "image(": "leave it out",
    "image-set(": "leave it out",
    # Of a course that is one page, the sheet stands in an element that this would end.
    "</": "leave it out",
}


def parse_style(text: str, notes: Notes) -> str:
    """The sheet without its comments; what could fetch a file is noted with its line."""
    # What is checked is what is given, so that nothing can hide between the two.
    lines = [line.strip() for line in _without_comments(text).split("\n")]
    for number, line in enumerate(lines, 1):
        for word, hint in _FORBIDDEN.items():
            if word in line.lower():
                notes.add_problem(Place(number, 1), _("a theme's style can't use %(word)s", word=word), hint)
        if _LETTER_ESCAPE.search(line):
            message = _("a theme's style can't write a plain character as an escape")
            notes.add_problem(Place(number, 1), message, _("write the character itself"))
    if text.count("{") != text.count("}"):
        notes.add_problem(Place(1, 1), _("the braces of this style don't match"), _("count { and }"))
    return "\n".join(filter(None, lines))


def _without_comments(text: str) -> str:
    """The text, in which each comment is only its line breaks."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
