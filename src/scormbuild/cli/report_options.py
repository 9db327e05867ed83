"""The options of `scormbuild report`, read; raises SettingsError with the way out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from scormbuild.analysis.formats import FORMATS, Format
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.reports import REPORTS, Report
from scormbuild.cli import output_file
from scormbuild.errors import SettingsError, did_you_mean


@dataclass(frozen=True)
class ReportFilters:
    """What a report is to be about, as it was typed."""

    course: str | None
    team: str | None
    since: date | None
    until: date | None
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise SettingsError(f"--until: {self.until} is before {self.since}\n  hint: swap the two")


def validate_choice(place: str, word: str, words: Collection[str]) -> str:
    """A word that is known."""
    if word not in words:
        raise SettingsError(f"{place}: there is no {word!r}\n  hint: {did_you_mean(word, words)}")
    return word


def find_report(name: str, names: bool) -> Report:
    """The report of a name."""
    found = REPORTS[validate_choice("report", name, REPORTS)]
    if names and not found.personal:
        raise SettingsError(f"--names: no row of {name} is a person\n  hint: leave it out")
    return found


def find_format(name: str | None, to: Path | None) -> Format:
    """The format of a name, else the one that the file's ending names, else a table."""
    suffixes = {each.suffix: key for key, each in reversed(FORMATS.items())}
    wanted = name or (suffixes.get(to.suffix.lower()) if to else "table")
    if wanted is None:
        raise SettingsError(
            f"{to}: its ending names no format\n  hint: --format says which: {', '.join(FORMATS)}"
        )
    found = FORMATS[validate_choice("--format", wanted, FORMATS)]
    if found.binary:
        output_file.validate_binary(wanted, to)
    return found


def report_permissions(names: bool, least: int) -> Permissions:
    """Who may use the command may see all that is there."""
    return Permissions(
        names=names,
        open_text_courses=None,
        administers=True,
        audit_log=True,
        min_cohort_size=validate_positive("--least", least),
    )


def parse_options(idle: int, by: str, at: str | None) -> Options:
    """What some reports know beside that."""
    period = cast(Literal["day", "week"], validate_choice("--by", by, ("day", "week")))
    return Options(idle=validate_positive("--idle", idle), by=period, at=parse_date("--at", at))


def validate_positive(option: str, number: int) -> int:
    """A number from 1."""
    if number < 1:
        raise SettingsError(f"{option}: {number} is too low\n  hint: 1 or more")
    return number


def parse_date(option: str, text: str | None) -> date | None:
    """A local day."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option}: {text!r} is no day\n  hint: write such as 2026-11-23") from None
