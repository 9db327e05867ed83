"""The cover of a course: a pattern or the author's picture, how long it takes, what there is to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.cover import course_minutes, cover_pattern
from scormbuild.course.icons import ICONS
from scormbuild.errors import SourceError

ROOT = Path(__file__).resolve().parents[2]
MakeFolder = Callable[[Files], Path]
SETTINGS = "id: trial\ntitle: A trial\nlanguage: en\nversion: 1.0.0\ndescription: A trial.\n"
FILM = ":::{video} film\n:title: A film\n:youtube: dQw4w9WgXcQ\n:::\n"


def course_of(*texts: str, settings: str = "", media: Files | None = None) -> Files:
    """A course with these pages."""
    names = [f"page-{number}" for number in range(len(texts))]
    pages = {
        f"pages/{name}.md": f"---\ntitle: {name}\n---\n{text}\n"
        for name, text in zip(names, texts, strict=True)
    }
    listing = "".join(f"  - {name}\n" for name in names)
    text = f"{SETTINGS}{settings}pages:\n{listing}"
    return {**pages, **(media or {}), "pages/start.md": None, "course.yaml": text}


def index(folder: Path) -> str:
    return build_course(folder).files["index.html"].decode()


def test_a_pattern_is_the_same_at_each_build_another_for_each_course_and_small() -> None:
    assert cover_pattern("webcare") == cover_pattern("webcare")
    patterns = {cover_pattern(f"course-{number}") for number in range(50)}
    assert len(patterns) == 50
    assert max(map(len, patterns)) < 1_000


def test_a_course_of_several_pages_has_a_cover_of_its_own(make_folder: MakeFolder) -> None:
    optional = ":::{reflection} more\n:optional: true\n\nAnything else?\n:::\n"
    page = index(make_folder(course_of("Text.", f"Text.\n\n{FILM}\n{optional}")))
    assert 'id="_cover"' in page
    assert cover_pattern("trial") in page
    assert re.findall(r"<b>(\d+)</b> (\w+)", page) == [("2", "Pages"), ("1", "Films")]


@pytest.mark.parametrize(
    "files", [course_of("Text."), course_of("Text.", "Text.", settings="cover: false\n")]
)
def test_one_page_or_whoever_says_so_has_none(make_folder: MakeFolder, files: Files) -> None:
    assert 'id="_cover"' not in index(make_folder(files))


def test_the_authors_picture_takes_the_place_of_the_pattern(make_folder: MakeFolder) -> None:
    files = course_of("Text.", "Text.", settings="cover: media/front.png\n", media={"media/front.png": PNG})
    built = build_course(make_folder(files)).files
    assert built["media/front.png"] == PNG
    page = built["index.html"].decode()
    assert '<img class="picture" src="media/front.png" alt="">' in page
    assert cover_pattern("trial") not in page


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("cover: media/front.png\n", "course.yaml:6:8: there is no file 'media/front.png'"),
        ("cover: yes please\n", "course.yaml:6:8: "),
        ("duration: soon\n", "course.yaml:6:11: 'duration' must be a whole number from 2 to 600, not 'soon'"),
    ],
)
def test_what_is_wrong_with_a_cover_is_told_with_its_place(
    make_folder: MakeFolder, settings: str, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(course_of("Text.", "Text.", settings=settings)))
    assert str(raised.value).startswith(message)
    assert "hint: " in str(raised.value)


@pytest.mark.parametrize(
    ("files", "minutes"),
    [
        (course_of("Text.", "Text."), 5),
        (course_of("word " * 1500, "Text."), 10),
        (course_of("> " + "word " * 750, f"{FILM}\nText."), 10),
        (course_of(*(f":::{{reflection}} q-{n}\nWhy?\n:::\n" for n in range(10))), 15),
        (course_of("word " * 1500, "Text.", settings="duration: 25\n"), 25),
    ],
)
def test_how_long_it_takes_is_estimated_or_what_the_author_says(
    make_folder: MakeFolder, files: Files, minutes: int
) -> None:
    folder = make_folder(files)
    assert course_minutes(source.read_course(folder).course) == minutes
    assert f"about {minutes} minutes" in index(folder)


def test_a_page_has_the_icons_that_it_uses_and_no_other(make_folder: MakeFolder) -> None:
    page = index(make_folder(sample_page(":::{callout} tip\nText.\n:::\n")))
    there = re.findall(r'<symbol id="i_(\w+)"', page)
    assert set(there) == set(re.findall(r'href="#i_(\w+)"', page))
    assert "tip" in there
    assert "play" not in there


def test_every_icon_is_used_somewhere() -> None:
    kinds = {"note", "tip", "warning", "example"}  # a callout's is called as its kind
    folders = (ROOT / "src/scormbuild/course/templates", ROOT / "player/src")
    texts = "".join(path.read_text("utf-8") for each in folders for path in each.rglob("*.j*"))
    named = set(re.findall(r'icon\("(\w+)"|"#i_(\w+)"', texts))
    assert {name for name in ICONS if f'"{name}"' not in texts and f"#i_{name}" not in texts} - kinds == set()
    assert named


def test_a_table_and_code_scroll_in_a_box_of_their_own_with_a_name(make_folder: MakeFolder) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    callout = f":::{{callout}}\n{table}:::\n"
    page = index(make_folder(sample_page(f"{table}\n{callout}\n```\ncode\n```\n")))
    assert re.findall(r'tabindex="0" role="region" aria-label="([^"]+)"><(?:table|code)', page) == [
        "Table 1",
        "Table 2",
        "Code 1",
    ]
