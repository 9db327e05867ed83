"""Each directive as a block, with what it takes from its author and what it takes from the language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.course.blocks.acknowledge import Acknowledge
from scormbuild.course.blocks.callout import Callout
from scormbuild.course.blocks.checklist import Checklist
from scormbuild.course.blocks.choice import Choice, Option
from scormbuild.course.blocks.columns import Columns
from scormbuild.course.blocks.contrast import Contrast
from scormbuild.course.blocks.dos_donts import DosDonts
from scormbuild.course.blocks.film_sites import Film
from scormbuild.course.blocks.layout import Accordion, Tabs
from scormbuild.course.blocks.opinion import Opinion
from scormbuild.course.blocks.post import Post
from scormbuild.course.blocks.reflection import Reflection
from scormbuild.course.blocks.video import Video
from scormbuild.course.model import Block, Text
from scormbuild.course.pages.sections import Section

ReadBlocks = Callable[[str], tuple[Block, ...]]

USUAL = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")

BLOCKS: dict[str, tuple[str, Block]] = {
    "a bare callout": (":::{callout}\nHi.\n:::", Callout("note", "", "<p>Hi.</p>")),
    "a callout of a kind": (
        ":::{callout} warning\n:title: Mind the *step*\n## Two\n\n- one\n:::",
        Callout("warning", "Mind the *step*", "<h2>Two</h2>\n<ul>\n<li>one</li>\n</ul>"),
    ),
    "a post": (
        ":::{post}\n:author: Ann <b>\n:network: Facebook\n:when: 23.00\n\nHello **you**.\n:::",
        Post("Ann <b>", "Facebook", "23.00", "<p>Hello <strong>you</strong>.</p>"),
    ),
    "a video on YouTube": (
        ":::{video} film\n:title: A film\n:youtube: aqz-KE-bpKQ\n:::",
        Video("film", "A film", "youtube", Film("aqz-KE-bpKQ"), "", "", ""),
    ),
    "do's and don'ts": (
        ":::{dos-donts}\n+ *One*\n\n- Two\n- Three\n:::",
        DosDonts("Do", "Don’t", ("<em>One</em>",), ("Two", "Three")),
    ),
    "do's and don'ts with headings and spaced items": (
        ":::{dos-donts}\n:dos: Yes\n:donts: No\n\n1. One\n\n2. Two\n\n- Three\n:::",
        DosDonts("Yes", "No", ("One", "Two"), ("Three",)),
    ),
    "an accordion": (
        "::::{accordion}\n## One *two*\nText.\n\n### Deeper\n"
        ":::{acknowledge} read\nIt.\n:::\n## Three\nMore.\n::::",
        Accordion(
            (
                Section(
                    "One <em>two</em>",
                    "One two",
                    2,
                    (
                        Text("<p>Text.</p>\n<h3>Deeper</h3>"),
                        Acknowledge("read", "<p>It.</p>", "I have read this", optional=False),
                    ),
                ),
                Section("Three", "Three", 2, (Text("<p>More.</p>"),)),
            )
        ),
    ),
    "tabs": (
        ":::{tabs}\n## One\nText.\n\n## Two\nMore.\n:::",
        Tabs(
            (
                Section("One", "One", 2, (Text("<p>Text.</p>"),)),
                Section("Two", "Two", 2, (Text("<p>More.</p>"),)),
            )
        ),
    ),
    "columns, in one of which a line and a directive stand": (
        "::::{columns}\nLeft.\n\n---\n\n> Quote\n>\n> ---\n\n:::{callout}\nHi.\n:::\n::::",
        Columns(
            (Text("<p>Left.</p>"),),
            (
                Text("<blockquote>\n<p>Quote</p>\n<hr>\n</blockquote>"),
                Callout("note", "", "<p>Hi.</p>"),
            ),
        ),
    ),
    "a bare reflection": (
        ":::{reflection} why\nWhy?\n:::",
        Reflection("why", "<p>Why?</p>", "", minimum=1, rows=4, optional=False),
    ),
    "a reflection with all its options": (
        ":::{reflection} why-2\n:hint: Think: why?\n:minimum: 10\n:rows: 20\n:optional: true\n"
        "\nWhy?\n\nReally.\n:::",
        Reflection("why-2", "<p>Why?</p>\n<p>Really.</p>", "Think: why?", minimum=10, rows=20, optional=True),
    ),
    "a bare contrast": (
        ":::{contrast} reply\nReply.\n---\n- Tone\n:::",
        Contrast(
            id="reply",
            prompt="<p>Reply.</p>",
            wrong="As badly as you can",
            good="As well as you can",
            points="<ul>\n<li>Tone</li>\n</ul>",
            minimum=1,
            rows=4,
            optional=False,
        ),
    ),
    "a contrast with all its options": (
        ":::{contrast} reply\n:wrong: W\n:good: G\n:minimum: 2\n:rows: 3\n:optional: true\n"
        "Reply.\n\n-----\n\nTone\n\n---\n\nMore\n:::",
        Contrast("reply", "<p>Reply.</p>", "W", "G", "<p>Tone</p>\n<hr>\n<p>More</p>", 2, 3, optional=True),
    ),
    "a choice with one right option": (
        ":::{choice} c\nWhich?\n\n- [x] **A**\n  > Yes.\n  > Right.\n- [ ] B\n:::",
        Choice(
            id="c",
            prompt="<p>Which?</p>",
            options=(
                Option("a", "<strong>A</strong>", correct=True, feedback="<p>Yes.\nRight.</p>"),
                Option("b", "B", correct=False, feedback=""),
            ),
            several=False,
            retries=1,
            optional=False,
        ),
    ),
    "a choice with several right options, spaced": (
        ":::{choice} c\n:retries: 0\n:optional: true\nWhich?\n\n"
        "- [X] A\n\n- [x] B\n\n  > Yes.\n\n- [ ] C\n  over two lines\n:::",
        Choice(
            id="c",
            prompt="<p>Which?</p>",
            options=(
                Option("a", "A", correct=True, feedback=""),
                Option("b", "B", correct=True, feedback="<p>Yes.</p>"),
                Option("c", "C\nover two lines", correct=False, feedback=""),
            ),
            several=True,
            retries=0,
            optional=True,
        ),
    ),
    "a bare opinion": (
        ":::{opinion} o\nWater is wet.\n:::",
        Opinion("o", "<p>Water is wet.</p>", USUAL, optional=False),
    ),
    "an opinion with labels": (
        ":::{opinion} o\n:optional: true\nWater is wet.\n- not *re*ally & truly\n- yes\n:::",
        Opinion("o", "<p>Water is wet.</p>", ("not really & truly", "yes"), optional=True),
    ),
    "a bare acknowledge": (
        ":::{acknowledge} a\nRead it.\n:::",
        Acknowledge("a", "<p>Read it.</p>", "I have read this", optional=False),
    ),
    "an acknowledge with a label": (
        ":::{acknowledge} a\n:label: Done\n:optional: false\nRead it.\n:::",
        Acknowledge("a", "<p>Read it.</p>", "Done", optional=False),
    ),
    "a bare checklist": (":::{checklist} l\n- One\n:::", Checklist("l", "", (("a", "One"),), optional=False)),
    "a checklist with an item of two paragraphs": (
        ":::{checklist} l\n- One\n\n  More\n- Two\n:::",
        Checklist("l", "", (("a", "<p>One</p>\n<p>More</p>"), ("b", "Two")), optional=False),
    ),
    "a checklist with text": (
        ":::{checklist} l\n:optional: true\nBefore you go:\n\n1. [One](#start)\n2. Two\n:::",
        Checklist(
            "l", "<p>Before you go:</p>", (("a", '<a href="#start">One</a>'), ("b", "Two")), optional=True
        ),
    ),
}


@pytest.mark.parametrize(("text", "block"), BLOCKS.values(), ids=BLOCKS)
def test_a_directive_is_read_as_its_block(read_blocks: ReadBlocks, text: str, block: Block) -> None:
    assert read_blocks(text) == (block,)


def test_a_video_of_ones_own_has_captions_and_a_transcript(make_folder: Callable[[Files], Path]) -> None:
    text = ":::{video} film\n:title: F\n:file: media/f.mp4\n:captions: media/f.vtt\n\nWe **see**.\n:::\n"
    folder = make_folder(sample_page(text, {"media/f.mp4": PNG, "media/f.vtt": "WEBVTT"}))
    (block,) = source.read_course(folder).course.pages[0].blocks
    assert block == Video(
        "film", "F", "", Film(""), "media/f.mp4", "media/f.vtt", "<p>We <strong>see</strong>.</p>"
    )


@pytest.mark.parametrize(
    "written", ["::: {callout}", "::::{callout}", "  :::{callout}  ", ":::{callout} note "]
)
def test_blanks_and_more_colons_around_a_fence_change_nothing(read_blocks: ReadBlocks, written: str) -> None:
    colons = ":" * written.count(":")
    assert read_blocks(f"{written}\nHi.\n{colons}\n") == (Callout("note", "", "<p>Hi.</p>"),)


def test_a_directive_may_follow_a_paragraph_at_once(read_blocks: ReadBlocks) -> None:
    _, callout, _ = read_blocks("One.\n:::{callout}\nTwo.\n:::\nThree.\n")
    assert callout == Callout("note", "", "<p>Two.</p>")


def test_colons_within_a_longer_fence_are_text(read_blocks: ReadBlocks) -> None:
    assert read_blocks("::::{callout}\n`:::`\n::::\n") == (Callout("note", "", "<p><code>:::</code></p>"),)


def test_a_question_is_found_among_the_questions_of_the_course(make_folder: Callable[[Files], Path]) -> None:
    text = ":::{callout}\nHi.\n:::\n\n:::{checklist} b\n- One\n:::\n\n:::{reflection} a\nWhy?\n:::\n"
    course = source.read_course(make_folder(sample_page(text))).course
    assert [question.id for question in course.questions] == ["b", "a"]


def test_a_heading_in_a_callout_counts_between_those_before_and_after_it(read_blocks: ReadBlocks) -> None:
    assert len(read_blocks("## Two\n:::{callout}\n### Three\n:::\n#### Four\n")) == 3
