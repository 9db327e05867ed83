"""A question of another system as blocks: text that leads to it, and a directive that asks it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from lxml import html

from scormbuild.importer.block_markdown import blocks_markdown, line_markdown, wrap_blocks
from scormbuild.importer.document import Document, Finding, make_directive, text_of
from scormbuild.importer.questions.bodies import BODIES, Body
from scormbuild.importer.questions.question import Question, QuestionError

_ASKS_BY_BODY_ONLY: Final = ("gaps", "pull-down-gaps")
LONGEST_WORDS: Final = 80
PLAIN: Final = ("p", "pre")  # what a prompt may hold: a list in it would be taken for its answers


def add_question(document: Document, question: Question) -> None:
    """Put the question behind what the document holds, and tell what became of it."""
    words = question.name or text_of(question.prompt) or "?"
    place = question.place or f"“{words[:40].rstrip()}{'…' if len(words) > 40 else ''}”"
    if question.kind == "text":
        document.body.extend(kept_words(question))
        return
    try:
        body = BODIES[question.kind](question)
    except QuestionError as unfit:
        document.findings.append(Finding("left", place, f"a question that {unfit}: its words are kept"))
        document.body.extend(kept_words(question))
        return
    lead, prompt = split_prompt(question)
    document.body.extend(lead)
    document.body.append(make_question(question, prompt, body))
    document.findings.append(Finding("made", place, f"a question: {question.kind}"))
    document.findings += [Finding("guessed", place, text) for text in (*question.told, *body.guessed)]
    document.findings += [Finding("left", place, text) for text in body.left]


def make_question(question: Question, prompt: list[html.HtmlElement], body: Body) -> html.HtmlElement:
    """The directive: prompt, answers and explanation, with an empty line between."""
    made = make_directive(question.kind, **body.options)
    # An id that has the words of a gap would give them away.
    asked = re.sub(r"\{[^{}]*\}", "", " ".join(map(text_of, prompt)))
    made.set("data-words", (question.name or asked)[:LONGEST_WORDS] or "question")
    parts = [blocks_markdown(prompt), body.text]
    said = line_markdown(question.explanation) if question.explanation is not None else ""
    if said and body.explains:
        parts.append(f"> {said}")
    made.set("data-body", "\n\n".join(part for part in parts if part))
    return made


def split_prompt(question: Question) -> tuple[list[html.HtmlElement], list[html.HtmlElement]]:
    """What stands above the directive, and the plain paragraphs at the end that ask."""
    blocks = paragraphs(question.prompt)
    at = len(blocks)
    while at and blocks[at - 1].tag in PLAIN:
        at -= 1
    if question.kind in _ASKS_BY_BODY_ONLY and at:
        blocks, at = [flat(blocks)], 0  # its gaps may stand in a list or a table
    if at == len(blocks):
        blocks.append(flat([], question.name or text_of(question.prompt)[:LONGEST_WORDS] or "…"))
    return blocks[:at], blocks[at:]


def paragraphs(element: html.HtmlElement) -> list[html.HtmlElement]:
    """What stands in an element as blocks, none empty; its text a paragraph."""
    inner = [each for block in wrap_blocks(deepcopy(element)) for each in inner_blocks(block)]
    return [block for block in inner if text_of(block) or next(block.iter("img", "hr"), None) is not None]


def inner_blocks(block: html.HtmlElement) -> list[html.HtmlElement]:
    """A block, or what stands in the boxes around it."""
    if block.tag not in ("div", "section", "article", "main", "figure"):
        return [block]
    return paragraphs(block)


def flat(blocks: list[html.HtmlElement], words: str = "") -> html.HtmlElement:
    """All of it as one paragraph."""
    made = html.Element("p")
    made.text = words or " ".join(map(text_of, blocks))
    return made


def kept_words(question: Question) -> list[html.HtmlElement]:
    """The question as text: prompt, answers as a list, what is said at the end."""
    blocks = paragraphs(question.prompt)
    items = html.Element("ul")
    for answer in question.answers:
        item = html.Element("li")
        said = "" if answer.feedback is None else text_of(answer.feedback)
        item.text = " – ".join(part for part in (text_of(answer.text), answer.match, said) if part)
        if item.text:
            items.append(item)
    rest = [] if question.explanation is None else paragraphs(question.explanation)
    return [*blocks, *([items] if len(items) else []), *rest]
