"""Writes the rooms into docs/developer/architecture.md and the face of the LRS into lrs.md, from the code.

    python docs/make_rooms.py

A room is a folder or a file; what it answers for is the first line of its docstring.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

DOCS = Path(__file__).parent
PAGE = DOCS / "developer/architecture.md"
LRS_PAGE = DOCS / "developer/lrs.md"
BEGIN, END = "<!-- made by docs/make_rooms.py -->\n", "<!-- up to here -->\n"
sys.path.append(str(DOCS.parent / "tests"))

from support.rooms import FLOORS, LRS_FACE, MODULES, imported_modules, imports_from_lrs, is_in, room


def purpose(name: str) -> str:
    """The first line of a room's docstring, as the middle of a table's row."""
    text = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].rstrip(".:")


def uses(name: str) -> list[str]:
    """The rooms that a room imports from, the ground left out, as nearly all stand on it."""
    names = {
        room(other)
        for module in MODULES
        if is_in(module, name)
        for other in imported_modules(module)
        if other != "lrs"
    }
    return sorted(names - FLOORS[0] - {name})


def row(number: int, name: str) -> str:
    """One room's row."""
    rooms = ", ".join(f"`{each}`" for each in uses(name)) or "nothing"
    return f"| {number} | `{name}` | {purpose(name)} | {rooms} |"


def table_of_rooms() -> str:
    """The rooms from the roof down, a floor after another."""
    lines = ["| floor | room | answers for | imports from |", "|---|---|---|---|"]
    lines += [row(number, name) for number in range(len(FLOORS))[::-1] for name in sorted(FLOORS[number])]
    return "\n".join(lines) + "\n"


def table_of_lrs_face() -> str:
    """The modules of the LRS that those outside may import, and who does."""
    lines = ["| module | what it offers | imported by |", "|---|---|---|"]
    for name in sorted(LRS_FACE):
        users = {
            room(module)
            for module in MODULES
            if not is_in(module, "lrs") and name in imports_from_lrs(module)
        }
        lines.append(f"| `{name}` | {purpose(name)} | {', '.join(f'`{each}`' for each in sorted(users))} |")
    return "\n".join(lines) + "\n"


TABLES = {PAGE: table_of_rooms, LRS_PAGE: table_of_lrs_face}


def with_table(page: Path) -> str:
    """A page with the table of today between its two marks."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    return before + BEGIN + TABLES[page]() + END + rest.split(END)[1]


if __name__ == "__main__":
    for page in TABLES:
        page.write_text(with_table(page), encoding="utf-8")
