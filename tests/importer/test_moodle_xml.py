"""Questions in Moodle XML become questions of a course, with their pictures."""

from __future__ import annotations

import base64

import pytest
from support.importer.course import import_and_build, text_of_pages, told

from scormbuild.errors import SourceError
from scormbuild.importer.import_file import ImportedCourse

PICTURE = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').decode()


def answer(text: str, fraction: int, feedback: str = "") -> str:
    """An answer as Moodle writes it."""
    said = f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>'
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{said}</answer>'


def question(kind: str, text: str, inside: str = "") -> ImportedCourse:
    """The course that is made of one question."""
    return import_and_build(
        "quiz.xml",
        f'<?xml version="1.0" encoding="UTF-8"?><quiz><question type="{kind}"><name><text>One</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text>'
        f'<file name="a tap.svg" path="/" encoding="base64">{PICTURE}</file></questiontext>'
        f"<generalfeedback><text>So it is.</text></generalfeedback>{inside}</question></quiz>",
    )


@pytest.mark.parametrize(
    ("kind", "text", "inside", "expected"),
    [
        (
            "multichoice",
            "<p>Which <b>one</b>?</p>",
            "<single>true</single>" + answer("<p>a</p>", 100, "Yes") + answer("<p>b</p>", 0),
            "Which **one**?\n\n- [x] a\n  > Yes So it is.\n- [ ] b\n",
        ),
        (
            "multichoice",
            "<ul><li>Soap</li></ul><p>Which?</p>",
            "<single>false</single>" + answer("a", 50) + answer("b", 50) + answer("c", -100),
            "- Soap\n\n:::{choice} one\nWhich?\n\n- [x] a\n  > So it is.\n- [x] b",
        ),
        (
            "truefalse",
            "It is.",
            answer("true", 0, "No") + answer("false", 100),
            ":answer: false\n:if-true: No",
        ),
        (
            "shortanswer",
            "What?",
            answer("soap", 100) + answer("hand *", 50),
            "- [x] soap | hand\n\n> So it is.",
        ),
        (
            "numerical",
            "How long?",
            '<answer fraction="100"><text>40</text><tolerance>5</tolerance></answer>',
            ":answer: 40\n:tolerance: 5",
        ),
        (
            "matching",
            "What?",
            "<subquestion><text>needle</text><answer><text>bin</text></answer></subquestion>"
            "<subquestion><text>apron</text><answer><text>waste</text></answer></subquestion>"
            "<subquestion><text/><answer><text>sink</text></answer></subquestion>",
            ":more: sink\n\nWhat?\n\n- needle = bin\n- apron = waste\n\n> So it is.",
        ),
        ("essay", "What do you think?", "", ":::{reflection} one\nWhat do you think?\n:::"),
        ("description", "<h2>Read</h2><p>this</p>", "", "this"),
        (
            "gapselect",
            "Wash your [[1]] with {[[2]]}.",
            "".join(
                f"<selectoption><text>{word}</text></selectoption>" for word in ("hands", "soap", "sand")
            ),
            ":::{pull-down-gaps} one\n:more: sand\n\nWash your {hands} with |{soap}|.",
        ),
        (
            "cloze",
            "<p>Wash {1:SHORTANSWER:=hands~%50%palms#Nearly~%0%feet} for {2:NUMERICAL:=40:5}.</p>",
            "",
            ":::{gaps} one\nWash {hands|palms} for {40}.",
        ),
        ("cloze", "Wash {1:MC:=hands~feet}.", "", ":more: feet\n\nWash {hands}."),
        (
            "description",
            '<p>Look: <img src="@@PLUGINFILE@@/a%20tap.svg" alt="A tap"></p>',
            "",
            "Look: ![A tap](media/a-tap.svg)",
        ),
        (
            "calculated",
            "How much is {a}?",
            answer("{a}*2", 100),
            "How much is {a}?\n\n- {a}\\*2\n\nSo it is.\n",
        ),
    ],
)
def test_each_type_of_question_has_its_directive(kind: str, text: str, inside: str, expected: str) -> None:
    assert expected in text_of_pages(question(kind, text, inside))


def test_a_category_is_a_heading_and_what_has_no_room_is_told() -> None:
    course = question("calculated", "How much?", "<hint><text>Count</text></hint>")
    assert told(course, "left") == [
        "a question of the type 'calculated', which a course has none of: its words are kept",
        "hint: Count",
    ]
    page = import_and_build(
        "q.xml",
        '<quiz><question type="category"><category><text>$course$/top/Hand hygiene</text></category>'
        "</question>"
        '<question type="description"><questiontext><text>Read</text></questiontext></question></quiz>',
    )
    assert "title: Hand hygiene" in text_of_pages(page)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('<!DOCTYPE q [<!ENTITY a "aaa">]><quiz>&a;</quiz>', "declares entities"),
        ('<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/hostname">]><quiz>&a;</quiz>', "declares entities"),
        ("<quiz>", "is damaged"),
        ("<rss/>", "XML with the root 'rss' can't be imported"),
        ("<quiz/>", "there is no text in it"),
    ],
)
def test_a_hostile_or_broken_file_is_refused(data: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        import_and_build("quiz.xml", data)


def test_scripts_and_files_that_are_none_do_no_harm() -> None:
    text = (
        '<script>alert(1)</script><p onclick="x()">Hello <a href="javascript:x()">you</a></p>'
        '<iframe src="//x"></iframe>'
    )
    assert "\nHello you\n" in text_of_pages(question("description", text))
