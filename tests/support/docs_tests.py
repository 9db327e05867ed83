"""Tests that the docs name: how they are written there, and whether they are there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from support.docs_blocks import ROOT

TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PLAYER_TEST = re.compile(r"`(player/test/[\w-]+\.test\.js)`: \*([^*]+)\*")
TABLE = re.compile(r"^\|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)


def table_rows(text: str) -> list[list[str]]:
    """The rows of every table in a text, without its headings."""
    lines = "".join(TABLE.findall(text)).splitlines()
    return [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in lines]


def names_test(text: str) -> bool:
    """Whether a text names a test, in Python or in Node."""
    return bool(TEST.search(text) or PLAYER_TEST.search(text))


def missing_tests(text: str) -> Iterator[str]:
    """The tests that a text names and that aren't there."""
    for path, name in TEST.findall(text):
        if name not in names_of_tests(ROOT / path):
            yield f"{path}::{name}"
    for path, name in PLAYER_TEST.findall(text):
        if f"\ntest('{name}', " not in (ROOT / path).read_text(encoding="utf-8"):
            yield f"{path}: {name}"
    # Whatever begins like one must be read as one: a slip of the pen names nothing.
    for begun, pattern in (("`tests/", TEST), ("`player/test/", PLAYER_TEST)):
        if text.count(begun) != len(pattern.findall(text)):
            yield f"something that begins as {begun}"


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    """The tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
