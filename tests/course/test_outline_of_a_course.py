"""The outline: all that the player and the receiver know of a course, and how text becomes a prompt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.course.sample_course import PNG, Files, page
from support.course.two_roads import QUESTIONS, ROADS, course, question

from scormbuild.course import source
from scormbuild.course.outline import Json, course_outline
from scormbuild.course.plain_text import html_to_text

Outlined = Callable[[Files], Json]


@pytest.fixture
def outlined(make_folder: Callable[[Files], Path]) -> Outlined:
    """The outline of a course with these files."""
    return lambda files: course_outline(source.read_course(make_folder(files)).course)


def asked(id: str, kind: str, form: str, prompt: str, **more: object) -> Json:
    usual = {"minimum": 1, "required": True, "answers": "both", "options": [], "keys": []}
    return {"id": id, "page": "start", "kind": kind, "form": form, "prompt": prompt, **usual, **more}


EXPECTED = {
    "reflection": [asked("q", "open", "reflection", "Why here?")],
    "contrast": [
        asked("q-wrong", "open", "contrast", "As badly as you can: How?"),
        asked("q-good", "open", "contrast", "As well as you can: How?"),
    ],
    "choice": [
        asked(
            "q",
            "choice",
            "choice",
            "Which?",
            options=[{"key": "a", "text": "One"}, {"key": "b", "text": "Two"}, {"key": "c", "text": "Three"}],
            keys=["a", "c"],
        )
    ],
    "opinion": [
        asked(
            "q",
            "opinion",
            "opinion",
            "It is good.",
            options=[{"key": "1", "text": "no"}, {"key": "2", "text": "yes"}],
        )
    ],
    "acknowledge": [asked("q", "acknowledge", "acknowledge", "Read it.")],
    "checklist": [
        asked(
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
def test_a_question_is_outlined_by_its_form(outlined: Outlined, form: str) -> None:
    assert outlined(course(question(form)))["questions"] == EXPECTED[form]


@pytest.mark.parametrize("form", QUESTIONS)
@pytest.mark.parametrize("road", ROADS)
def test_every_form_of_question_can_take_every_road(outlined: Outlined, form: str, road: str) -> None:
    found = outlined(course(question(form, answers=road, optional="true")))["questions"]
    assert {(each["answers"], each["required"]) for each in found} == {(road, False)}


def test_the_course_is_told_with_its_rule_and_its_iri(outlined: Outlined) -> None:
    told = outlined(course(settings="completion: {pages: none}\niri: https://example.org/c\n"))
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


def test_only_films_of_the_package_are_listed(outlined: Outlined) -> None:
    own = ":::{video} own\n:title: Ours\n:file: media/f.mp4\n:captions: media/f.vtt\n\nText.\n:::\n"
    other = ":::{video} other\n:title: Theirs\n:youtube: aqz-KE-bpKQ\n:::\n"
    files = page(own + "\n" + other, {"media/f.mp4": PNG, "media/f.vtt": "WEBVTT"})
    assert outlined(files)["videos"] == [{"id": "own", "title": "Ours"}]


def test_the_minimum_of_words_is_told(outlined: Outlined) -> None:
    found = outlined(course(question("contrast", minimum="7")))["questions"]
    assert [each["minimum"] for each in found] == [7, 7]


def test_a_checklist_without_a_prompt_is_told_by_its_items(outlined: Outlined) -> None:
    (found,) = outlined(course(":::{checklist} q\n- One\n- Two\n:::\n"))["questions"]
    assert found["prompt"] == "One; Two"


def test_a_prompt_is_at_most_500_characters_and_still_says_which_side_it_is(outlined: Outlined) -> None:
    text = ":::{contrast} q\n" + "word " * 200 + "\n\n---\n\nPoints\n:::\n"
    for each in outlined(course(text))["questions"]:
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
