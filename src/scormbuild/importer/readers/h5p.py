"""H5P: a zip with the content of one type, which may hold others; h5p.org/documentation/developers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml import html

from scormbuild.importer.addresses import keep_media
from scormbuild.importer.document import Document, Finding, parse_body, text_of
from scormbuild.importer.questions.question import Answer, Question, gap_words
from scormbuild.importer.questions.writer import add_question, paragraphs
from scormbuild.importer.readers.fragment import html_fragment
from scormbuild.importer.readers.office_zip import OfficeParts, office_parts
from scormbuild.importer.readers.source_file import SourceFile

MOST_JSON: Final = 16 * 1024 * 1024
_GAP: Final = re.compile(r"\*([^*\n]{1,300})\*")
_NO_TEXT: Final = frozenset(
    {"path", "mime", "license", "library", "subContentId", "contentType", "l10n", "UI", "id"}
)
Values = dict[str, Any]


def read_h5p(file: SourceFile) -> Document:
    """All contents in their order; a type that a course has none of is told, and its texts are kept."""
    parts = office_parts(file)
    about, content = (read_json(file, parts, name) for name in ("h5p.json", "content/content.json"))
    document = Document(parse_body(""), str(about.get("title") or ""))
    document.language = str(about.get("language") or "").partition("-")[0].replace("und", "")
    try:
        Reader(document, parts).read(str(about.get("mainLibrary") or ""), content, document.title)
    except RecursionError:
        raise file.unreadable(
            "its contents stand too deep in each other", "export it from H5P again"
        ) from None
    return document


def read_json(file: SourceFile, parts: OfficeParts, name: str) -> Values:
    """A part as values."""
    data = parts.media(name)
    try:
        values = json.loads(data) if data and len(data) <= MOST_JSON else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise file.unreadable(f"{name} in it can't be read", "export it from H5P again")
    return values


class Reader:
    """Reads contents into a document, one after another."""

    def __init__(self, document: Document, parts: OfficeParts) -> None:
        self.document, self.parts = document, parts

    def read(self, library: str, values: Values, name: str = "") -> None:
        """One content: a question, a text or a picture, or a holder of others."""
        kind = library.partition(" ")[0].removeprefix("H5P.")
        if kind == "Image":
            self.picture(values)
        elif kind in _QUESTIONS:
            for question in _QUESTIONS[kind](values):
                question.name = question.name or name
                add_question(self.document, question)
        else:
            if kind not in _HOLDERS:
                told = f"a content of the type '{kind}', which a course has none of: its texts are kept"
                self.document.findings.append(Finding("left", f"“{name}”", told))
            self.walk(values)

    def walk(self, value: object) -> None:
        """All texts and contents in values; what only sets them up is passed by."""
        if isinstance(value, list):
            for each in value:
                self.walk(each)
        elif isinstance(value, dict):
            if isinstance(value.get("library"), str) and isinstance(value.get("params"), dict):
                about = value.get("metadata")
                title = str(about.get("title") or "") if isinstance(about, dict) else ""
                self.read(value["library"], value["params"], title)
                return
            for key, each in value.items():
                if (
                    isinstance(each, str)
                    and each.strip()
                    and key not in _NO_TEXT
                    and (is_prose(key) or "<" in each)
                ):
                    self.text(key, each)
                elif (
                    isinstance(each, (dict, list))
                    and key not in _NO_TEXT
                    and not re.search("behaviour|override", key)
                ):
                    self.walk(each)

    def text(self, key: str, text: str) -> None:
        """A title as a heading, any other text as it is."""
        piece = html_fragment(text)
        if key in ("title", "chapterTitle", "headline"):
            heading = html.Element("h2")
            heading.text = text_of(piece)
            self.document.body.append(heading)
        else:
            self.document.body.extend(paragraphs(piece))

    def picture(self, values: Values) -> None:
        """A picture with its alternative text."""
        about = values.get("file")
        path = f"content/{about.get('path')}" if isinstance(about, dict) else ""
        known = path.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"))
        data = self.parts.media(path) if known else None
        words = str(values.get("alt") or "")
        if data is None:
            self.document.findings.append(
                Finding("left", f"“{words}”", f"a picture that isn't in the file: {path}")
            )
            return
        paragraph = html.Element("p")
        image = html.Element("img", src=f"media/{keep_media(self.document, path, data)}", alt=words)
        paragraph.append(image)
        self.document.body.append(paragraph)


def is_prose(key: str) -> bool:
    """Whether what a key holds is read by learners."""
    return key in (
        "text",
        "title",
        "description",
        "answer",
        "question",
        "tips",
        "tip",
        "headline",
        "startDate",
    )


def piece(values: Values, key: str) -> html.HtmlElement:
    """A text as blocks; none where it isn't there."""
    return html_fragment(str(values.get(key) or ""))


def items(values: Values, key: str) -> list[Values]:
    """The values in a list."""
    found = values.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def multiple_choice(values: Values) -> Iterator[Question]:
    """Answers, each right or wrong, with what is said to who chooses it."""
    answers = []
    for each in items(values, "answers"):
        said = each.get("tipsAndFeedback")
        feedback = piece(said, "chosenFeedback") if isinstance(said, dict) else None
        answers.append(Answer(piece(each, "text"), float(bool(each.get("correct"))), feedback))
    rights = sum(answer.share > 0 for answer in answers)
    yield Question("choice", piece(values, "question"), answers, several=rights > 1)


def true_or_false(values: Values) -> Iterator[Question]:
    """A statement, and which is right."""
    right = str(values.get("correct"))
    answers = [Answer(html_fragment(name), float(name == right)) for name in ("true", "false")]
    yield Question("true-false", piece(values, "question"), answers)


def single_choices(values: Values) -> Iterator[Question]:
    """Questions of which the first answer is right."""
    for each in items(values, "choices"):
        written = each.get("answers")
        texts = [str(text) for text in written] if isinstance(written, list) else []
        answers = [Answer(html_fragment(text), float(not place)) for place, text in enumerate(texts)]
        yield Question("choice", piece(each, "question"), answers)


def blanks(values: Values) -> Iterator[Question]:
    """`*right/also right:a hint*` is a gap, in each of several texts."""
    texts = values.get("questions")
    for text in texts if isinstance(texts, list) else []:
        yield gap_question(values, str(text))


def drag_text(values: Values) -> Iterator[Question]:
    """The same with words to choose from, wrong ones among them."""
    question = gap_question(
        values, str(values.get("textField") or "").replace("\n", "<br>"), alternatives=False
    )
    question.kind = "pull-down-gaps"
    question.more = _GAP.findall(str(values.get("distractors") or ""))
    yield question


def gap_question(values: Values, text: str, *, alternatives: bool = True) -> Question:
    """A text with gaps; braces of its own would be gaps, too. What stands above it asks."""

    def gap(found: re.Match[str]) -> str:
        words = re.split(r"(?<!\\):", found[1])[0]
        return gap_words(words.split("/") if alternatives else [words])

    filled = _GAP.sub(gap, text.replace("{", "|").replace("}", "|"))
    asked = str(values.get("text") or values.get("taskDescription") or "")
    lead = asked if "<p" in asked or not asked else f"<p>{asked}</p>"
    return Question("gaps", html_fragment(lead.replace("{", "|").replace("}", "|") + filled))


def essay(values: Values) -> Iterator[Question]:
    """An open question."""
    yield Question("reflection", piece(values, "taskDescription"))


_QUESTIONS: Final[dict[str, Callable[[Values], Iterator[Question]]]] = {
    "MultiChoice": multiple_choice,
    "TrueFalse": true_or_false,
    "SingleChoiceSet": single_choices,
    "Blanks": blanks,
    "DragText": drag_text,
    "Essay": essay,
}
_HOLDERS: Final = frozenset(
    {
        "QuestionSet",
        "Column",
        "CoursePresentation",
        "InteractiveBook",
        "AdvancedText",
        "Text",
        "Accordion",
        "RowColumn",
        "Row",
    }
)
