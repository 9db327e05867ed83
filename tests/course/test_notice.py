"""What learners read on who reads along: before the first question, at an exception, and under My answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, QUESTIONS, course_files, question
from support.course.sample_course import Files

from scormbuild.course import source
from scormbuild.course.build import build_course

WORDS = source.read_translations("en")
PAGE, SAYS = WORDS["page"], WORDS["player"]
READ_BY = "Your answers are read by the trainers of your organisation. They are kept for a year."
NOTICE = "//*[@id='_notice']"

ShowPage = Callable[[Files], lxml.html.HtmlElement]


@pytest.fixture
def show_page(make_folder: Callable[[Files], Path]) -> ShowPage:
    """The page that a course becomes."""
    return lambda files: lxml.html.document_fromstring(
        build_course(make_folder(files)).files["index.html"].decode()
    )


def element_text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def readers(page: lxml.html.HtmlElement) -> str:
    """What the player will say under My answers."""
    return str(json.loads(page.get("data-words"))["readers"])


def test_the_notice_stands_before_the_first_question_and_only_there(show_page: ShowPage) -> None:
    page = show_page(
        course_files("Hello.\n\n" + question("opinion", "a") + "\n" + question("reflection", "b"))
    )
    (notice,) = page.xpath(NOTICE)
    assert notice.getnext().get("id") == "q_a"
    assert element_text(notice.getprevious()) == "Hello."


def test_two_questions_that_are_alike_but_for_their_ids_have_one_notice(show_page: ShowPage) -> None:
    page = show_page(course_files(question("reflection", "a") + "\n" + question("reflection", "b")))
    assert len(page.xpath(NOTICE)) == 1


def test_a_course_without_questions_has_no_notice(show_page: ShowPage) -> None:
    page = show_page(course_files("Hello."))
    assert page.xpath(NOTICE) == []
    assert readers(page) == SAYS["readers"]


def test_the_notice_says_who_reads_for_how_long_and_not_to_name_others(show_page: ShowPage) -> None:
    page = show_page(course_files(settings=PRIVACY_SETTINGS))
    (notice,) = page.xpath(NOTICE)
    assert element_text(notice) == f"{PAGE['notice']} {READ_BY} {PAGE['no_names']}"
    assert readers(page) == READ_BY


def test_a_course_that_does_not_say_gets_the_general_sentence(show_page: ShowPage) -> None:
    page = show_page(course_files())
    (notice,) = page.xpath(NOTICE)
    assert element_text(notice) == f"{PAGE['notice']} {SAYS['readers']} {PAGE['no_names']}"
    assert readers(page) == SAYS["readers"]


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("mailto:privacy@example.org", "privacy@example.org"), ("https://example.org/p", "example.org/p")],
)
def test_whom_to_ask_stands_in_the_notice_and_under_my_answers(
    show_page: ShowPage, contact: str, shown: str
) -> None:
    page = show_page(course_files(settings=f"{PRIVACY_SETTINGS}  contact: {contact}\n"))
    links = page.xpath(f"//a[@href='{contact}']")
    assert [element_text(link) for link in links] == [shown, shown]
    assert {link.get("rel") for link in links} == {None if "@" in contact else "noopener"}
    assert links[0].xpath("ancestor::*[@id='_notice']")
    assert links[1].xpath("ancestor::*[@id='_answers']")


@pytest.mark.parametrize("form", QUESTIONS)
@pytest.mark.parametrize(
    ("road", "said"),
    [
        ("lms", PAGE["only_lms"]),
        ("receiver", PAGE["only_lrs"].format(readers="the trainers of your organisation")),
        ("nowhere", PAGE["only_here"]),
    ],
)
def test_a_question_that_is_an_exception_says_where_its_answer_goes(
    show_page: ShowPage, form: str, road: str, said: str
) -> None:
    page = show_page(
        course_files(
            question("opinion", "usual") + question(form, answers=road), LRS_SETTINGS + PRIVACY_SETTINGS
        )
    )
    (sentence,) = page.xpath("//*[@id='w_q']")
    assert element_text(sentence) == said
    assert len(page.xpath("//*[contains(@aria-describedby, 'w_')]")) == 1
    assert element_text(page.xpath(f"{NOTICE}//p")[1]) == readers(page) == f"{READ_BY} {PAGE['differs']}"


@pytest.mark.parametrize("form", QUESTIONS)
def test_a_question_that_is_none_says_nothing(show_page: ShowPage, form: str) -> None:
    page = show_page(course_files(question(form), LRS_SETTINGS + PRIVACY_SETTINGS))
    assert page.xpath("//*[starts-with(@id, 'w_')]") == []
    assert page.xpath("//*[contains(@aria-describedby, 'w_')]") == []
    assert readers(page) == READ_BY


def test_a_hint_and_a_road_both_describe_a_field(show_page: ShowPage) -> None:
    page = show_page(course_files(question("reflection", hint="Think.", answers="nowhere")))
    assert page.get_element_by_id("q_q").get("aria-describedby") == "h_q w_q"


def test_what_waits_for_an_lrs_is_said_to_stay_here(show_page: ShowPage) -> None:
    page = show_page(
        course_files(question("opinion", "a") + question("reflection", answers="receiver"), PRIVACY_SETTINGS)
    )
    assert element_text(page.get_element_by_id("w_q")) == PAGE["only_here"]


@pytest.mark.parametrize("road", ["nowhere", "receiver"])
def test_where_no_answer_leaves_the_device_nobody_is_said_to_read(show_page: ShowPage, road: str) -> None:
    page = show_page(course_files(question("reflection", answers=road), PRIVACY_SETTINGS))
    (notice,) = page.xpath(NOTICE)
    assert element_text(notice) == f"{PAGE['notice']} {SAYS['readers_private']} {PAGE['no_names']}"
    assert readers(page) == SAYS["readers_private"]


def test_words_of_the_author_are_text_and_nothing_else(show_page: ShowPage) -> None:
    nasty = 'privacy:\n  readers: "<b>{keep}</b> \'&"\n  keep: "\\"<i>"\n'
    page = show_page(course_files(settings=nasty))
    said = "Your answers are read by <b>{keep}</b> ‘&. They are kept for “<i>."
    assert element_text(page.xpath(NOTICE)[0]).startswith(f"{PAGE['notice']} {said}")
    assert readers(page) == said
