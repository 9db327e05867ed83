"""GIFT, Moodle's form of questions in plain text: docs.moodle.org, "GIFT format"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import html

from scormbuild.importer.addresses import settle_addresses
from scormbuild.importer.document import Document, parse_body, text_of
from scormbuild.importer.questions.question import Answer, Kind, Question, gap_words
from scormbuild.importer.questions.writer import add_question
from scormbuild.importer.readers.fragment import html_fragment, markdown_fragment, text_fragment
from scormbuild.importer.readers.source_file import SourceFile

# What a backslash protects is put out of the way until the signs are read.
_ESCAPED: Final = {sign: chr(0xE100 + place) for place, sign in enumerate("\\~=#{}:n")}
_PLAIN: Final = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _ESCAPED.items()})
_PRIVATE: Final = re.compile("[\ue100-\ue107]")
_NAME: Final = re.compile(r"::(?P<name>.*?)::", re.DOTALL)
_FORMAT: Final = re.compile(r"\s*\[(?P<format>html|moodle|plain|markdown)\]")
_FORMATS: Final[dict[str, Callable[[str], html.HtmlElement]]] = {
    "html": html_fragment,
    "markdown": markdown_fragment,
    "plain": text_fragment,
    "moodle": lambda text: html_fragment(text.strip().replace("\n", "<br>")),
}
_ANSWER: Final = re.compile(r"(?P<sign>[=~])\s*(?:%(?P<percent>-?\d+(?:\.\d+)?)%)?(?P<text>[^=~]*)")
_TRUTH: Final = re.compile(
    r"\s*(?P<truth>T|TRUE|F|FALSE)\s*(?:#(?P<wrong>[^#]*))?(?:#(?P<right>[^#]*))?", re.IGNORECASE
)
_IS_GIFT: Final = re.compile(
    r"(?m)^(?:::.+?::|\$CATEGORY:)|\{\s*(?:[=~#][^{}]+|T|F|TRUE|FALSE)\s*(?:#[^{}]*)?\}"
)


def read_gift(file: SourceFile) -> Document:
    """Each question in its order; a category is a heading."""
    document = Document(parse_body(""))
    for line, text in gift_blocks(file.text()):
        if category := re.fullmatch(r"\$CATEGORY:\s*(.*)", text):
            heading = html.Element("h2", {"data-line": str(line)})
            heading.text = re.split(r"(?<!/)/(?!/)", category[1])[-1].replace("//", "/").strip()
            document.body.append(heading)
        else:
            question = parse_question(text)
            question.place = f"line {line}"
            pieces = [question.prompt, question.explanation]
            pieces += [each for answer in question.answers for each in (answer.text, answer.feedback)]
            for piece in pieces:
                if piece is not None:
                    settle_addresses(document, piece, file.beside)
            add_question(document, question)
    return document


def is_gift(text: str) -> bool:
    """Whether a text has questions in GIFT: answers between braces, or names between colons."""
    return _IS_GIFT.search(text) is not None


def gift_blocks(text: str) -> Iterator[tuple[int, str]]:
    """What empty lines part, with the number of its first line and without comments."""
    lines: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        category = line.strip().startswith("$CATEGORY:")
        if lines and (not line.strip() or category):
            yield first, "\n".join(lines)
            lines = []
        if category:
            yield number, line.strip()
        elif line.strip() and not line.strip().startswith("//"):
            first = first if lines else number
            lines.append(line.strip())


def parse_question(text: str) -> Question:
    """A question from its text: its name, its prompt, and the answers between braces."""
    text = _PRIVATE.sub("", text)
    text = re.sub(r"\\([\\~=#{}:n])", lambda found: _ESCAPED[found[1]], text)
    named = _NAME.match(text)
    text = text[named.end() :] if named else text
    found = _FORMAT.match(text)
    form = found["format"] if found else "moodle"
    text = text[found.end() :] if found else text
    start, end = text.find("{"), text.rfind("}")
    if not 0 <= start < end:
        return Question("text", fragment(text, form))
    before, inside, behind = text[:start], text[start + 1 : end], text[end + 1 :]
    # A quotation mark or a semicolon behind it is a slip that Moodle forgives.
    gap = "" if not re.search(r"\w", behind) else behind
    answers, _, said = inside.partition("####")
    question = Question("text", html.Element("body"), name=plain(named["name"]) if named else "")
    read_answers(question, answers, form)
    filled = "_____"
    if gap and question.kind == "fill-in":
        question.kind, filled = (
            "gaps",
            gap_words([text_of(each.text) for each in question.answers if each.share > 0]),
        )
        # A brace of the text would be a gap, too.
        before, gap = (re.sub(f"[{_ESCAPED['{']}{_ESCAPED['}']}]", "|", each) for each in (before, gap))
    question.prompt = fragment(f"{before} {filled} {gap}" if gap else before, form)
    question.explanation = fragment(said, form) if said.strip() else None
    return question


def read_answers(question: Question, text: str, form: str) -> None:
    """The kind of a question and its answers, by the signs in front of these."""
    bare = text.strip()
    if not bare:
        question.kind = "reflection"
    elif truth := _TRUTH.fullmatch(bare):
        question.kind, right = "true-false", truth["truth"].upper().startswith("T")
        said = {right: truth["right"], not right: truth["wrong"]}
        question.answers = [
            Answer(text_fragment(str(each)), float(each == right), optional(said[each], form))
            for each in (True, False)
        ]
    elif bare.startswith("#"):
        question.kind = "numeric"
        question.answers = list(numbers(bare[1:], form))
    else:
        found = [answer_of(each, form) for each in _ANSWER.finditer(bare)]
        question.kind = kind_of(found)
        question.several = question.kind == "choice" and not any(sign == "=" for sign, _ in found)
        question.answers = [answer for _, answer in found] or [Answer(fragment(bare, form))]


def kind_of(answers: list[tuple[str, Answer]]) -> Kind:
    """As Moodle tells them apart."""
    if answers and all(answer.match for _, answer in answers):
        return "matching"
    return "choice" if not answers or any(sign == "~" for sign, _ in answers) else "fill-in"


def answer_of(found: re.Match[str], form: str) -> tuple[str, Answer]:
    """An answer and its sign; without a share, what is marked as right is wholly so."""
    words, _, said = found["text"].partition("#")
    left, arrow, match = words.partition("->")
    share = float(found["percent"]) / 100 if found["percent"] else float(found["sign"] == "=")
    answer = Answer(fragment(left, form), share, optional(said, form))
    answer.match = plain(match) if arrow else ""
    return found["sign"], answer


def numbers(text: str, form: str) -> Iterator[Answer]:
    """What is right as a number: with a tolerance behind a colon, as a range, or one of several."""
    rest = text.strip()
    pieces = [(found["percent"], found["text"]) for found in _ANSWER.finditer(rest)]
    for percent, piece in (
        pieces if rest.startswith(("=", "~")) else [(None, re.split("[=~]", rest)[0]), *pieces]
    ):
        words, _, said = piece.partition("#")
        number, _, tolerance = words.strip().partition(":")
        share = float(percent) / 100 if percent else float(bool(number))
        yield Answer(text_fragment(plain(number)), share, optional(said, form), plain(tolerance))


def optional(text: str | None, form: str) -> html.HtmlElement | None:
    """A piece of text; None where there is none."""
    return fragment(text, form) if text and text.strip() else None


def fragment(text: str, form: str) -> html.HtmlElement:
    """A piece of text in its own format or in the question's."""
    found = _FORMAT.match(text)
    own = found["format"] if found else form
    return _FORMATS[own](text[found.end() if found else 0 :].translate(_PLAIN).strip())


def plain(text: str) -> str:
    """A piece of text on one line, as somebody reads it."""
    return text_of(fragment(text, "moodle"))
