"""The examiner of SCORM 1.2 packages, ours or anybody's: all rules, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from scormbuild.course.check import archive
from scormbuild.course.check.archive import ARCHIVE_LIMITS, Archive, ArchiveLimits
from scormbuild.course.check.files import (
    check_damage,
    check_duplicate_names,
    check_missing_manifest,
    check_names,
)
from scormbuild.course.check.xml_tree import parse_manifest
from scormbuild.course.targets.content_packaging.identifiers import (
    check_default_organization,
    check_identifierrefs,
    check_identifiers,
    check_unique_identifiers,
)
from scormbuild.course.targets.content_packaging.references import (
    check_control_files,
    check_hrefs,
    check_undeclared_files,
    check_xml_bases,
)
from scormbuild.course.targets.content_packaging.schema import check_schema
from scormbuild.course.targets.content_packaging.sco import check_launches, check_scormtypes, check_scos
from scormbuild.course.targets.scorm12.check.texts import check_lengths, check_mastery_scores, check_titles
from scormbuild.course.targets.scorm12.check.version import (
    check_adlcp_prefix,
    check_root_element,
    check_schema_version,
    check_scorm_2004,
)
from scormbuild.errors import Problem

ARCHIVE_RULES = (check_names, check_duplicate_names, check_damage)
MANIFEST_RULES = (
    check_root_element,
    check_schema_version,
    check_adlcp_prefix,
    check_schema,
    check_identifiers,
    check_unique_identifiers,
    check_default_organization,
    check_identifierrefs,
    check_titles,
    check_lengths,
    check_mastery_scores,
    check_scormtypes,
    check_scos,
    check_launches,
    check_xml_bases,
)
REFERENCE_RULES = (check_control_files, check_hrefs, check_undeclared_files)

PROBLEMS_PER_CODE = 20
LONGEST_MESSAGE = 400


def check_package(path: Path, limits: ArchiveLimits = ARCHIVE_LIMITS) -> list[Problem]:
    """Every fault of a package, sorted by place; PackageError when it can't be read as a package at all."""
    package = archive.read_archive(path, limits)
    problems = [
        *chain.from_iterable(rule(package) for rule in ARCHIVE_RULES),
        *check_missing_manifest(package, str(path)),
        *check_manifest(package),
    ]
    return sorted(escape_problem(problem) for problem in limit_problems(sorted(problems), str(path)))


def check_manifest(package: Archive) -> Iterator[Problem]:
    """What is wrong with the manifest; nothing more is said of one that can't be read or is SCORM 2004's."""
    if package.manifest is None:
        return
    document = parse_manifest(package.manifest)
    if isinstance(document, Problem):
        yield document
    # Alone: by the rules of 1.2 nearly every line of it would be a fault.
    elif other := check_scorm_2004(document):
        yield other
    else:
        yield from chain.from_iterable(rule(document) for rule in MANIFEST_RULES)
        yield from chain.from_iterable(rule(document, package) for rule in REFERENCE_RULES)


def limit_problems(problems: Iterable[Problem], place: str) -> Iterator[Problem]:
    """The first few of each kind one by one, and how many more there are."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= PROBLEMS_PER_CODE:
            yield problem
    for code, count in seen.items():
        if count > PROBLEMS_PER_CODE:
            message = f"{count - PROBLEMS_PER_CODE} more faults of the kind '{code}' are not shown"
            yield Problem(place, 0, 0, message, "Mend the first ones, then check again.", code)


def escape_problem(problem: Problem) -> Problem:
    """The problem in letters that are safe to show: a stranger's file names may hold anything."""
    return replace(
        problem,
        path=escape_unprintable(problem.path),
        message=escape_unprintable(problem.message),
        hint=escape_unprintable(problem.hint),
    )


def escape_unprintable(text: str) -> str:
    """Printable text of a bounded length; what can't be printed, as its escape (U+001B as \\x1b)."""
    cut = text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)
