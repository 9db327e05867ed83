"""QTI 2.1 and 2.2: an assessmentItem, with interactions in its text and what is right above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree, html

from scormbuild.importer.addresses import Beside, settle_addresses
from scormbuild.importer.document import Document, Finding, text_of
from scormbuild.importer.questions.question import Answer, Question, gap_words
from scormbuild.importer.questions.writer import add_question
from scormbuild.importer.readers.fragment import html_fragment

_BRACES: Final = str.maketrans("{}", "||")
Fill = Callable[[Question, etree._Element, etree._Element], None]


def read_qti2_item(document: Document, item: etree._Element, beside: Beside) -> None:
    """One item: what stands in its body, and a question of its interactions."""
    plain_names(item)
    body = item.find("itemBody")
    if body is None:
        return
    interactions = [each for each in body.iter() if str(each.tag).endswith("Interaction")]
    kinds = {str(each.tag) for each in interactions}
    question = Question("text", html.Element("body"), name=item.get("title", ""))
    if kinds and kinds <= {"textEntryInteraction", "inlineChoiceInteraction"}:
        fill_gaps(question, item, interactions)
    elif len(interactions) == 1 and interactions[0].tag in _FILL:
        _FILL[str(interactions[0].tag)](question, item, interactions[0])
    elif kinds:
        names = ", ".join(sorted(kinds))
        told = f"a question of QTI with {names}, which a course has none of: its words are kept"
        document.findings.append(Finding("left", f"“{question.name}”", told))
    question.prompt = as_html(body)
    settle_addresses(document, question.prompt, beside)
    said = [as_html(each) for each in item.iter("modalFeedback")]
    document.findings += [
        Finding("left", f"“{question.name}”", f"feedback: {text_of(each)}") for each in said
    ]
    add_question(document, question)


def plain_names(item: etree._Element) -> None:
    """Names without their namespace: it differs with each version."""
    for each in item.iter():
        if isinstance(each.tag, str):
            each.tag = etree.QName(each).localname


def as_html(element: etree._Element) -> html.HtmlElement:
    """What stands in an element."""
    inner = "".join(etree.tostring(each, encoding="unicode") for each in element)
    return html_fragment(f"<div>{html_text(element)}{inner}</div>")


def html_text(element: etree._Element) -> str:
    """The text in front of the first element in it."""
    shell = etree.Element("x")
    shell.text = element.text
    return etree.tostring(shell, encoding="unicode", method="html").removeprefix("<x>").removesuffix("</x>")


def right_values(item: etree._Element, interaction: etree._Element) -> list[str]:
    """What is right for an interaction: named as such, or with points of its own."""
    name = interaction.get("responseIdentifier")
    declared = next(
        (each for each in item.iter("responseDeclaration") if each.get("identifier") == name), None
    )
    if declared is None:
        return []
    rights = [each.text or "" for each in declared.findall("correctResponse/value")]
    points = declared.findall("mapping/mapEntry")
    return [
        *rights,
        *(
            each.get("mapKey", "")
            for each in points
            if not each.get("mappedValue", "").startswith(("0", "-"))
        ),
    ]


def take(interaction: etree._Element) -> Iterator[etree._Element]:
    """The choices of an interaction, taken out; its prompt stays in the text."""
    for each in list(interaction.iter("simpleChoice", "simpleAssociableChoice")):
        yield each
    for each in list(interaction):
        if each.tag != "prompt":
            interaction.remove(each)


def fill_choice(question: Question, item: etree._Element, interaction: etree._Element) -> None:
    """Options, of which those are right that the item names."""
    rights = right_values(item, interaction)
    question.kind, question.several = "choice", interaction.get("maxChoices", "1") != "1"
    choices = list(take(interaction))
    question.answers = [Answer(as_html(each), float(each.get("identifier") in rights)) for each in choices]


def fill_order(question: Question, item: etree._Element, interaction: etree._Element) -> None:
    """Steps in the order that is right."""
    choices = {each.get("identifier"): as_html(each) for each in take(interaction)}
    question.kind = "ordering"
    rights = dict.fromkeys(right_values(item, interaction))
    question.answers = [Answer(choices[each]) for each in rights if each in choices]
    left = [each for name, each in choices.items() if name not in rights]
    question.told += [f"a step that the right order doesn't have: {text_of(each)}" for each in left]


def fill_matching(question: Question, item: etree._Element, interaction: etree._Element) -> None:
    """Pairs, each by the two names that are right together."""
    choices = {each.get("identifier", ""): as_html(each) for each in take(interaction)}
    pairs = [each.split() for each in dict.fromkeys(right_values(item, interaction))]
    known = [pair for pair in pairs if len(pair) == 2 and set(pair) <= choices.keys()]
    question.kind = "matching"
    question.answers = [Answer(choices[left], match=text_of(choices[right])) for left, right in known]
    used = {each for pair in known for each in pair}
    question.more = [text_of(each) for name, each in choices.items() if name not in used]


def fill_essay(question: Question, _: etree._Element, __: etree._Element) -> None:
    """An open question."""
    question.kind = "reflection"


def fill_gaps(question: Question, item: etree._Element, interactions: list[etree._Element]) -> None:
    """Gaps in the text: words to choose where all of them are chosen."""
    chosen = all(each.tag == "inlineChoiceInteraction" for each in interactions)
    question.kind = "pull-down-gaps" if chosen else "gaps"
    for each in item.iterfind("itemBody//*"):  # a brace of the text would be a gap
        each.text, each.tail = (text and text.translate(_BRACES) for text in (each.text, each.tail))
    for each in interactions:
        words = {
            one.get("identifier"): " ".join(map(str, one.itertext())) for one in each.iter("inlineChoice")
        }
        rights = [words.get(right, right) for right in right_values(item, each)]
        question.more += [word for word in words.values() if word not in rights and chosen]
        for child in list(each):
            each.remove(child)
        each.text = gap_words(rights[:1] if chosen else rights)


_FILL: Final[dict[str, Fill]] = {
    "choiceInteraction": fill_choice,
    "orderInteraction": fill_order,
    "matchInteraction": fill_matching,
    "extendedTextInteraction": fill_essay,
}
