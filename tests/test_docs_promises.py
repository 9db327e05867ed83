"""The page of promises: each sentence stands where it is said, and names a test that is there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from support.docs_blocks import ROOT
from support.docs_tests import missing_tests, names_test, table_rows

PAGE = ROOT / "docs/administrator/promises.md"
TEXT = PAGE.read_text(encoding="utf-8")
QUOTE = re.compile(r"“([^”]+)”")
LINK = re.compile(r"\[[^]]+\]\(([\w./-]+\.md)\)")
ROWS = table_rows(TEXT)


def plain_text(text: str) -> str:
    """A text as it is read: without line breaks and bold."""
    return " ".join(text.replace("**", "").split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][1:40])
def test_a_promise_stands_where_it_is_said_and_names_a_test(row: list[str]) -> None:
    said, where, shown = row
    quote, link = QUOTE.fullmatch(said), LINK.fullmatch(where)
    assert quote
    assert link
    assert quote[1] in plain_text((PAGE.parent / link[1]).read_text(encoding="utf-8"))
    assert names_test(shown)


def test_every_test_that_is_named_is_there() -> None:
    assert list(missing_tests(TEXT)) == []


def test_each_promise_is_there_once_and_none_stands_outside_the_tables() -> None:
    counts = Counter(row[0] for row in ROWS)
    assert counts.most_common(1)[0][1] == 1
    assert len(counts) == len(QUOTE.findall(TEXT)) >= 12
