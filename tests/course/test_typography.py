"""Quotes, apostrophes, dashes and ellipses are those of print, and nothing else of a text changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import SETTINGS, Files, sample_page

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.model import Text

MakeFolder = Callable[[Files], Path]
DUTCH = SETTINGS.replace("language: en", "language: nl")

# What an author types -> what a learner reads, in HTML.
ENGLISH_TEXTS = {
    """He said: "Don't do 'that'..." """: "He said: “Don’t do ‘that’…”",
    """"*Yes*", "**no**" and "`a`".""": "“<em>Yes</em>”, “<strong>no</strong>” and “<code>a</code>”.",
    "The '90s, rock 'n' roll, the dogs' bowls": "The ’90s, rock ’n’ roll, the dogs’ bowls",
    "Monday - Friday, pages 3--5, well-known, 06-123": "Monday – Friday, pages 3–5, well-known, 06-123",
    'A "code" `x = "a" -- b...`': 'A “code” <code>x = "a" -- b...</code>',
    '<kbd>"</kbd> types "this"': '<kbd>"</kbd> types “this”',
    '\\"As it is\\" &quot;too&quot;': '"As it is" "too"',
    '(see "here") \'"both"\'': "(see “here”) ‘“both”’",
    'First "line\nand second" one.': "First “line\nand second” one.",
    "What....": "What....",
}
DUTCH_TEXTS = {
    "'s Avonds zei hij: 'Dat is 't.'": "’s Avonds zei hij: ‘Dat is ’t.’",
    "De do's en don'ts van \"Welzijn\".": "De do’s en don’ts van “Welzijn”.",
    "'s Heeren Loo": "’s Heeren Loo",
}


def html_of(folder: Path) -> str:
    (block,) = source.read_course(folder).course.pages[0].blocks
    assert isinstance(block, Text)
    return block.html.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(("typed", "read"), ENGLISH_TEXTS.items())
def test_an_english_text_has_the_marks_of_print(make_folder: MakeFolder, typed: str, read: str) -> None:
    assert html_of(make_folder(sample_page(f"{typed}\n"))) == read


@pytest.mark.parametrize(("typed", "read"), DUTCH_TEXTS.items())
def test_a_dutch_text_has_the_marks_of_print(make_folder: MakeFolder, typed: str, read: str) -> None:
    assert html_of(make_folder(sample_page(f"{typed}\n", {"course.yaml": DUTCH}))) == read


def test_addresses_and_ids_stay_as_they_are(make_folder: MakeFolder) -> None:
    page = html_of(
        make_folder(sample_page("<https://example.org/a...b--c> [a 'b'](https://example.org/'x'--1)\n"))
    )
    assert ">https://example.org/a...b--c</a>" in page
    assert "example.org/'x'--1" in page
    assert ">a ‘b’</a>" in page


def test_what_an_image_says_and_its_caption_follow_too(make_folder: MakeFolder) -> None:
    image = "![It's \"so\"](media/a.svg \"Bob's 'way'\")\n"
    page = html_of(make_folder(sample_page(image, {"media/a.svg": "<svg/>"})))
    assert 'alt="It’s “so”"' in page
    assert "<figcaption>Bob’s ‘way’</figcaption>" in page


def test_titles_options_and_what_the_lrs_is_told_follow_the_page(make_folder: MakeFolder) -> None:
    question = (
        ":::{choice} why\nIsn't it \"so\"?\n\n- [x] It's \"so\"\n- [ ] 'Not'...\n:::\n"
        ':::{video} film\n:title: The "film"\n:youtube: oc3qnAsTM5U\n:::\n'
    )
    files = {
        "course.yaml": SETTINGS.replace("title: Sample", 'title: Bob\'s "course"'),
        "pages/start.md": f"---\ntitle: It's here\n---\n{question}",
    }
    course = source.read_course(make_folder(files)).course
    (asked,) = course.questions[0].interactions
    assert (course.title, course.pages[0].title) == ("Bob’s “course”", "It’s here")
    assert (asked.id, asked.prompt) == ("why", "Isn’t it “so”?")
    assert asked.options == (("a", "It’s “so”"), ("b", "‘Not’…"))
    page = build_course(make_folder(files)).files["index.html"].decode()
    assert "The “film”" in page
    assert "Isn’t it “so”?" in page


def test_the_words_around_a_course_are_set_in_the_same_way() -> None:
    for language in source.list_languages():
        words = source.read_translations(language)
        assert all("'" not in text for text in words["page"].values())
