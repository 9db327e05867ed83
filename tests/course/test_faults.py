"""Faults in a page as a whole, and how faults of several files come together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course import source
from scormbuild.errors import Problem, SourceError

FAULTS: dict[str, tuple[Files, str]] = {
    "Latin-1": (
        {"pages/start.md": FRONT_MATTER.encode() + b"Gr\xfcn\n"},
        (
            "pages/start.md:4:3: byte 0xfc is no UTF-8 text\n"
            "  hint: save the file as UTF-8 (in Notepad: Save as, Encoding)"
        ),
    ),
    "UTF-16": (
        {"pages/start.md": (FRONT_MATTER + "x").encode("utf-16")},
        (
            "pages/start.md:1:1: byte 0xff is no UTF-8 text\n"
            "  hint: save the file as UTF-8 (in Notepad: Save as, Encoding)"
        ),
    ),
    "UTF-16 settings": (
        {"course.yaml": SETTINGS.encode("utf-16")},
        (
            "course.yaml:1:1: byte 0xff is no UTF-8 text\n"
            "  hint: save the file as UTF-8 (in Notepad: Save as, Encoding)"
        ),
    ),
    "a NUL": (
        {"pages/start.md": FRONT_MATTER + "a\0b"},
        ("pages/start.md:4:2: the character U+0000 can't be used\n  hint: delete it"),
    ),
    "a mark in the middle": (
        {"pages/start.md": FRONT_MATTER + "a\ufeffb"},
        ("pages/start.md:4:2: the character U+FEFF can't be used\n  hint: delete it"),
    ),
    "a page that is too large": (
        {"pages/start.md": FRONT_MATTER + "x" * 1_000_001},
        ("pages/start.md:1:1: this file is larger than 1 MB\n  hint: divide it into several"),
    ),
    "no title part": (
        {"pages/start.md": "Hello.\n"},
        (
            "pages/start.md:1:1: this page has no title\n"
            "  hint: begin it with three lines: ---, title: What it is about, ---"
        ),
    ),
    "an empty file": (
        {"pages/start.md": ""},
        (
            "pages/start.md:1:1: this page has no title\n"
            "  hint: begin it with three lines: ---, title: What it is about, ---"
        ),
    ),
    "an unclosed title part": (
        {"pages/start.md": "---\ntitle: Start\n\nHello.\n"},
        (
            "pages/start.md:1:1: the part at the top isn't closed\n"
            "  hint: write --- on a line of its own below the title"
        ),
    ),
    "an empty title part": (
        {"pages/start.md": "---\n---\nHello.\n"},
        ("pages/start.md:2:1: the key 'title' is missing\n  hint: write title: What this page is about"),
    ),
    "a title part that is no keys": (
        {"pages/start.md": "---\nStart\n---\nHello.\n"},
        (
            "pages/start.md:2:1: the top of a page must be 'title: …'\n"
            "  hint: write title: What this page is about"
        ),
    ),
    "bad YAML in a page": (
        {"pages/start.md": "---\ntitle: Do's: this\n---\nHello.\n"},
        (
            "pages/start.md:2:12: this is no YAML: mapping values are not allowed in this context\n"
            "  hint: check the spaces at the start, the colons and the quotes"
        ),
    ),
    "an unknown key in a page": (
        {"pages/start.md": "---\ntitle: Start\ntitel: x\n---\nHello.\n"},
        "pages/start.md:3:1: unknown key 'titel'\n  hint: did you mean 'title'?",
    ),
    "an empty page": (
        {"pages/start.md": "---\ntitle: Start\n---\n\n"},
        ("pages/start.md:5:1: this page is empty\n  hint: write its text below the title"),
    ),
    "a single #": (
        sample_page("# Start\n"),
        (
            "pages/start.md:4:1: a heading in a page starts with ##\n"
            "  hint: the title at the top is the page's only #"
        ),
    ),
    "an underlined title": (
        sample_page("Start\n=====\n"),
        (
            "pages/start.md:4:1: a heading in a page starts with ##\n"
            "  hint: the title at the top is the page's only #"
        ),
    ),
    "a level that is skipped": (
        sample_page("## One\n\n#### Three\n"),
        ("pages/start.md:6:1: this heading skips a level: #### comes after ##\n  hint: write ###"),
    ),
    "a first heading that skips": (
        sample_page("### One\n"),
        ("pages/start.md:4:1: this heading skips a level: ### comes after #\n  hint: write ##"),
    ),
    "a level skipped in a callout": (
        sample_page("## One\n:::{callout}\n#### Three\n:::\n"),
        ("pages/start.md:6:1: this heading skips a level: #### comes after ##\n  hint: write ###"),
    ),
    "deep quotes": (
        sample_page(">" * 30 + " x\n"),
        ("pages/start.md:4:1: lists or quotes nest too deeply here\n  hint: use fewer levels"),
    ),
    "deep brackets": (
        sample_page("![" * 3000 + "x" + "](y)" * 3000 + "\n"),
        (
            "pages/start.md:4:5965: 'y' leads nowhere\n"
            "  hint: a page is #page-id, a file media/name, the web https://…"
        ),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_page_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message


def test_all_faults_of_a_course_come_at_once_sorted_by_their_place(
    make_folder: Callable[[Files], Path],
) -> None:
    files = {
        "course.yaml": SETTINGS.replace("title", "titel") + "  - more\n  - lost\n",
        "pages/start.md": FRONT_MATTER + "[x](#nowhere)\n\n:::{reflection}\n:hnt: x\n:::\n\n# Late\n",
        "pages/more.md": "---\ntitle: More\n---\n<i>x</i>\n",
    }
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    places = [(problem.path, problem.line, problem.column) for problem in raised.value.problems]
    assert places == [
        ("course.yaml", 1, 1),
        ("course.yaml", 2, 1),
        ("course.yaml", 9, 5),
        ("pages/more.md", 4, 1),
        ("pages/start.md", 4, 1),
        ("pages/start.md", 6, 1),
        ("pages/start.md", 6, 1),
        ("pages/start.md", 7, 1),
        ("pages/start.md", 10, 1),
    ]


def test_a_fault_reads_as_path_line_column_message_and_hint() -> None:
    problem = Problem("pages/start.md", 4, 1, "this page is empty", "write its text")
    assert str(problem) == "pages/start.md:4:1: this page is empty\n  hint: write its text"
