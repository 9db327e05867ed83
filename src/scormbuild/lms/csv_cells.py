"""The cells of a table as values: learners, attempts, statuses, scores and times, as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scormbuild.csv_file import CsvRow
from scormbuild.errors import Problem
from scormbuild.lms.attestation import parse_percentage
from scormbuild.lms.suspend_data import to_well_formed

MAX_NAME_LENGTH = 1000
MAX_ATTEMPT = 10_000
STATUS_WORDS = {
    **dict.fromkeys(("completed", "complete", "done", "finished", "voltooid", "afgerond"), "completed"),
    **dict.fromkeys(("passed", "pass", "geslaagd"), "passed"),
    **dict.fromkeys(("failed", "fail", "gezakt", "niet geslaagd"), "failed"),
    **dict.fromkeys(
        ("", "-", "incomplete", "in progress", "browsed", "not attempted", "not started"), "incomplete"
    ),
    **dict.fromkeys(("onvoltooid", "niet voltooid", "niet begonnen", "bezig"), "incomplete"),
}
YES = ("yes", "ja", "y", "j", "true", "waar", "1", "x")
NO = ("", "-", "no", "nee", "n", "false", "onwaar", "0", "never", "nooit")
SCORE_PATTERN = re.compile(r"(\d+(?:[.,]\d+)?) ?%?")


class ProblemList:
    """Gathers what is wrong, each with its line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, line: int, message: str, hint: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(self.path, line, 1, message, hint))


def parse_learner_name(row: CsvRow, faults: ProblemList) -> str:
    """The name that the LMS gives to the package: cmi.core.student_id."""
    name = to_well_formed(row.values.get("learner", ""))
    if not name or len(name) > MAX_NAME_LENGTH:
        faults.add(
            row.line,
            "no learner" if not name else "the learner's name is too long",
            "give each row its user name",
        )
        return ""
    return name


def parse_attempt_number(row: CsvRow, faults: ProblemList) -> int:
    """Which attempt, 1 where the table doesn't tell."""
    text = row.values.get("attempt", "") or "1"
    # Not all of its digits: int() raises on more than 4,300.
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_ATTEMPT:
        return int(text)
    faults.add(row.line, f"{text!r} is no number of an attempt", "attempts are counted from 1")
    return 1


def parse_status(row: CsvRow, faults: ProblemList, pattern: str | None) -> tuple[str, int]:
    """The status, and when it was reached if a column tells that; a date alone says that it is completed."""
    text, done = row.values.get("status", ""), row.values.get("completed", "")
    when = parse_time(done, pattern)
    finished = done.casefold() in YES or bool(when and done.casefold() not in NO)
    if not finished and done.casefold() not in NO:
        faults.add(
            row.line,
            f"{done!r} is neither a time nor yes or no",
            "write 2026-11-30 14:05, or say how with --times",
        )
    status = STATUS_WORDS.get(text.casefold())
    if status is None:
        faults.add(row.line, f"{text!r} is no status", "known are completed, passed, failed and incomplete")
    if status in (None, "incomplete") and finished:
        status = "completed"
    return status or "incomplete", (when or 0) if finished and done.casefold() not in YES else 0


def parse_score(row: CsvRow, faults: ProblemList) -> float | None:
    """A percentage, written as 85, 85% or 85,5."""
    text = row.values.get("score", "")
    if text in ("", "-"):
        return None
    match = SCORE_PATTERN.fullmatch(text)
    raw = parse_percentage(match[1].replace(",", ".")) if match else None
    if raw is None:
        faults.add(row.line, f"{text!r} is no score", "a score is a number from 0 to 100")
    return raw


def parse_time(text: str, pattern: str | None = None) -> int | None:
    """Seconds since 1970 of a time, in UTC where it names no zone; None for what is no time."""
    # As Moodle's tables have times; eight digits would be a day, such as 20261130.
    if text.isascii() and text.isdigit() and len(text) in (9, 10):
        return int(text)
    try:
        when = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)
        return max(0, int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return None
