"""Which signs of a text would be marks in a course's Markdown, and get a backslash."""

from __future__ import annotations

import re

# Anywhere in a text: code, emphasis, links, tags, entities, formulas.
_SIGNS = re.compile(
    r"""
    [\\`*\[\]]
    | (?<![^\W_])_ | _(?![^\W_])         # within a word it is a letter
    | ~~
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w+;)
    | \$(?!\s)
    """,
    re.VERBOSE,
)
# At the start of a line: headings, quotes, lists, rules, fences, tables, definitions.
_LINE_STARTS = re.compile(
    r"(?:\#{1,6}(?=\s|$) | > | [-+](?=\s|$) | [-=]{2,} | :{1,} | ~{3,} | \|)", re.VERBOSE
)
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape_text(text: str) -> str:
    """Running text: no sign in it is a mark."""
    return _SIGNS.sub(lambda found: re.sub(r"(.)", r"\\\1", found[0]), text)


def escape_line_start(line: str) -> str:
    """A line of running text, which begins no block."""
    if _LINE_STARTS.match(line):
        return f"\\{line}"
    return _NUMBER.sub(r"\1\\\2", line, count=1)


def escape_cell(text: str) -> str:
    """Text in a cell of a table."""
    return text.replace("|", "\\|")
