"""The pages on security: every line names what shows it, and the standard is answered whole."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from support.docs_blocks import ROOT
from support.docs_tests import TEST, missing_tests, table_rows

SECURITY = ROOT / "docs/administrator/security.md"
ASVS = ROOT / "docs/administrator/asvs.md"
FILE = re.compile(r"`((?:src|player)/[\w./-]+|pyproject\.toml|SECURITY\.md|Makefile)`")
PAGE = re.compile(r"\]\([\w.-]+\.md(?:#[\w-]+)?\)")
STATES = ("done", "not applicable", "not done")
PEOPLE = (
    "A stranger",
    "A learner with the package's key",
    "An analyst",
    "An LMS, or another system with a secret key",
    "An administrator",
)
# ASVS 5.0.0: of each chapter's sections the levels of their requirements, in order. In chapter 1, 1=22 is
# 1.1.1 and 1.1.2, both of level 2. Those of level 3 stand here as well, as ids are counted through.
LEVELS = {
    1: "1=22 2=1111122223 3=112222222223 4=222 5=123",
    2: "1=122 2=112 3=12223 4=23",
    3: "1=3 2=113 3=12223 4=11222233 5=11122333 6=3 7=22333",
    4: "1=12233 2=23333 3=22 4=1222",
    5: "1=2 2=112333 3=113 4=222",
    6: "1=122 2=111111112222 3=11223333 4=112233 5=22222333 6=2223 7=33 8=2222",
    7: "1=222 2=1111 3=22 4=11222 5=223 6=22",
    8: "1=1233 2=1123 3=133 4=23",
    9: "1=111 2=1222",
    10: "1=22 2=223 3=22223 4=1111122222233333 5=22222 6=22 7=222",
    11: "1=2233 2=22233 3=11233 4=1222 5=23 6=23 7=33",
    12: "1=12233 2=11 3=22223",
    13: "1=2333 2=222223 3=2233 4=1222233",
    14: "1=22 2=12223333 3=122",
    15: "1=12233 2=12233 3=1222222 4=3333",
    16: "1=2 2=22222 3=2222 4=222 5=2223",
    17: "1=23 2=22223333 3=22",
}


class Requirement(NamedTuple):
    """A line of the page on the standard."""

    id: str
    level: str
    asks: str
    state: str
    reason: str


def section(path: Path, heading: str) -> str:
    """What stands below a heading."""
    return re.split(
        r"^#+ ", path.read_text(encoding="utf-8").partition(f" {heading}\n")[2], flags=re.MULTILINE
    )[0]


def requirements() -> list[Requirement]:
    """Every line on a requirement."""
    rows = table_rows(ASVS.read_text(encoding="utf-8"))
    return [Requirement(*row) for row in rows if re.fullmatch(r"\d+\.\d+\.\d+", row[0])]


def required_levels() -> list[tuple[str, str]]:
    """The ids of levels 1 and 2, each with its level, in the standard's order."""
    return [
        (f"{chapter}.{number}.{place}", level)
        for chapter, sections in LEVELS.items()
        for number, _, levels in (each.partition("=") for each in sections.split())
        for place, level in enumerate(levels, 1)
        if level != "3"
    ]


@pytest.mark.parametrize("page", [SECURITY, ASVS], ids=lambda page: page.stem)
def test_every_test_and_file_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert TEST.search(text)
    assert list(missing_tests(text)) == []
    # As with tests: what begins like a file is one.
    assert text.count("`src/") + text.count("`player/") == len(re.findall(r"`(?:src|player)/[\w./-]+`", text))
    for path in FILE.findall(text):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("who", PEOPLE)
def test_each_line_on_who_can_do_what_names_a_test(who: str) -> None:
    rows = table_rows(section(SECURITY, who))
    assert len(rows) >= 10
    for what, shown in rows:
        assert re.match(r"can(?:'t)? ", what), what
        assert TEST.search(shown), what


def test_each_requirement_of_levels_1_and_2_is_answered_once_and_in_order() -> None:
    found = [(each.id, each.level) for each in requirements()]
    assert found == required_levels()
    assert Counter(level for _, level in found) == {"1": 70, "2": 183}


def test_what_is_done_says_where_and_what_is_not_says_why() -> None:
    assert {each.state for each in requirements()} == set(STATES)
    assert [each.id for each in requirements() if not (each.asks and each.reason)] == []
    places = (TEST, FILE, PAGE)
    done = [each for each in requirements() if each.state == "done"]
    assert [each.id for each in done if not any(place.search(each.reason) for place in places)] == []


def test_the_counts_are_those_of_the_lines() -> None:
    text, lines = ASVS.read_text(encoding="utf-8"), requirements()
    counts = Counter(each.state for each in lines)
    done, without, undone = (counts[state] for state in STATES)
    summary = f"**{done} are done, {without} don't apply, {undone} are not done.**"
    assert f"Of {len(lines)} requirements\n\n{summary}" in text
    for level in "12":
        by_level = Counter(each.state for each in lines if each.level == level)
        row = [level, *(str(by_level[state]) for state in STATES), str(by_level.total())]
        assert row in table_rows(text)
    listed = re.findall(r"^- \[.*\): (.*)$", text, re.MULTILINE)
    assert ", ".join(listed) == ", ".join(each.id for each in lines if each.state == "not done")
    assert f"{done} are done, {without} don't apply, {undone} are not done" in SECURITY.read_text(
        encoding="utf-8"
    )
