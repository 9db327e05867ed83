"""Writes the tables of directives into docs/author/directives.md, from their rows.

    python docs/make_blocks.py

A directive's own entry is the heading of its name on one of the authors' pages.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from scormbuild.course.blocks import BLOCKS
from scormbuild.course.build import build_course
from scormbuild.course.pages.fence import GROUPS, Group
from scormbuild.errors import SourceError
from scormbuild.question_kinds import KINDS_BY_FORM, QUESTION_KINDS, QuestionKind

AUTHOR = Path(__file__).parent / "author"
PAGE = AUTHOR / "directives.md"
BEGIN, END = "<!-- made by docs/make_blocks.py -->\n", "<!-- up to here -->\n"
SETTINGS = """\
id: empty
title: Empty
language: en
version: 1.0.0
description: Directives without anything in them.
pages:
"""
REPORTS = "../analyst/reports.md"


def entries() -> dict[str, str]:
    """Where each directive's entry is, as a link from the page of directives."""
    found: dict[str, str] = {}
    for page in sorted(AUTHOR.glob("*.md")):
        for name in re.findall(r"^## ([a-z-]+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, f"{'' if page == PAGE else page.name}#{name}")
    return found


def row(group: Group, name: str, link: str) -> str:
    """One directive's row."""
    return f"| {group} | [{name}]({link}) | {BLOCKS[name].purpose} | {BLOCKS[name].access} |"


def table_of_blocks() -> str:
    """The directives, a group after another."""
    links = entries()
    lines = ["| | directive | use it to | by keyboard and screen reader |", "|---|---|---|---|"]
    for group in GROUPS:
        lines += [row(group, name, links[name]) for name, each in BLOCKS.items() if each.group == group]
    return "\n".join(lines) + "\n"


def table_of_answers() -> str:
    """The directives that are answered: what an LMS and an LRS hear of each, and which report has it."""
    lines = [
        "| directive | interaction in SCORM 1.2 | statement, and its interaction | report |",
        "|---|---|---|---|",
    ]
    lines += [answer_row(name) for name in BLOCKS if name in KINDS_BY_FORM]
    quiz = f"| quiz | those of its questions | those of its questions | {report_link('quizzes')} |"
    return "\n".join([*lines, quiz]) + "\n"


def answer_row(name: str) -> str:
    """What becomes of the answer to one of them."""
    kind = QUESTION_KINDS[KINDS_BY_FORM[name]]
    verb = "acknowledged" if kind.answer_rule == "ticked" else "answered"
    reports = ", ".join(map(report_link, reports_of(kind)))
    return f"| {name} | `{kind.scorm_type}` | `{verb}`, `{kind.interaction_type}` | {reports} |"


def reports_of(kind: QuestionKind) -> list[str]:
    """The reports that have what was answered."""
    if kind.is_scale:
        return ["opinions"]
    return [
        *(["choices"] if kind.scored or kind.is_unjudged else []),
        *(["answers"] if kind.is_open_text else []),
    ]


def report_link(name: str) -> str:
    """A report, and where it is explained."""
    return f"[{name}]({REPORTS}#{name})"


def table_of_faults() -> str:
    """What is said of each directive that is left empty, as it is said while building."""
    lines = ["| directive | left empty, `scormbuild build` says | and the way out |", "|---|---|---|"]
    found = faults_of_empty()
    lines += [f"| {name} | {found[name][0]} | {found[name][1]} |" for name in BLOCKS if name in found]
    return "\n".join(lines) + "\n"


def faults_of_empty() -> dict[str, tuple[str, str]]:
    """The first fault of each directive that has nothing in it, by its name, and what to do about it."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for name in BLOCKS:
            (pages / f"{name}.md").write_text(
                f"---\ntitle: {name}\n---\n:::{{{name}}}\n:::\n", encoding="utf-8"
            )
        names = "".join(f"  - {name}\n" for name in BLOCKS)
        (Path(folder) / "course.yaml").write_text(SETTINGS + names, encoding="utf-8")
        try:
            build_course(Path(folder))
        except SourceError as error:
            problems = error.problems
    return {
        Path(each.path).stem: (as_cell(each.message), as_cell(each.hint or "")) for each in reversed(problems)
    }


def as_cell(text: str) -> str:
    """A text in a cell of a table, as it is in a terminal."""
    return f"`{text}`".replace("|", r"\|").replace("\n", " ")


TABLES = (table_of_blocks, table_of_answers, table_of_faults)


def with_table(text: str) -> str:
    """The page with the tables of today, each between its two marks."""
    before, *rest = text.split(BEGIN)
    made = [f"{BEGIN}{table()}{END}{each.split(END)[1]}" for table, each in zip(TABLES, rest, strict=True)]
    return before + "".join(made)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
