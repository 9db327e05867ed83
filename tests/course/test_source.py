"""A folder in, a course out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import (
    FRONT_MATTER,
    PNG,
    SETTINGS,
    Files,
    add_settings,
    edit_settings,
    sample_page,
    write_sample_course,
)

from scormbuild.course import source
from scormbuild.course.model import CompletionRule, Course, Credit, Page, Text, Theme
from scormbuild.course.source import media
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]


def test_a_small_course_is_read_as_one_value(make_folder: MakeFolder) -> None:
    assert source.read_course(make_folder({})).course == Course(
        id="sample",
        title="Sample",
        language="en",
        version="1.0.0",
        description="A course to try things on.",
        completion=CompletionRule(),
        credits=(),
        licence="",
        theme=Theme(),
        pages=(Page("start", "Start", (Text("<p>Hello.</p>"),), "pages/start.md"),),
        iri="urn:scormbuild:course:sample",
    )


def test_every_optional_setting_is_read(make_folder: MakeFolder) -> None:
    more = """\
completion: {pages: none, questions: none, score: 80}
credits:
  - {role: Author, name: Ann, link: "mailto:ann@example.org"}
  - {role: Editor, name: Bob}
licence: CC BY-SA 4.0
theme: {accent: "#004488", accent-dark: "#FFCC00"}
"""
    choice = ":::{choice} c\nWhich?\n- [x] a\n- [ ] b\n:::\n"
    course = source.read_course(make_folder({**sample_page(choice), **add_settings(more)})).course
    assert course.completion == CompletionRule("none", "none", 80)
    assert course.credits == (Credit("Author", "Ann", "mailto:ann@example.org"), Credit("Editor", "Bob"))
    assert (course.licence, course.theme) == ("CC BY-SA 4.0", Theme("#004488", "#ffcc00"))


@pytest.mark.parametrize("written", ["2024", "no", "1e3", "2024-01-31", "0x10"])
def test_a_title_is_taken_as_written_whatever_yaml_makes_of_it(make_folder: MakeFolder, written: str) -> None:
    assert (
        source.read_course(make_folder(edit_settings("title: Sample", f"title: {written}"))).course.title
        == written
    )


def test_pages_come_in_the_order_of_the_settings(make_folder: MakeFolder) -> None:
    files = {
        **edit_settings("  - start\n", "  - b\n  - start\n  - a\n"),
        "pages/a.md": f"{FRONT_MATTER}A",
        "pages/b.md": f"{FRONT_MATTER}B",
    }
    assert [page.id for page in source.read_course(make_folder(files)).course.pages] == ["b", "start", "a"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
    ],
    ids=["Windows", "old Mac", "mark"],
)
def test_other_line_ends_and_a_byte_order_mark_change_nothing(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    block = ":::{contrast} c\n:rows: 3\nPrompt\n\n---\n\nPoints\n:::\n"
    text = f"{FRONT_MATTER}## Two\n\n{block}\n| a |\n|---|\n| b |\n"
    plain = source.read_course(write_sample_course(tmp_path / "plain", {"pages/start.md": text}))
    files = {"course.yaml": change(SETTINGS), "pages/start.md": change(text)}
    assert source.read_course(write_sample_course(tmp_path / "changed", files)) == plain


def test_places_in_a_file_with_windows_line_ends_are_right(make_folder: MakeFolder) -> None:
    text = f"{FRONT_MATTER}One\n\ntwo [x](#lost)\n".replace("\n", "\r\n")
    with pytest.raises(SourceError, match=r"start\.md:6:5: "):
        source.read_course(make_folder({"pages/start.md": text}))


def test_the_labels_that_an_author_leaves_out_come_from_the_language_of_the_course(tmp_path: Path) -> None:
    text = ":::{acknowledge} a\nRead.\n:::\n"
    labels = []
    for language in ("en", "nl"):
        files = {**sample_page(text), **edit_settings("language: en", f"language: {language}")}
        course = source.read_course(write_sample_course(tmp_path / language, files)).course
        labels += [question.label for question in course.questions]
    assert labels == ["I have read this", "Ik heb dit gelezen"]


@pytest.mark.parametrize("language", source.list_languages())
def test_every_language_has_the_same_words(language: str) -> None:
    english = source.read_translations("en")
    words = source.read_translations(language)
    assert {name: set(words[name]) for name in ("page", "player", "defaults")} == {
        name: set(english[name]) for name in ("page", "player", "defaults")
    }
    assert len(words["defaults"]["opinion"]) == 5


def test_media_that_the_course_refers_to_go_along_and_others_are_named(make_folder: MakeFolder) -> None:
    text = """\
![A photo](media/photo.png) and [a list](media/deep/list.pdf)

:::{video} film
:title: A film
:file: media/film.mp4
:captions: media/film.vtt

What is said.
:::
"""
    files = {
        "media/photo.png": PNG,
        "media/deep/list.pdf": b"%PDF",
        "media/film.mp4": b"\0",
        "media/film.vtt": "\ufeffWEBVTT\n",
        "media/left.png": PNG,
    }
    reading = source.read_course(make_folder(sample_page(text, files)))
    assert set(reading.course.media) == set(files) - {"media/left.png"}
    assert reading.course.media["media/photo.png"] == PNG
    assert [warning.path for warning in reading.warnings] == ["media/left.png"]


def test_a_page_that_the_settings_leave_out_is_a_warning_and_its_faults_are_let_be(
    make_folder: MakeFolder,
) -> None:
    reading = source.read_course(make_folder({"pages/draft.md": "<script>"}))
    assert [str(warning) for warning in reading.warnings] == [
        "pages/draft.md: this page is not in the course\n"
        "  hint: add - draft to the pages in course.yaml, or leave it as a draft"
    ]


def test_a_page_whose_file_has_capitals_must_be_renamed(make_folder: MakeFolder) -> None:
    with pytest.raises(SourceError, match=r"hint: rename pages/Start\.md to start\.md"):
        source.read_course(make_folder({"pages/start.md": None, "pages/Start.md": f"{FRONT_MATTER}Hello."}))


def test_links_lead_to_files_within_the_folder_only(make_folder: MakeFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/a.png").write_bytes(PNG)
    folder = make_folder(
        sample_page(
            "![a](media/link.png)\n![b](media/links/a.png)\n![c](media/again/x.png)\n![d](media/inside.png)\n",
            {"media/x.png": PNG},
        )
    )
    (folder / "media/link.png").symlink_to("../../secret.png")
    (folder / "media/links").symlink_to("../../secrets")
    (folder / "media/again").symlink_to(".")
    (folder / "media/inside.png").symlink_to("x.png")
    with pytest.raises(SourceError) as raised:
        source.read_course(folder)
    assert [(problem.line, problem.message) for problem in raised.value.problems] == [
        (4, "'media/link.png' is a symbolic link"),
        (5, "'media/links/a.png' is a symbolic link"),
        (6, "'media/again/x.png' is a symbolic link"),
    ]


@pytest.mark.parametrize("name", ["course.yaml", "pages/start.md"])
def test_a_text_that_is_a_link_out_of_the_folder_is_refused(
    make_folder: MakeFolder, tmp_path: Path, name: str
) -> None:
    folder = make_folder({})
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(
        SourceError, match=f"^{name}:1:1: this is a symbolic link that leaves the course's folder"
    ):
        source.read_course(folder)


def test_media_that_are_larger_than_an_lms_takes_are_refused_unread(make_folder: MakeFolder) -> None:
    folder = make_folder(
        sample_page("![a](media/a.png) ![b](media/b.png)", {"media/a.png": PNG, "media/b.png": PNG})
    )
    os.truncate(folder / "media/b.png", media.MOST_MEDIA_BYTES)
    with pytest.raises(SourceError, match=r"^pages/start\.md:4:19: with 'media/b.png' the media have 500 MB"):
        source.read_course(folder)


def test_a_folder_that_is_no_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file 'course"):
        source.read_course(tmp_path / "nowhere")


def large_course(pages: int) -> Files:
    listed = "".join(f"  - p{number}\n" for number in range(pages))
    files: dict[str, str | bytes | None] = {**edit_settings("  - start\n", listed), "pages/start.md": None}
    for number in range(pages):
        asked = "".join(
            f":::{{choice}} q{number}-{place}\nWhat is *right*?\n\n- [x] One\n  > Yes\n- [ ] Two\n:::\n\n"
            for place in range(4)
        )
        files[f"pages/p{number}.md"] = (
            f"{FRONT_MATTER}## Head\n\nSome **words** with [a link](#p0).\n\n{asked}"
        )
    return files


def test_a_course_of_500_pages_and_2000_questions_is_read_in_seconds(make_folder: MakeFolder) -> None:
    folder = make_folder(large_course(500))
    start = time.process_time()
    course = source.read_course(folder).course
    assert (len(course.pages), len(course.questions)) == (500, 2000)
    assert time.process_time() - start < 3
