"""The examiner of SCORM 1.2 packages, ours or anybody's: all rules, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from scormbuild.course.check import archive
from scormbuild.course.check.archive import LIMITS, Archive, Limits
from scormbuild.course.check.files import absent_manifest, names, soundness, twins
from scormbuild.course.targets.scorm12.check.document import parse
from scormbuild.course.targets.scorm12.check.identifiers import (
    dangling_references,
    default_organization,
    unique_identifiers,
    valid_identifiers,
)
from scormbuild.course.targets.scorm12.check.references import bases, control_files, hrefs, undeclared
from scormbuild.course.targets.scorm12.check.schema import schema_faults
from scormbuild.course.targets.scorm12.check.sco import launches, scormtypes, scos
from scormbuild.course.targets.scorm12.check.texts import lengths, mastery_scores, titles
from scormbuild.course.targets.scorm12.check.version import (
    adlcp_prefix,
    root_element,
    schema_version,
    scorm_2004,
)
from scormbuild.errors import Problem

ARCHIVE_RULES = (names, twins, soundness)
MANIFEST_RULES = (
    root_element,
    schema_version,
    adlcp_prefix,
    schema_faults,
    valid_identifiers,
    unique_identifiers,
    default_organization,
    dangling_references,
    titles,
    lengths,
    mastery_scores,
    scormtypes,
    scos,
    launches,
    bases,
)
REFERENCE_RULES = (control_files, hrefs, undeclared)

EACH = 20
LONGEST = 400


def check(path: Path, limits: Limits = LIMITS) -> list[Problem]:
    """Every fault of a package, sorted by place; PackageError when it can't be read as a package at all."""
    package = archive.read(path, limits)
    problems = [
        *chain.from_iterable(rule(package) for rule in ARCHIVE_RULES),
        *absent_manifest(package, str(path)),
        *manifest_faults(package),
    ]
    return sorted(legible(problem) for problem in shortened(sorted(problems), str(path)))


def manifest_faults(package: Archive) -> Iterator[Problem]:
    """What is wrong with the manifest; nothing more is said of one that can't be read or is SCORM 2004's."""
    if package.manifest is None:
        return
    document = parse(package.manifest)
    if isinstance(document, Problem):
        yield document
    elif other := scorm_2004(document):
        yield other
    else:
        yield from chain.from_iterable(rule(document) for rule in MANIFEST_RULES)
        yield from chain.from_iterable(rule(document, package) for rule in REFERENCE_RULES)


def shortened(problems: Iterable[Problem], place: str) -> Iterator[Problem]:
    """The first few of each kind one by one, and how many more there are."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= EACH:
            yield problem
    for code, count in seen.items():
        if count > EACH:
            message = f"{count - EACH} more faults of the kind '{code}' are not shown"
            yield Problem(place, 0, 0, message, "Mend the first ones, then check again.", code)


def legible(problem: Problem) -> Problem:
    """The problem in letters that are safe to show: a stranger's file names may hold anything."""
    return replace(
        problem, path=plain(problem.path), message=plain(problem.message), hint=plain(problem.hint)
    )


def plain(text: str) -> str:
    """Printable text of a bounded length; what can't be printed, as its escape (U+001B as \\x1b)."""
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)
