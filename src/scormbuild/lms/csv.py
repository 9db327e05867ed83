"""A table as a source: an LMS's report, or its dump of SCORM tracks; all its faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scormbuild.csv_file import CsvRow
from scormbuild.errors import Problem, SettingsError
from scormbuild.lms.course_match import CourseMatch
from scormbuild.lms.csv_cells import (
    ProblemList,
    parse_attempt_number,
    parse_learner_name,
    parse_score,
    parse_status,
    parse_time,
)
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Part
from scormbuild.lms.statement_builder import LearnerActivity
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lms.tracks import Tracks, parse_elements, value_digest

MEANINGS = ("learner", "status", "score", "completed", "suspend_data", "attempt", "time", "element", "value")


@dataclass(frozen=True)
class AttemptRow:
    """One learner's attempt, and the line that tells of it."""

    line: int
    learner: str
    tracks: Tracks


@dataclass(frozen=True)
class CsvSource:
    """Attempts at one course.

    There are no checkpoints: a table is read whole each time, and the LRS knows what it was told before.
    """

    url: str  # of the LMS that exported it
    rows: list[AttemptRow]
    course: CourseMatch
    attests = True
    lock_name = ""

    def parts(self, run: Run) -> Iterator[Part]:
        """The table as one part without a place: a row that the LRS refuses ends it, and shows."""
        count_rows(self.rows, run.summary)
        yield Part(self.batches(run))

    def batches(self, run: Run) -> Iterator[Batch]:
        """A batch for each attempt."""
        for number, row in enumerate(self.rows, 1):
            run.summary.attempts += 1
            subject = LearnerActivity(row.learner, self.course.iri, self.course)
            yield Batch(run.statements.attempt_statements(subject, row.tracks))
            run.on_progress(number, len(self.rows))


def count_rows(rows: list[AttemptRow], summary: HarvestSummary) -> None:
    """Say how much there is to read: of one activity, as a table is."""
    summary.activities = 1
    summary.learners = len({row.learner for row in rows})


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
