"""What an import did, in words: on the screen in short, in import.md all of it."""

from __future__ import annotations

from typing import Final

from scormbuild.importer.document import OUTCOMES, Outcome
from scormbuild.importer.import_file import ImportedCourse

REPORT_NAME: Final = "import.md"
HEADINGS: Final[dict[Outcome, str]] = {
    "made": "What was made of what",
    "guessed": "What was guessed: look whether it is right",
    "left": "What didn't come along",
}


def report_text(course: ImportedCourse) -> str:
    """The whole report, in Markdown."""
    parts = [f"# What was imported from {course.name}"]
    for outcome in OUTCOMES:
        lines = [f"- {each.place}: {each.text}" for each in course.findings if each.outcome == outcome]
        parts += [f"## {HEADINGS[outcome]}", "\n".join(lines) or "Nothing."]
    return "\n\n".join(parts) + "\n"


def report_lines(course: ImportedCourse) -> list[str]:
    """For the screen: how much was made, and each thing that somebody must look at."""
    counts = {outcome: sum(each.outcome == outcome for each in course.findings) for outcome in OUTCOMES}
    pages = sum(name.startswith("pages/") for name in course.files)
    lines = [f"pages: {pages}, made: {counts['made']}, guessed: {counts['guessed']}, left: {counts['left']}"]
    lines += [
        f"{each.outcome}: {each.place}: {each.text}" for each in course.findings if each.outcome != "made"
    ]
    return lines
