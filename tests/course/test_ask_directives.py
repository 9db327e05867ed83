"""Questions that are checked, scales and plans: what authors write, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.ask_course import write_ask_course
from support.course.sample_course import Files, sample_page

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.model import Block, Course
from scormbuild.course.source import suspend_data
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
ReadBlocks = Callable[[str], tuple[Block, ...]]

# What an LMS and reports know of each; the rest is seen in a browser.
ASKED: dict[str, tuple[str, dict[str, object]]] = {
    "true or false": (
        ":::{true-false} q\n:answer: true\nSo *it* is.\n\n> Why.\n:::",
        {
            "prompt": "So it is.",
            "keys": ("t",),
            "options": (("true", "True"), ("false", "Not true")),
            "longest": "t 1",
        },
    ),
    "words to fill in": (
        ":::{fill-in} q\n:typos: true\n:retries: 0\nWhat?\n\n- [x] soap | hand, soap\n- [X] Zeep\n:::",
        {"prompt": "What?", "keys": ("~soap|hand%2c%20soap|Zeep",)},
    ),
    "gaps": (
        ":::{gaps} q\nFill in.\n\nWash `{x}` your {hands|the  hands} with [{soap}](https://example.org/{a}).\n:::",
        {"prompt": "Wash {x} your … with ….", "keys": ("hands|the%20hands", "soap")},
    ),
    "gaps to choose for": (
        ":::{pull-down-gaps} q\n:more: sand, soap\nWash your {hands} with {soap} or {soap}.\n:::",
        {
            "keys": ("a.1", "b.2", "c.2"),
            "options": (("a", "Wash your …"), ("b", "Wash your … with …"), ("c", "with … or …")),
            "targets": (("1", "hands"), ("2", "soap"), ("3", "sand")),
        },
    ),
    "a number with a tolerance": (
        ":::{numeric} q\n:answer: 37,5\n:tolerance: 0.25\nHow warm?\n:::",
        {"keys": ("37.25:37.75",)},
    ),
    "a number in a range": (":::{numeric} q\n:range: -5\N{EN DASH}3\nHow cold?\n:::", {"keys": ("-5:3",)}),
    "pairs": (
        ":::{matching} q\n:more: C\nWhat?\n\n- **a** = A\n- b = c = B\n- d = A\n:::",
        {
            "keys": ("a.1", "b.2", "c.1"),
            "options": (("a", "a"), ("b", "b"), ("c", "d")),
            "targets": (("1", "A"), ("2", "c = B"), ("3", "C")),
            "longest": "a.1,b.2,c.1 1 a.1,b.2,c.1",
        },
    ),
    "things to sort": (
        ":::{sorting} q\nWhere?\n\n- One\n  - a\n  - b\n- Two\n  - c\n:::",
        {"keys": ("a.1", "b.1", "c.2"), "targets": (("1", "One"), ("2", "Two"))},
    ),
    "steps": (
        ":::{ordering} q\n:retries: 0\nOrder?\n\n1. One\n2. *Two*\n:::",
        {"keys": ("a", "b"), "options": (("a", "One"), ("b", "Two")), "longest": "a,b 1"},
    ),
    "words to mark": (
        ":::{mark-words} q\nWhich?\n\nA [x <b] and a [c&d].\n:::",
        {"keys": ("a",), "options": (("a", "<b"), ("b", "c&d")), "longest": "a,b 2"},
    ),
    "a scale": (
        ":::{slider} q\n:from: 2\n:to: 6\n:step: 2\n:high: Much\nHow?\n:::",
        {"options": (("2", "2"), ("4", "4"), ("6", "Much")), "longest": "6"},
    ),
    "pictures": (
        ":::{choice} q\nWhich?\n\n- [x] ![A *tap*](media/a.png)\n- [ ] ![B](media/a.png)\n:::",
        {"keys": ("a",), "options": (("a", "A tap"), ("b", "B"))},
    ),
    "a place in a picture": (
        ":::{hotspot} q\nWhere?\n\n![Room](media/a.png)\n\n- [x] 1,2 3x4 Sink\n- [ ] 50,50 50x50 Bed\n:::",
        {"keys": ("a",), "options": (("a", "Sink"), ("b", "Bed"))},
    ),
}
FAULTS: dict[str, tuple[str, str]] = {
    "true-false without an answer": (
        ":::{true-false} q\nSo.\n:::",
        "4:1: the option 'answer' is missing\n  hint: write :answer: false",
    ),
    "fill-in without words": (
        ":::{fill-in} q\nWhat?\n:::",
        "4:1: this fill-in has no right word\n  hint: write a list of them: - [x] word | other word",
    ),
    "fill-in without a box": (
        ":::{fill-in} q\nWhat?\n\n- soap\n:::",
        "4:1: what is right in a fill-in stands behind a box\n  hint: write - [x] word | other word",
    ),
    "a text without gaps": (
        ":::{gaps} q\nText.\n:::",
        "4:1: a gaps has 1 to 26 gaps, not 0\n  hint: write a gap as {hands} or {hands|fingers}",
    ),
    "an empty gap": (
        ":::{gaps} q\nText.\n\nA {b|}.\n:::",
        "7:1: this gap is empty\n  hint: write the words that belong there: {hands} or {hands|fingers}",
    ),
    "one word to choose": (
        ":::{pull-down-gaps} q\nA {b}.\n:::",
        "4:1: there are 2 to 35 things to choose from, not 1\n"
        "  hint: write more of them, or wrong ones in :more: one, another",
    ),
    "two right words to choose": (
        ":::{pull-down-gaps} q\nA {b|c} {d}.\n:::",
        "4:1: a gap of pull-down-gaps has one right word\n"
        "  hint: write {hands}, and the wrong words in :more:",
    ),
    "a number and a range": (
        ":::{numeric} q\n:answer: 3\n:range: 2-4\nHow?\n:::",
        "4:1: a numeric has either an answer or a range\n  hint: write :answer: 20 or :range: 20-30",
    ),
    "no number": (
        ":::{numeric} q\n:answer: three\nHow?\n:::",
        "5:10: 'answer' must be a number, not 'three'\n  hint: write :answer: 20",
    ),
    "a range the wrong way round": (
        ":::{numeric} q\n:range: 4-2\nHow?\n:::",
        "4:1: this range has its most before its least\n  hint: write :range: 20-30",
    ),
    "no pair": (
        ":::{matching} q\nWhat?\n\n- a = A\n- b=B\n:::",
        "8:1: this is no pair\n  hint: write - left = right, with a blank on both sides of the =",
    ),
    "one pair": (
        ":::{matching} q\n:more: C\nWhat?\n\n- a = A\n:::",
        "4:1: a matching has 2 to 26 pairs, not 1\n  hint: write each as - left = right",
    ),
    "an empty group": (
        ":::{sorting} q\nWhere?\n\n- One\n  - a\n  - b\n- Two\n:::",
        "10:1: this group is empty\n  hint: write - group, and below it, indented, - for each thing",
    ),
    "one step": (
        ":::{ordering} q\nOrder?\n\n1. One\n:::",
        "4:1: an ordering has 2 to 26 steps, none empty; this one has 1\n"
        "  hint: write them in the right order, each as 1. words",
    ),
    "no word to mark": (
        ":::{mark-words} q\nWhich?\n\nText.\n:::",
        "4:1: a mark-words has 2 to 26 words that can be marked, not 0\n"
        "  hint: write [x right] or [wrong] around them",
    ),
    "no right word to mark": (
        ":::{mark-words} q\nWhich?\n\n[a] [b]\n:::",
        "4:1: this mark-words has no right word, or an empty one\n  hint: write [x right]",
    ),
    "steps that don't fit the scale": (
        ":::{slider} q\n:step: 3\nHow?\n:::",
        "4:1: a scale doesn't go from 0 to 10 in steps of 3\n"
        "  hint: write numbers such as :from: 0, :to: 10 and :step: 1",
    ),
    "one statement": (
        ":::{opinion-matrix} q\nHow?\n\n- One.\n:::",
        "4:1: an opinion-matrix has 2 to 20 statements, none empty; this one has 1\n"
        "  hint: write each as - words",
    ),
    "an id too few": (
        ":::{opinion-matrix} q\n:ids: a\nHow?\n\n- One.\n- Two.\n:::",
        "4:1: 'ids' names each of the 2 statements once, with a-z and 0-9\n  hint: write :ids: time, tools",
    ),
    "a label too few": (
        ":::{opinion-matrix} q\n:scale: no\nHow?\n\n- One.\n- Two.\n:::",
        "4:1: a scale has 2 to 9 labels, none empty; this one has 1\n"
        "  hint: write :scale: never, sometimes, always",
    ),
    "no picture": (
        ":::{hotspot} q\nWhere?\n\n- [x] 1,2 3x4 A\n- [ ] 5,6 7x8 B\n:::",
        "4:1: a hotspot has one picture in a paragraph of its own, not 0\n"
        "  hint: write ![what it shows](media/name.jpg) above the list, with blank lines around it",
    ),
    "a place outside": (
        ":::{hotspot} q\nWhere?\n\n![A](media/a.png)\n\n- [x] 91,2 10x4 A\n- [ ] 5,6 7x8 B\n:::",
        "4:1: '91,2 10x4 A' is no place in the picture\n"
        "  hint: write - [x] 20,35 10x10 The sink: 20 % from the left, 35 % from above, 10 % wide, 10 % high",
    ),
    "two matrices whose statements have one id": (
        ":::{opinion-matrix} q\nHow?\n\n- One.\n- Two.\n:::\n\n:::{reflection} q-2\nWhy?\n:::",
        "11:17: the id 'q-2' is taken already, at pages/start.md:4:21\n"
        "  hint: give one of the two another id",
    ),
}


def read(folder: Path) -> Course:
    return source.read_course(folder).course


@pytest.mark.parametrize(("text", "wanted"), ASKED.values(), ids=ASKED)
def test_a_question_is_known_by_what_an_author_writes(
    make_folder: MakeFolder, text: str, wanted: dict[str, object]
) -> None:
    course = read(make_folder(sample_page(text, {"media/a.png": b"\x89PNG\r\n\x1a\n"})))
    (asked,) = course.questions[0].interactions
    assert {name: getattr(asked, name) for name in wanted} == wanted


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_has_its_place_and_a_way_out(make_folder: MakeFolder, text: str, message: str) -> None:
    folder = make_folder(sample_page(text, {"media/a.png": b"\x89PNG\r\n\x1a\n"}))
    with pytest.raises(SourceError) as caught:
        source.read_course(folder)
    assert f"pages/start.md:{message}" in str(caught.value)


def test_the_order_that_learners_find_is_another_one_and_stays_the_same(tmp_path: Path) -> None:
    one, other = (build_course(write_ask_course(tmp_path)).files["index.html"].decode() for _ in range(2))
    assert one == other
    ordering = one[one.index('id="q_steps"') :]
    assert [ordering.index(f'data-key="{key}"') for key in "abc"] != sorted(
        ordering.index(f'data-key="{key}"') for key in "abc"
    )


def test_a_plan_and_a_matrix_are_several_answers(tmp_path: Path) -> None:
    asked = [
        each for question in read(write_ask_course(tmp_path)).questions for each in question.interactions
    ]
    ids = [each.id for each in asked]
    assert ids[-5:] == ["work-time", "work-tools", "next-what", "next-when", "next-who"]
    assert asked[-5].options[0] == ("1", "Strongly disagree")


@pytest.mark.parametrize(
    ("name", "text"), [("mark-words", "A [x long\nword] and [b]."), ("gaps", "A {long\nword}.")]
)
def test_what_is_marked_may_begin_on_one_line_and_end_on_the_next(
    read_blocks: ReadBlocks, name: str, text: str
) -> None:
    (block,) = read_blocks(f":::{{{name}}} q\nWhich?\n\n{text}\n:::")
    (interaction,) = block.interactions  # type: ignore[attr-defined]
    told = [*(words for _, words in interaction.options), *interaction.keys]
    assert any(words in ("long word", "long%20word") for words in told), told


def test_no_word_of_an_author_becomes_html_that_was_not_there(read_blocks: ReadBlocks) -> None:
    (block,) = read_blocks(':::{mark-words} q\nWhich?\n\nA [x a < b] and "[c]".\n:::')
    assert [option.html for option in block.options] == ["a &lt; b", "c"]  # type: ignore[attr-defined]


def test_the_state_has_room_for_what_the_longest_answers_really_take(tmp_path: Path) -> None:
    course = read(write_ask_course(tmp_path))
    longest = suspend_data.longest_answers(course, source.read_translations("en"))
    # A field takes 32 characters, checked once and written anew.
    assert len(longest["soap"]) == 2 * 32 + len(" 1 ")
    assert longest["waste"] == "a.1,b.1,c.2 1 a.1,b.1,c.2"
