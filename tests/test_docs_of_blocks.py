"""The docs of directives: an entry, an example and a picture for each, and a table made of their rows."""

from __future__ import annotations

import re
import runpy

import pytest
from support.docs_blocks import ROOT, blocks

from scormbuild.course.blocks import BLOCKS

MAKER = runpy.run_path(str(ROOT / "docs/make_blocks.py"))
PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./pictures/directive-([a-z-]+)\.png\)")
EXAMPLE = re.compile(r":::+\{([a-z-]+)\}")


def test_the_table_of_directives_is_that_of_the_rows() -> None:
    text = MAKER["PAGE"].read_text(encoding="utf-8")
    assert MAKER["with_table"](text) == text, "python docs/make_blocks.py"


def test_the_row_of_every_directive_says_what_authors_use_it_for() -> None:
    assert [name for name, each in BLOCKS.items() if not each.purpose] == []


@pytest.mark.parametrize("name", BLOCKS)
def test_every_directive_has_its_entry_with_an_example_and_its_picture(name: str) -> None:
    page = MAKER["entries"]()[name].partition("#")[0] or MAKER["PAGE"].name
    text = (MAKER["AUTHOR"] / page).read_text(encoding="utf-8")
    entry = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert f":::{{{name}}}" in entry
    assert PICTURE.findall(entry) == [name], "python docs/make_pictures.py blocks"
    assert (ROOT / f"docs/pictures/directive-{name}.png").is_file(), "python docs/make_pictures.py blocks"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_option_of_a_directive_stands_in_its_entry(name: str) -> None:
    page = MAKER["entries"]()[name].partition("#")[0] or MAKER["PAGE"].name
    text = (MAKER["AUTHOR"] / page).read_text(encoding="utf-8")
    entry = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", entry, re.MULTILINE))
    assert set(BLOCKS[name].options) == told


def test_no_picture_is_of_a_directive_that_is_gone() -> None:
    pictures = {path.stem.removeprefix("directive-") for path in ROOT.glob("docs/pictures/directive-*.png")}
    assert pictures == set(BLOCKS)


def test_every_example_of_a_directive_is_tried() -> None:
    tried = {
        found[1] for block in blocks() if block.mark == "example" and (found := EXAMPLE.match(block.code))
    }
    assert tried == set(BLOCKS)
