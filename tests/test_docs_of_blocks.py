"""The docs of directives: an entry, an example and a picture for each, and a table made of their rows."""

from __future__ import annotations

import re
import runpy

import pytest
from support.docs_blocks import ROOT

from scormbuild.analysis.reports import REPORTS
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.blocks.question import CHECK_OPTIONS, QUESTION_OPTIONS
from scormbuild.course.pages.directives import PAGE_GROUPS
from scormbuild.question_kinds import QUESTION_KINDS

MAKER = runpy.run_path(str(ROOT / "docs/make_blocks.py"))
PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./pictures/directive-([a-z-]+)\.png\)")
EXAMPLE = re.compile(r"^```markdown example\n(:::+\{([a-z-]+)\}.*?)^```$", re.MULTILINE | re.DOTALL)
OPTIONS = re.compile(r"^\| option \| \|\n\|---\|---\|\n((?:\|.*\n?)+)", re.MULTILINE)
OPTION = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
# What can't stand on a page by itself has its example and its picture within those of its owner.
OWNERS = {
    part: owner
    for part, each in BLOCKS.items()
    for owner, around in BLOCKS.items()
    if each.group not in PAGE_GROUPS and each.group in around.holds
}


def entry_of(name: str) -> str:
    """What the authors' pages say of a directive, below the heading of its name."""
    page = MAKER["entries"]()[name].partition("#")[0] or MAKER["PAGE"].name
    return section(page, name)


def section(page: str, heading: str) -> str:
    """What stands below a heading of an author's page."""
    text = (MAKER["AUTHOR"] / page).read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def options_in(text: str) -> list[str]:
    """The options that tables of options tell, in order."""
    return [option for table in OPTIONS.findall(text) for option in OPTION.findall(table)]


def test_the_tables_of_directives_are_those_of_the_rows() -> None:
    text = MAKER["PAGE"].read_text(encoding="utf-8")
    assert MAKER["with_table"](text) == text, "python docs/make_blocks.py"


def test_the_row_of_every_directive_says_what_authors_use_it_for() -> None:
    assert [name for name, each in BLOCKS.items() if not each.purpose] == []


def test_the_row_of_every_directive_says_how_a_keyboard_and_a_screen_reader_have_it() -> None:
    assert [name for name, each in BLOCKS.items() if not each.access] == []


def test_every_question_is_in_a_report() -> None:
    reports = {name: MAKER["reports_of"](kind) for name, kind in QUESTION_KINDS.items()}
    assert [name for name, found in reports.items() if not set(found) & REPORTS.keys()] == []


@pytest.mark.parametrize("name", [name for name in BLOCKS if name not in OWNERS])
def test_every_directive_has_its_entry_with_an_example_and_its_picture(name: str) -> None:
    entry = entry_of(name)
    first = EXAMPLE.search(entry)
    assert first
    assert first[2] == name
    assert PICTURE.findall(entry) == [name], "python docs/make_pictures.py blocks"
    assert (ROOT / f"docs/pictures/directive-{name}.png").is_file(), "python docs/make_pictures.py blocks"


@pytest.mark.parametrize(("part", "owner"), OWNERS.items())
def test_a_part_of_another_directive_has_its_entry_and_is_in_the_example_of_its_owner(
    part: str, owner: str
) -> None:
    first = EXAMPLE.search(entry_of(owner))
    assert first
    assert f":::{{{part}}}" in first[1]
    assert entry_of(part)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_option_of_a_directive_stands_in_its_entry(name: str) -> None:
    """But for those that all questions have, and those that all checked ones have: these stand once."""
    options = BLOCKS[name].options.items()
    shared = [each.items() for each in (QUESTION_OPTIONS, CHECK_OPTIONS) if each.items() <= options]
    assert set(options_in(entry_of(name))) == {key for key, _ in options - set().union(*shared)}


def test_the_options_that_questions_share_are_told_once() -> None:
    of_all = options_in(section("directives.md", "Options of all questions"))
    of_checked = options_in(section("ask.md", "What all checked questions have in common"))
    assert (of_all, of_checked + of_all) == (list(QUESTION_OPTIONS), list(CHECK_OPTIONS))


def test_no_picture_is_of_a_directive_that_is_gone() -> None:
    pictures = {path.stem.removeprefix("directive-") for path in ROOT.glob("docs/pictures/directive-*.png")}
    assert pictures == set(BLOCKS) - set(OWNERS)
