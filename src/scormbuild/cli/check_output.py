"""What `scormbuild check` says of a package: to people, and to a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scormbuild.cli.output import format_columns, format_count

if TYPE_CHECKING:
    from scormbuild.course.package_check import Report

SHOWN_OF_UNTIDY = 3  # of each kind: what hurts nobody mustn't hide what does
LONGEST_NAMES = 60


@dataclass(frozen=True)
class Outcome:
    """How a package came out: its rank, the worst first; its key for programs, and its words."""

    rank: int
    key: str
    words: str


def outcome(report: Report | str) -> Outcome:
    """How a package came out."""
    if isinstance(report, str):
        return Outcome(-1, "unreadable", "unreadable")
    if report.verdict is None:
        return Outcome(9, "sound", "sound")
    return Outcome(report.verdict.value, report.verdict.name, report.verdict.words)


def report_as_json(path: Path, report: Report | str) -> dict[str, Any]:
    """The schema of docs/administrator/check.md."""
    from scormbuild.course.check.codes import weight

    unreadable = isinstance(report, str)
    problems = () if isinstance(report, str) else report.problems
    return {
        "package": str(path),
        "verdict": outcome(report).key,
        "standards": [] if isinstance(report, str) else [standard.key for standard in report.standards],
        "error": report if unreadable else None,
        "counts": {} if isinstance(report, str) else report.counts,
        "problems": [{"weight": weight(problem).name, **asdict(problem)} for problem in problems],
    }


def format_summary(path: Path, report: Report | str) -> str:
    """What a package is, each finding, and how it came out."""
    if isinstance(report, str):
        return f"error: {report}"
    return "\n".join([report.description, *list_findings(report), f"{path}: {verdict_sentence(report)}"])


def list_findings(report: Report) -> Iterator[str]:
    """Each finding with its weight and way out; of an untidy kind the first few."""
    from scormbuild.course.check.codes import Weight, weight

    listed = Counter(problem.code for problem in report.problems)
    shown: Counter[str] = Counter()
    for problem in report.problems:
        code, words = problem.code, weight(problem).words
        shown[code] += 1
        most = SHOWN_OF_UNTIDY if weight(problem) == Weight.untidy else listed[code]
        if shown[code] <= most:
            yield f"{words}: {problem}"
        if shown[code] == listed[code] and (rest := report.counts[code] - min(most, listed[code])):
            yield f"{words}: and {rest} more like {'this' if most == 1 else 'these'} ({code})"


def verdict_sentence(report: Report) -> str:
    """How it came out, in words."""
    if report.verdict is None:
        return "sound"
    if report.works:
        return f"it uploads and records; {format_count(sum(report.counts.values()), 'thing')} could be tidier"
    return f"it {report.verdict.words}"


def format_table(folder: Path, reports: Mapping[Path, Report | str]) -> str:
    """A row for each package: how it came out, what it is, and which kinds of findings are why."""
    rows = [("outcome", "package", "standard", "findings")]
    for path, report in reports.items():
        standards = "" if isinstance(report, str) else ", ".join(each.title for each in report.standards)
        rows.append((outcome(report).words, str(path.relative_to(folder)), standards, reasons(report)))
    return format_columns(rows)


def reasons(report: Report | str) -> str:
    """The kinds of findings, the heaviest first, as far as a line goes."""
    if isinstance(report, str):
        return report.partition("\n")[0].rpartition(": ")[2]
    text = ", ".join(dict.fromkeys(problem.code for problem in report.problems))
    return text if len(text) <= LONGEST_NAMES else text[: LONGEST_NAMES - 1] + "…"
