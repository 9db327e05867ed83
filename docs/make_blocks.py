"""Writes the table of directives into docs/author/directives.md, from their rows.

    python docs/make_blocks.py

A directive's own entry is the heading of its name on one of the authors' pages.
"""

from __future__ import annotations

import re
from pathlib import Path

from scormbuild.course.blocks import BLOCKS
from scormbuild.course.pages.fence import GROUPS, Group

AUTHOR = Path(__file__).parent / "author"
PAGE = AUTHOR / "directives.md"
BEGIN, END = "<!-- made by docs/make_blocks.py -->\n", "<!-- up to here -->\n"


def entries() -> dict[str, str]:
    """Where each directive's entry is, as a link from the page of directives."""
    found: dict[str, str] = {}
    for page in sorted(AUTHOR.glob("*.md")):
        for name in re.findall(r"^## ([a-z-]+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, f"{'' if page == PAGE else page.name}#{name}")
    return found


def row(group: Group, name: str, link: str) -> str:
    """One directive's row."""
    return f"| {group} | [{name}]({link}) | {BLOCKS[name].purpose} |"


def table_of_blocks() -> str:
    """The directives, a group after another."""
    links = entries()
    lines = ["| | directive | use it to |", "|---|---|---|"]
    for group in GROUPS:
        lines += [row(group, name, links[name]) for name, each in BLOCKS.items() if each.group == group]
    return "\n".join(lines) + "\n"


def with_table(text: str) -> str:
    """The page with the table of today between its two marks."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table_of_blocks() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
