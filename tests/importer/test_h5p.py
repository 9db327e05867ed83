"""H5P becomes texts and questions of a course; types that a course has none of are told, their texts kept."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import pytest
from support.importer.course import import_and_build, text_of_pages, told

from scormbuild.errors import SourceError

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def h5p(library: str, content: object) -> bytes:
    """A package as H5P exports one."""
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        about = {"title": "Hand hygiene", "mainLibrary": f"H5P.{library}", "language": "en"}
        package.writestr("h5p.json", json.dumps(about))
        written = content if isinstance(content, str) else json.dumps(content)
        package.writestr("content/content.json", written)
        package.writestr("content/images/a.svg", PICTURE)
    return file.getvalue()


def within(library: str, params: object, title: str = "") -> dict[str, object]:
    """A content in another one."""
    return {"content": {"library": f"H5P.{library} 1.1", "params": params, "metadata": {"title": title}}}


CHOICE = {
    "question": "<p>Which?</p>",
    "answers": [
        {"text": "<div>soap</div>", "correct": True, "tipsAndFeedback": {"chosenFeedback": "<div>Yes</div>"}},
        {"text": "<div>sand</div>", "correct": False},
    ],
    "behaviour": {"randomAnswers": True},
    "UI": {"checkAnswerButton": "Check the answer"},
}


@pytest.mark.parametrize(
    ("library", "content", "expected"),
    [
        ("MultiChoice", CHOICE, "Which?\n\n- [x] soap\n  > Yes\n- [ ] sand\n"),
        ("TrueFalse", {"question": "It is.", "correct": "false"}, ":answer: false\n\nIt is."),
        (
            "SingleChoiceSet",
            {"choices": [{"question": "Which?", "answers": ["soap", "sand"]}]},
            "Which?\n\n- [x] soap\n- [ ] sand",
        ),
        (
            "Blanks",
            {"text": "<p>Fill in.</p>", "questions": ["<p>Wash your *hands/palms:not feet* {well}.</p>"]},
            "Fill in.\n\nWash your {hands|palms} |well|.",
        ),
        (
            "DragText",
            {"taskDescription": "Drag.", "textField": "Wash *hands* with *soap*.", "distractors": "*sand*"},
            ":more: sand\n\nDrag.\n\nWash {hands} with {soap}.",
        ),
        ("Essay", {"taskDescription": "<p>What now?</p>"}, ":::{reflection} hand-hygiene\nWhat now?\n:::"),
        (
            "Column",
            {
                "content": [
                    within("AdvancedText", {"text": "<h3>Why</h3><p>So.</p>"}),
                    within("Image", {"alt": "A tap", "file": {"path": "images/a.svg"}}),
                    within("MultiChoice", CHOICE, "One"),
                ]
            },
            "So.\n\n![A tap](media/a.svg)\n\n:::{choice} one\n",
        ),
        ("Accordion", {"panels": [{"title": "Gloves", **within("Text", {"text": "On"})}]}, "On"),
    ],
)
def test_each_type_has_its_counterpart(library: str, content: object, expected: str) -> None:
    course = import_and_build("a.h5p", h5p(library, content))
    assert expected in text_of_pages(course)
    assert told(course, "left") == []
    assert "Check the answer" not in text_of_pages(course)


def test_a_type_that_a_course_has_none_of_is_told_and_its_texts_are_kept() -> None:
    cards = {"dialogs": [{"text": "<p>Soap</p>", "answer": "<p>Wets dirt</p>"}]}
    course = import_and_build("a.h5p", h5p("Dialogcards", cards))
    assert "Soap\n\nWets dirt" in text_of_pages(course)
    assert told(course, "left") == [
        "a content of the type 'Dialogcards', which a course has none of: its texts are kept"
    ]


def test_a_file_that_is_no_h5p_or_nests_without_end_is_refused() -> None:
    with pytest.raises(SourceError, match="can't be read"):
        import_and_build("a.h5p", h5p("Column", []))
    for depth in (480, 5_000):
        nested = '{"content": [' * depth + "]}" * depth
        with pytest.raises(SourceError, match=r"can't be read|too deep"):
            import_and_build("a.h5p", h5p("Column", nested))
