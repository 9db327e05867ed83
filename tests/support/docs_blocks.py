"""The docs as text: their files, and the blocks of code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of code: where it stands, its language, the word behind that, and the code."""

    path: Path
    line: int
    language: str
    mark: str
    code: str


def blocks() -> Iterator[Block]:
    """Every block of code in the docs that says its language."""
    for path in DOCS:
        text = path.read_text(encoding="utf-8")
        for found in FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(path, line, found[1], found[2].strip(), found[3])


def block_params(*, language: str, mark: str) -> list[Any]:
    """The code of each block of a language and mark, with its place as its name."""
    return [
        pytest.param(block.code, id=f"{block.path.relative_to(ROOT)}:{block.line}")
        for block in blocks()
        if (block.language, block.mark) == (language, mark)
    ]
