"""Moodle XML, in which Moodle keeps questions of every type: docs.moodle.org, "Moodle XML format"."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from lxml import etree, html

from scormbuild.importer.addresses import settle_addresses
from scormbuild.importer.document import Document, Finding, parse_body, text_of
from scormbuild.importer.questions.question import Answer, Kind, Question, gap_words
from scormbuild.importer.questions.writer import add_question
from scormbuild.importer.readers.cloze import fill_cloze
from scormbuild.importer.readers.fragment import html_fragment, markdown_fragment, text_fragment

_FILE: Final = "@@PLUGINFILE@@/"
_KINDS: Final[dict[str, Kind]] = {
    "multichoice": "choice",
    "multichoiceset": "choice",
    "truefalse": "true-false",
    "shortanswer": "fill-in",
    "numerical": "numeric",
    "matching": "matching",
    "ddmatch": "matching",
    "ordering": "ordering",
    "essay": "reflection",
    "description": "text",
    "cloze": "gaps",
    "gapselect": "pull-down-gaps",
    "ddwtos": "pull-down-gaps",
}
_NUMBERED_GAP: Final = re.compile(r"\[\[(\d{1,3})\]\]")


def read_moodle_xml(root: etree._Element) -> Document:
    """Each question in its order; a category is a heading."""
    document = Document(parse_body(""))
    for element in root.iter("question"):
        kind = element.get("type", "")
        name = words_in(element, "name/text")
        if kind == "category":
            heading = html.Element("h2")
            path = words_in(element, "category/text")
            heading.text = re.split(r"(?<!/)/(?!/)", path)[-1].replace("//", "/").strip()
            document.body.append(heading)
            continue
        read = Fragments(document)
        question = Question(_KINDS.get(kind, "text"), read.piece(element.find("questiontext")), name=name)
        question.explanation = read.feedback(element.find("generalfeedback"))
        if kind not in _KINDS:
            text = f"a question of the type '{kind}', which a course has none of: its words are kept"
            document.findings.append(Finding("left", f"“{name}”", text))
        _FILL.get(kind, read_answers)(question, element, read)
        add_question(document, question)
        tell_the_rest(document, question, element)
    return document


class Fragments:
    """Reads pieces of a question, whose files lie in it as base64."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def piece(self, element: etree._Element | None) -> html.HtmlElement:
        """A piece of text in its own format."""
        text = "" if element is None else element.findtext("text") or (element.text or "")
        form = "html" if element is None else element.get("format", "html")
        if form == "markdown":
            piece = markdown_fragment(text)
        else:
            piece = text_fragment(text.strip()) if form == "plain_text" else html_fragment(text)
        files = {} if element is None else files_in(element)
        settle_addresses(self.document, piece, lambda name: files.get(unquote(name.removeprefix(_FILE))))
        return piece

    def feedback(self, element: etree._Element | None) -> html.HtmlElement | None:
        """Feedback; None where there is none."""
        piece = self.piece(element)
        return piece if text_of(piece) or piece.find(".//img") is not None else None


def files_in(element: etree._Element) -> dict[str, bytes]:
    """The files of a piece, by their names; what isn't base64 is none."""
    files = {}
    for each in element.iterchildren("file"):
        try:
            files[each.get("name", "")] = base64.b64decode(each.text or "", validate=False)
        except (binascii.Error, ValueError):
            continue
    return files


def read_answers(question: Question, element: etree._Element, read: Fragments) -> None:
    """Answers with their share of a hundred; of numbers, how far off one may be."""
    question.several = question.kind == "choice" and words_in(element, "single") in ("false", "0")
    question.several = question.several or element.get("type") == "multichoiceset"
    for each in element.iterchildren("answer"):
        share = as_number(each.get("fraction", "0")) / 100
        answer = Answer(read.piece(each), share, read.feedback(each.find("feedback")))
        answer.match = words_in(each, "tolerance")
        question.answers.append(answer)


def read_pairs(question: Question, element: etree._Element, read: Fragments) -> None:
    """Pairs; one without a left side is a wrong thing to choose from."""
    for each in element.iterchildren("subquestion"):
        question.answers.append(
            Answer(read.piece(each), match=text_of(html_fragment(words_in(each, "answer/text"))))
        )


def read_gap_choices(question: Question, element: etree._Element, _: Fragments) -> None:
    """`[[1]]` in the text is a gap, in which the first of the words belongs."""
    boxes = [*element.iterchildren("selectoption"), *element.iterchildren("dragbox")]
    words = [text_of(html_fragment(words_in(each, "text"))) for each in boxes]
    used: set[str] = set()

    def gap(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if not 0 <= place < len(words):
            return "…"
        used.add(words[place])
        return gap_words([words[place]])

    in_text(question.prompt, lambda text: _NUMBERED_GAP.sub(gap, text))
    question.more = [word for word in words if word not in used]


def read_cloze(question: Question, _: etree._Element, __: Fragments) -> None:
    """Each `{1:SHORTANSWER:=right}` is a gap."""
    in_text(question.prompt, lambda text: fill_cloze(question, text), braces=False)


def in_text(piece: html.HtmlElement, change: Callable[[str], str], *, braces: bool = True) -> None:
    """All texts of a piece, changed; the braces of a text would be gaps."""
    for element in piece.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("text", "tail"):
            if text := getattr(element, name):
                setattr(element, name, change(text.replace("{", "|").replace("}", "|") if braces else text))


def tell_the_rest(document: Document, question: Question, element: etree._Element) -> None:
    """What a question says besides, and no directive does."""
    tags = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "graderinfo", "hint")
    for tag in tags:
        for each in element.iterchildren(tag):
            words = text_of(html_fragment(words_in(each, "text")))
            # Moodle puts these into every question: they say nothing about this one.
            if words and not re.fullmatch(
                r"(Your answer is|Je antwoord is|Het antwoord is)[\w\s-]+\.", words
            ):
                document.findings.append(Finding("left", f"“{question.name}”", f"{tag}: {words}"))


def words_in(element: etree._Element, path: str) -> str:
    """The text at a path, blanks joined."""
    return " ".join((element.findtext(path) or "").split())


def as_number(text: str) -> float:
    """A number; nothing where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


_FILL: Final[dict[str, Callable[[Question, etree._Element, Fragments], None]]] = {
    "matching": read_pairs,
    "ddmatch": read_pairs,
    "gapselect": read_gap_choices,
    "ddwtos": read_gap_choices,
    "cloze": read_cloze,
}
