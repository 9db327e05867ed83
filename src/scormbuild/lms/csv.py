"""Rows of an LMS's report, or of its dump of SCORM tracks, as attempts; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scormbuild.csv_file import CsvRow
from scormbuild.errors import Problem, SettingsError
from scormbuild.lms.attestation import parse_percentage
from scormbuild.lms.suspend_data import decode_suspend_data, to_well_formed
from scormbuild.lms.tracks import Tracks, parse_elements, value_digest

MEANINGS = ("learner", "status", "score", "completed", "suspend_data", "attempt", "time", "element", "value")
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


@dataclass(frozen=True)
class AttemptRow:
    """One learner's attempt, and the line that tells of it."""

    line: int
    learner: str
    tracks: Tracks


class ProblemList:
    """Gathers what is wrong, each with its line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, line: int, message: str, hint: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(self.path, line, 1, message, hint))


def parse_columns(text: str) -> dict[str, str]:
    """Which column is what: "learner=User name,status=Status"; raises SettingsError."""
    named: dict[str, str] = {}
    for part in text.split(","):
        meaning, sign, column = (word.strip() for word in part.partition("="))
        if not sign or meaning not in MEANINGS or not column or meaning in named:
            raise SettingsError(
                f"--columns: {part.strip()!r}\n  hint: MEANING=COLUMN, once for each of {', '.join(MEANINGS)}"
            )
        named[meaning] = column
    needed = ("learner", "element", "value") if {"element", "value"} & named.keys() else ("learner",)
    missing = [name for name in needed if name not in named]
    if missing or len(named) == 1:
        raise SettingsError(
            f"--columns: {', '.join(missing or ['status'])} is missing\n  hint: learner=…,status=… at least"
        )
    return named


def parse_attempts(
    rows: Iterable[CsvRow], path: str, pattern: str | None = None
) -> tuple[list[AttemptRow], list[Problem]]:
    """The attempts in a table of one row each, or of one row for each element; `pattern` reads its times."""
    faults = ProblemList(path)
    found = list(rows)
    lines = (
        parse_element_rows(found, faults)
        if found and "element" in found[0].values
        else parse_attempt_rows(found, faults, pattern)
    )
    check_duplicates(lines, faults)
    return [line for line in lines if check_suspend_data(line, faults)], faults.problems


def check_duplicates(lines: Iterable[AttemptRow], faults: ProblemList) -> None:
    """Two rows about one attempt contradict each other, or are two attempts: only the reader can tell."""
    seen: dict[tuple[str, int], int] = {}
    for line in lines:
        first = seen.setdefault((line.learner, line.tracks.attempt), line.line)
        if first != line.line and line.learner:
            hint = "name the column of attempts: --columns attempt=…"
            faults.add(line.line, f"the same learner and attempt as on line {first}", hint)


def parse_attempt_rows(rows: Iterable[CsvRow], faults: ProblemList, pattern: str | None) -> list[AttemptRow]:
    """A row for each attempt."""
    lines = []
    for row in rows:
        who, attempt = parse_learner_name(row, faults), parse_attempt_number(row, faults)
        status, done = parse_status(row, faults, pattern)
        stamp = row.values.get("time", "")
        when = done if not stamp else parse_time(stamp, pattern)
        if when is None:
            faults.add(row.line, f"{stamp!r} is no time", "write 2026-11-30 14:05, or say how with --times")
        tracks = Tracks(
            attempt,
            status,
            parse_score(row, faults),
            row.values.get("suspend_data", ""),
            when or 0,
            digest=value_digest(row.values),
        )
        lines.append(AttemptRow(row.line, who, tracks))
    return lines


def parse_element_rows(rows: Iterable[CsvRow], faults: ProblemList) -> list[AttemptRow]:
    """A row for each element of an attempt; the first row's line stands for all."""
    gathered: dict[tuple[str, int], dict[str, str]] = {}
    begins: dict[tuple[str, int], int] = {}
    for row in rows:
        key = parse_learner_name(row, faults), parse_attempt_number(row, faults)
        begins.setdefault(key, row.line)
        elements = gathered.setdefault(key, {})
        elements[row.values["element"]] = row.values.get("value", "")
        if stamp := row.values.get("time", ""):
            elements["timemodified"] = str(
                max(int(elements.get("timemodified", "0")), parse_time(stamp) or 0)
            )
    return [
        AttemptRow(begins[key], key[0], parse_elements(key[1], elements))
        for key, elements in gathered.items()
    ]


def check_suspend_data(line: AttemptRow, faults: ProblemList) -> bool:
    """Whether the state in a line can be read, where there is one."""
    kind = decode_suspend_data(line.tracks.suspend_data).kind
    if kind == "newer":
        faults.add(
            line.line, "suspend_data is of a newer version of the player", "install a newer scormbuild"
        )
    elif kind == "unreadable" and line.tracks.suspend_data:
        faults.add(
            line.line, "suspend_data is not one of our courses'", "was it cut? else leave the column out"
        )
    return bool(line.learner) and kind in ("ours", "empty")


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
