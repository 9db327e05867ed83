"""The courses that come along: sound in every target, their pictures light, and hand hygiene by the book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scormbuild.course.blocks import BLOCKS
from scormbuild.course.build import build_course
from scormbuild.course.model import Course, Text
from scormbuild.course.plain_text import html_to_text
from scormbuild.course.targets import TARGETS

CONTENT = Path(__file__).parents[2] / "content"
COURSES = sorted(path.parent for path in CONTENT.glob("*/course.yaml"))
MOST_PICTURE_BYTES = 8_000
# WHO guidelines on hand hygiene in health care (2009), figures I.21.2 and II.1 and II.2.
FIVE_MOMENTS = (
    "before you touch a client",
    "before a clean or sterile task",
    "after a risk of body fluids",
    "after you have touched a client",
    "after you have touched what is around the client",
)


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.name)
@pytest.mark.parametrize("target", TARGETS)
def test_a_course_that_comes_along_has_no_fault_and_no_warning(folder: Path, target: str) -> None:
    assert not build_course(folder, target=target).warnings


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.name)
def test_every_page_but_one_at_most_has_a_picture_of_few_bytes_that_says_what_it_shows(folder: Path) -> None:
    built = build_course(folder)
    pictures = {path: content for path, content in built.files.items() if path.endswith(".svg")}
    assert len(pictures) >= len(built.course.pages) - 1
    assert not [path for path, content in pictures.items() if len(content) > MOST_PICTURE_BYTES]
    page = built.files["index.html"].decode()
    # The cover's is decoration, and has no words.
    shown = re.findall(r'<img src="media/[^>]*>', page)
    assert len(shown) >= len(built.course.pages) - 2
    assert all(len(re.findall(r'\balt="([^"]*)"', image)[0]) > 20 for image in shown)


def test_the_courses_that_come_along_use_every_directive_between_them() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in CONTENT.glob("*/*/*.md"))
    assert BLOCKS.keys() - set(re.findall(r"^:{3,}\{([a-z-]+)\}", written, re.MULTILINE)) == set()


def test_hand_hygiene_has_a_page_for_one_role_a_bank_a_certificate_and_a_glossary() -> None:
    folder = CONTENT / "hand-hygiene"
    course = build_course(folder).course
    assert [page.id for page in course.pages if page.role] == ["for-leads"]
    assert course.certificate
    assert (folder / "banks/hygiene.md").exists()
    assert (folder / "glossary.md").exists()


def text_of(course: Course, page: str) -> str:
    """What stands on a page between its blocks."""
    (found,) = (each for each in course.pages if each.id == page)
    return " ".join(html_to_text(block.html, 9_000) for block in found.blocks if isinstance(block, Text))


def test_hand_hygiene_names_the_five_moments_in_their_order_and_how_long_each_way_takes() -> None:
    course = build_course(CONTENT / "hand-hygiene").course
    moments = text_of(course, "five-moments")
    places = [moments.find(moment) for moment in FIVE_MOMENTS]
    assert -1 not in places
    assert places == sorted(places)
    ways = text_of(course, "rub-or-wash")
    assert "Rub with alcohol whenever your hands look clean" in ways
    assert "It takes 20 to 30 seconds" in ways
    assert "Washing takes 40 to 60 seconds" in ways
