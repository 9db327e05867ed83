"""Quizzes, banks, roles and pages that open later: what is wrong with them is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.quizzes import choice, quiz
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course import source
from scormbuild.course.outline import course_outline
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
ROLE = ":::{role} job\nWhat do you do?\n\n- nurse: I am a nurse\n- cook: I cook\n:::\n"


def pages(**texts: str) -> Files:
    """A course with these pages after its first, which are written with their front matter."""
    lines = "".join(f"  - {name}\n" for name in texts)
    files = {f"pages/{name}.md": f"---\ntitle: {name}\n{text}" for name, text in texts.items()}
    return {"course.yaml": SETTINGS + lines, "pages/start.md": FRONT_MATTER + ROLE, **files}


FAULTS: dict[str, tuple[Files, str]] = {
    "a quiz without questions": (
        sample_page(quiz("Some text.")),
        (
            "pages/start.md:4:1: this quiz has no questions\n"
            "  hint: write some within it, or :from: with the name of a bank"
        ),
    ),
    "a question without a right answer": (
        sample_page(quiz(choice("one"), ":::{reflection} why\nWhy?\n:::\n")),
        (
            "pages/start.md:4:1: the reflection 'why' of this quiz has no right answer\n"
            "  hint: put it above or below the quiz"
        ),
    ),
    "more drawn than there are": (
        sample_page(quiz(choice("one"), options=":draw: 2")),
        "pages/start.md:5:8: 'draw' is 2, and there are 1 questions\n  hint: write :draw: 10",
    ),
    "review where all is judged at once": (
        sample_page(quiz(choice("one"), options=":review: true")),
        (
            "pages/start.md:5:10: 'review' says nothing where each question is judged at once\n"
            "  hint: write :review: true, with :feedback: at-end"
        ),
    ),
    "a bank that isn't there": (
        sample_page(quiz("", options=":from: clean.md"), {"banks/cleaning.md": choice("one")}),
        ("pages/start.md:5:8: there is no bank 'clean.md'\n  hint: did you mean 'cleaning.md'?"),
    ),
    "a fault in a bank": (
        sample_page(
            quiz("", options=":from: clean.md"), {"banks/clean.md": choice("one").replace("[x]", "[ ]")}
        ),
        "banks/clean.md:1:1: this choice has no right option\n  hint: mark at least one with - [x]",
    ),
    "a bank without questions": (
        sample_page(quiz("", options=":from: clean.md"), {"banks/clean.md": "Text."}),
        "banks/clean.md:1:1: this bank has no questions\n  hint: write some, as on a page",
    ),
    "a bank in two quizzes": (
        sample_page(
            quiz("", options=":from: clean.md", key="a") + quiz("", options=":from: clean.md", key="b"),
            {"banks/clean.md": choice("one")},
        ),
        (
            "pages/start.md:9:8: the bank 'clean.md' is used already, at pages/start.md:5\n"
            "  hint: divide its questions over two banks"
        ),
    ),
    "an id of a bank that a page has": (
        sample_page(
            choice("one") + "\n" + quiz("", options=":from: clean.md"), {"banks/clean.md": choice("one")}
        ),
        (
            "banks/clean.md:1:13: the id 'one' is taken already, at pages/start.md:4:13\n"
            "  hint: give one of the two another id"
        ),
    ),
    "after a page that isn't there": (
        pages(more="after: [strat]\n---\nText.\n"),
        "pages/more.md:3:8: there is no page 'strat' in this course\n  hint: did you mean 'start'?",
    ),
    "pages that wait for each other": (
        pages(a="after: [b]\n---\nText.\n", b="after: [start, a]\n---\nText.\n"),
        (
            "pages/a.md:3:8: this page waits for itself, so it would never open\n"
            "  hint: leave one of these out\n"
            "pages/b.md:3:8: this page waits for itself, so it would never open\n"
            "  hint: leave one of these out"
        ),
    ),
    "for a role that isn't there": (
        pages(more="for: nurs\n---\nText.\n"),
        "pages/more.md:3:6: there is no role 'nurs'\n  hint: did you mean 'nurse'?",
    ),
    "after a page of another role": (
        pages(ward="for: nurse\n---\nText.\n", more="for: cook\nafter: [ward]\n---\nText.\n"),
        (
            "pages/more.md:4:8: 'ward' is for another role, so this page would never open\n"
            "  hint: leave it out, or for:"
        ),
    ),
    "a second question for a role": (
        pages(more=f"---\n{ROLE.replace('job', 'task')}"),
        (
            "pages/more.md:4:11: a course asks for one role, and 'job' does\n"
            "  hint: give the pages roles out of the first one"
        ),
    ),
    "a role without keys": (
        sample_page(":::{role} job\nWhat?\n\n- nurse: Yes\n- No\n:::\n"),
        "pages/start.md:8:1: an option of a role starts with its key\n  hint: write - nurse: A nurse",
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(make_folder: MakeFolder, files: Files, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message


def test_the_outline_says_what_is_drawn_and_for_whom_pages_are(make_folder: MakeFolder) -> None:
    files = dict(pages(ward=f"for: nurse\n---\n{quiz(choice('one'), options=':from: b.md')}"))
    outline = course_outline(source.read_course(make_folder(files | {"banks/b.md": choice("two")})).course)
    assert outline["pages"][1] == {"id": "ward", "title": "ward", "role": "nurse"}
    assert [(each["id"], each.get("quiz")) for each in outline["questions"]] == [
        ("job", None),
        ("one", "test"),
        ("two", "test"),
    ]
    assert outline["quizzes"] == [
        {"id": "test", "page": "ward", "draw": 0, "tries": 1, "pass": 0, "required": True}
    ]


@pytest.mark.parametrize("options", ["", ":draw: 200\n:shuffle: true"])
def test_a_quiz_of_two_hundred_questions_has_room_in_any_lms(make_folder: MakeFolder, options: str) -> None:
    questions = [choice(f"question-about-hygiene-{number}") for number in range(200)]
    reading = source.read_course(make_folder(sample_page(quiz(*questions, options=options))))
    assert reading.suspend_data_size < 2000
