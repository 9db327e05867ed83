"""`scormbuild check`: one package, or a folder of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.check_output import format_summary, format_table, outcome, report_as_json
from scormbuild.cli.output import EXIT_ERROR, EXIT_OK, EXIT_PROBLEMS, error_message, exit_on_error, spinner
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import AsJson
from scormbuild.errors import PackageError, SettingsError, did_you_mean

if TYPE_CHECKING:
    from scormbuild.course.check.systems import System
    from scormbuild.course.package_check import Report

SystemName = Annotated[
    str | None,
    typer.Option("--for", metavar="SYSTEM", help="Where it goes, such as moodle, openedx, ilias or frappe."),
]
PACKAGE_SUFFIXES = (".zip", ".pif")


def check(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A package, or a folder of packages.")],
    system: SystemName = None,
    as_json: AsJson = False,
) -> None:
    """Examine a package of SCORM, cmi5 or xAPI, whoever made it, before an LMS meets it.

    Exit status 0: it uploads and records, untidy or not. 1: it won't. 2: not readable as a package.

    Example: scormbuild check dist/webcare-1.0.0-scorm12.zip --for moodle
    """
    with exit_on_error():
        row = parse_system(system)
        if package.is_dir():
            reports = examine_folder(package, row)
        else:
            with spinner("Examining"):
                reports = {package: examine(package, row)}
    if as_json:
        answers = [report_as_json(path, report) for path, report in reports.items()]
        print_json({"packages": answers} if package.is_dir() else answers[0])
    elif package.is_dir():
        typer.echo(format_table(package, reports))
    else:
        message = format_summary(package, reports[package])
        typer.echo(message, err=isinstance(reports[package], str))
    raise typer.Exit(max(map(exit_status, reports.values())))


def parse_system(name: str | None) -> System | None:
    """The learning system that was named; None if none was."""
    from scormbuild.course.check.systems import SYSTEMS

    if name is not None and name not in SYSTEMS:
        raise SettingsError(
            f"--for: there is no {name!r}\n  hint: {did_you_mean(name, SYSTEMS, 'there are:')}"
        )
    return SYSTEMS[name] if name else None


def examine(path: Path, system: System | None) -> Report | str:
    """The report on a package, or why it can't be read."""
    from scormbuild.course.package_check import check_package

    try:
        return check_package(path, system=system)
    except (PackageError, OSError) as error:
        return error_message(error)


def examine_folder(folder: Path, system: System | None) -> dict[Path, Report | str]:
    """The reports on all packages in a folder and the folders in it, the worst first."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PACKAGE_SUFFIXES)
    if not paths:
        hint = "zip what is in it, if this is an unpacked package" if has_manifest(folder) else ""
        raise PackageError(f"{folder}: there is no package in it" + (f"\n  hint: {hint}" if hint else ""))
    reports: dict[Path, Report | str] = {}
    with progress_bar("packages", after=1) as advance:
        for path in paths:
            reports[path] = examine(path, system)
            advance(len(reports), len(paths))
    return dict(sorted(reports.items(), key=lambda row: (outcome(row[1]).rank, row[0])))


def has_manifest(folder: Path) -> bool:
    """Whether this is what is in a package."""
    from scormbuild.course.check.standards import MANIFESTS

    return any((folder / name).is_file() for name in MANIFESTS)


def exit_status(report: Report | str) -> int:
    """0: it works. 1: it won't upload or record. 2: it can't be read."""
    if isinstance(report, str):
        return EXIT_ERROR
    return EXIT_OK if report.works else EXIT_PROBLEMS


def print_json(answer: dict[str, Any]) -> None:
    """The answer for a program."""
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
