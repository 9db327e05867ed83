"""Directives that a learner answers; each has an id by which its answer is kept and found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

from scormbuild.course.model import Acknowledge, Checklist, Choice, Contrast, Opinion, Option, Reflection
from scormbuild.course.notes import Place
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, text_and_list
from scormbuild.course.pages.markdown import Token, render_html, split_blocks
from scormbuild.course.pages.prose import tokens_to_text

_BOX = re.compile(r"\[(?P<mark>[ xX])\](?:\s+|$)")
_MOST_OPTIONS = len(ascii_lowercase)


def reflection(directive: Directive) -> Reflection:
    """An open question."""
    options = directive.options
    return Reflection(
        id=directive.identifier(),
        prompt=directive.html("the question"),
        hint=options.text("hint", ""),
        minimum=options.number("minimum", 1, 500, 1),
        rows=options.number("rows", 2, 20, 4),
        optional=options.flag("optional"),
        answers=directive.destination(),
    )


def contrast(directive: Directive) -> Contrast:
    """Two open answers to one prompt; a line `---` parts the prompt from the points to look for."""
    options, lines = directive.options, directive.fence.body.split("\n")
    line = next((number for number, text in enumerate(lines) if re.fullmatch(r"-{3,}\s*", text)), None)
    if line is None:
        directive.add_problem(
            "this contrast has no points to look for", "write them below the prompt, after a line ---"
        )
    cut = len(lines) if line is None else line
    prompt = directive.tokens("\n".join(lines[:cut]))
    points = directive.tokens("\n".join(lines[cut + 1 :]), directive.fence.first + cut + 1)
    return Contrast(
        id=directive.identifier("-wrong", "-good"),
        prompt=directive.html("the prompt", prompt),
        wrong=directive.option_or_default("wrong"),
        good=directive.option_or_default("good"),
        points=render_html(points) if line is None else directive.html("the part after ---", points),
        minimum=options.number("minimum", 1, 500, 1),
        rows=options.number("rows", 2, 20, 4),
        optional=options.flag("optional"),
        answers=directive.destination(),
    )


def choice(directive: Directive) -> Choice:
    """A question and its options, of which at least one is right."""
    text, found = text_and_list(directive)
    options = tuple(_option(directive, key, item) for key, item in zip(ascii_lowercase, found, strict=False))
    right = sum(option.correct for option in options)
    if not 2 <= len(found) <= _MOST_OPTIONS:
        directive.add_problem(
            f"a choice has 2 to {_MOST_OPTIONS} options, not {len(found)}",
            "write each as - [ ] wrong, or - [x] right",
        )
    elif not right:
        directive.add_problem("this choice has no right option", "mark at least one with - [x]")
    return Choice(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        options=options,
        several=right > 1,
        retries=directive.options.number("retries", 0, 9, 1),
        optional=directive.options.flag("optional"),
        answers=directive.destination(),
    )


def _option(directive: Directive, key: str, item: Sequence[Token]) -> Option:
    """One option: `[x]` or `[ ]`, its words, and perhaps quotes that are its feedback."""
    blocks = list(split_blocks(item))
    place = Place(item[0].map[0], 1) if item and item[0].map else directive.fence.place
    feedback = [token for block in blocks if block[0].type == "blockquote_open" for token in block[1:-1]]
    text = [token for block in blocks if block[0].type != "blockquote_open" for token in block]
    first = text[1].children if len(text) > 1 and text[0].tag == "p" else None
    box = _BOX.match(first[0].content) if first and first[0].type == "text" else None
    if first and box:
        first[0].content = first[0].content[box.end() :]
    html = item_html(text)
    if not box:
        directive.notes.add_problem(
            place, "an option starts with a box", "write - [x] when it is right, - [ ] when it is wrong"
        )
    elif not html:
        directive.notes.add_problem(place, "this option is empty", "write its words after the box")
    return Option(key, html, bool(box and box["mark"] != " "), render_html(feedback))


def opinion(directive: Directive) -> Opinion:
    """A statement, and the labels of its scale from least to most."""
    text, found = text_and_list(directive)
    labels = tuple(tokens_to_text(item) for item in found)
    if found and not (2 <= len(labels) <= 9 and all(labels)):
        directive.add_problem(
            f"a scale has 2 to 9 labels, none empty; this one has {len(labels)}",
            "leave the list out for the usual five",
        )
    usual = directive.defaults["opinion"]
    return Opinion(
        id=directive.identifier(),
        prompt=directive.html("the statement", text),
        labels=labels or tuple(usual),
        optional=directive.options.flag("optional"),
        answers=directive.destination(),
    )


def acknowledge(directive: Directive) -> Acknowledge:
    """What is to be read or done, and the words beside the box."""
    return Acknowledge(
        id=directive.identifier(),
        what=directive.html("what is to be read or done"),
        label=directive.options.text("label", str(directive.defaults["acknowledge"])),
        optional=directive.options.flag("optional"),
        answers=directive.destination(),
    )


def checklist(directive: Directive) -> Checklist:
    """Perhaps a text, and things to tick off."""
    text, found = text_and_list(directive)
    html = tuple(item_html(item) for item in found)
    if not (1 <= len(html) <= _MOST_OPTIONS and all(html)):
        directive.add_problem(
            f"a checklist has 1 to {_MOST_OPTIONS} items, none empty; this one has {len(html)}",
            "write each as - words",
        )
    return Checklist(
        id=directive.identifier(),
        prompt=render_html(text),
        items=html,
        optional=directive.options.flag("optional"),
        answers=directive.destination(),
    )
