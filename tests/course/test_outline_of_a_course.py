"""The outline: all that the player and the LRS know of a course, and how text becomes a prompt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.course.lrs_course import DESTINATIONS, QUESTIONS, course_files, question
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.course.outline import Json, course_outline
from scormbuild.course.plain_text import html_to_text

MakeOutline = Callable[[Files], Json]


@pytest.fixture
def make_outline(make_folder: Callable[[Files], Path]) -> MakeOutline:
    """The outline of a course with these files."""
    return lambda files: course_outline(source.read_course(make_folder(files)).course)


def outline_question(id: str, kind: str, form: str, prompt: str, **more: object) -> Json:
    usual = {"minimum": 1, "required": True, "answers": "both", "options": [], "keys": []}
    return {"id": id, "page": "start", "kind": kind, "form": form, "prompt": prompt, **usual, **more}


EXPECTED_OUTLINE = {
    "reflection": [outline_question("q", "open", "reflection", "Why here?")],
    "contrast": [
        outline_question("q-wrong", "open", "contrast", "As badly as you can: How?"),
        outline_question("q-good", "open", "contrast", "As well as you can: How?"),
    ],
    "choice": [
        outline_question(
            "q",
            "choice",
            "choice",
            "Which?",
            options=[{"key": "a", "text": "One"}, {"key": "b", "text": "Two"}, {"key": "c", "text": "Three"}],
            keys=["a", "c"],
        )
    ],
    "opinion": [
        outline_question(
            "q",
            "opinion",
            "opinion",
            "It is good.",
            options=[{"key": "1", "text": "no"}, {"key": "2", "text": "yes"}],
        )
    ],
    "acknowledge": [outline_question("q", "acknowledge", "acknowledge", "Read it.")],
    "checklist": [
        outline_question(
            "q",
            "checklist",
            "checklist",
            "Tick it.",
            options=[{"key": "a", "text": "One"}, {"key": "b", "text": "Two"}],
            keys=["a", "b"],
        )
    ],
}


@pytest.mark.parametrize("form", QUESTIONS)
def test_a_question_is_outlined_by_its_form(make_outline: MakeOutline, form: str) -> None:
    assert make_outline(course_files(question(form)))["questions"] == EXPECTED_OUTLINE[form]


@pytest.mark.parametrize("form", QUESTIONS)
@pytest.mark.parametrize("road", DESTINATIONS)
def test_every_form_of_question_can_take_every_road(make_outline: MakeOutline, form: str, road: str) -> None:
    found = make_outline(course_files(question(form, answers=road, optional="true")))["questions"]
    assert {(each["answers"], each["required"]) for each in found} == {(road, False)}


def test_the_course_is_told_with_its_rule_and_its_iri(make_outline: MakeOutline) -> None:
    told = make_outline(course_files(settings="completion: {pages: none}\niri: https://example.org/c\n"))
    assert told["course"] == {
        "iri": "https://example.org/c",
        "id": "sample",
        "title": "Sample",
        "description": "A course to try things on.",
        "language": "en",
        "version": "1.0.0",
        "completion": {
            "pages": "none",
            "questions": "all",
            "score": None,
            "finish": "auto",
            "report": "completed",
        },
        "grade": "score",
    }
    assert told["pages"] == [{"id": "start", "title": "Start"}]
    assert set(told) == {"course", "pages", "questions", "videos"}


def test_only_films_of_the_package_are_listed(make_outline: MakeOutline) -> None:
    own = ":::{video} own\n:title: Ours\n:file: media/f.mp4\n:captions: media/f.vtt\n\nText.\n:::\n"
    other = ":::{video} other\n:title: Theirs\n:youtube: aqz-KE-bpKQ\n:::\n"
    files = sample_page(own + "\n" + other, {"media/f.mp4": PNG, "media/f.vtt": "WEBVTT"})
    assert make_outline(files)["videos"] == [{"id": "own", "title": "Ours"}]


def test_the_minimum_of_words_is_told(make_outline: MakeOutline) -> None:
    found = make_outline(course_files(question("contrast", minimum="7")))["questions"]
    assert [each["minimum"] for each in found] == [7, 7]


def test_a_checklist_without_a_prompt_is_told_by_its_items(make_outline: MakeOutline) -> None:
    (found,) = make_outline(course_files(":::{checklist} q\n- One\n- Two\n:::\n"))["questions"]
    assert found["prompt"] == "One; Two"


def test_a_prompt_is_at_most_500_characters_and_still_says_which_side_it_is(
    make_outline: MakeOutline,
) -> None:
    text = ":::{contrast} q\n" + "word " * 200 + "\n\n---\n\nPoints\n:::\n"
    for each in make_outline(course_files(text))["questions"]:
        assert len(each["prompt"]) <= 500
        assert each["prompt"].startswith("As ")
        assert each["prompt"].endswith("…")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p>\n<p>two</p>", "One two"),
        ("<ul><li>One</li><li>two</li></ul>", "One two"),
        ("H<sub>2</sub>O &amp; <em>more</em>", "H2O & more"),
        ("one<br>two", "one two"),
        ('<img src="media/a.png" alt="A hand"> here', "A hand here"),
        ("<table><tr><th>a</th><td>b</td></tr></table>", "a b"),
        ("&lt;script&gt;", "<script>"),
        ("", ""),
    ],
)
def test_html_becomes_the_words_that_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text(), st.integers(1, 60))
def test_plain_text_is_one_line_of_bounded_length(html: str, longest: int) -> None:
    text = html_to_text(html, longest)
    assert len(text) <= longest
    assert text == " ".join(text.split())
