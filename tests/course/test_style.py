"""The style sheet of a course: the core and the parts that its blocks use, and no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.model import Block
from scormbuild.course.pages.prose import TEXT_STYLE_PARTS
from scormbuild.course.style import ELEMENTS, GLOSSARY_PARTS, STYLE, course_style

ROOT = Path(__file__).resolve().parents[2]
SHEETS = {path.stem for path in (ROOT / "player/style/blocks").glob("*.css")}
# The same part of a block, whichever of their sheets a course carries.
SHARED_CLASSES = {"question", "option", "verdict", "wrong", "feedback", "screen", "meaning"}
MakeFolder = Callable[[Files], Path]
POST = ":::{post}\n:author: Anna\n\nHello.\n:::\n"


def block_types(kind: type[Block] = Block) -> Iterator[type[Block]]:
    """All kinds of blocks."""
    for each in kind.__subclasses__():
        yield each
        yield from block_types(each)


def sheet(name: str) -> bytes:
    """A part as the wheel carries it."""
    return (STYLE / f"blocks/{name}.css").read_bytes()


def test_a_course_carries_the_style_of_its_own_blocks_only(make_folder: MakeFolder) -> None:
    plain = course_style(source.read_course(make_folder(sample_page("Text."))).course)
    posted = course_style(source.read_course(make_folder(sample_page(POST))).course)
    assert sheet("post") in posted
    assert not [name for name in SHEETS if sheet(name) in plain]


def test_the_order_of_the_blocks_does_not_change_the_style(make_folder: MakeFolder) -> None:
    box = ":::{acknowledge} read\nI read it.\n:::\n"
    one = course_style(source.read_course(make_folder(sample_page(f"{POST}\n{box}"))).course)
    other = course_style(source.read_course(make_folder(sample_page(f"{box}\n{POST}"))).course)
    assert one == other


def test_every_sheet_is_used_and_every_part_that_a_block_names_is_there() -> None:
    assert BLOCKS  # imports them all
    blocks = {part for kind in block_types() for part in kind.style_parts}
    assert blocks | set(TEXT_STYLE_PARTS.values()) | GLOSSARY_PARTS == SHEETS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "table"),
        (":::{callout}\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n", "table"),
        ("```\ncode\n```\n", "pre"),
        ('![A sign](media/a.png "What it says.")\n', "img"),
    ],
)
def test_what_markdown_makes_brings_its_style_wherever_it_stands(
    make_folder: MakeFolder, text: str, name: str
) -> None:
    sheets = {path.stem: path.read_bytes() for path in (STYLE / "elements").iterdir()}  # type: ignore[attr-defined]
    assert set(sheets) == set(ELEMENTS)
    files = sample_page(text, {"media/a.png": PNG})
    style = course_style(source.read_course(make_folder(files)).course)
    assert [each for each, sheet in sheets.items() if sheet in style] == [name]


def test_no_two_sheets_use_a_class_for_different_things() -> None:
    """Where both stand in a course, each would change what the other is for."""
    places = Counter(each for name in SHEETS for each in root_classes(name))
    assert {each for each, number in places.items() if number > 1} == SHARED_CLASSES


def root_classes(name: str) -> set[str]:
    """The classes that rules of a part begin with."""
    return set(re.findall(r"(?:^|[{},])\s*\.([\w-]+)", sheet(name).decode()))
