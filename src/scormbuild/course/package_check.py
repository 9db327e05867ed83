"""The examiner of packages, ours or anybody's: what a file is, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.course.check.archive import Archive, read_archive
from scormbuild.course.check.codes import Weight, finding, weight
from scormbuild.course.check.files import ARCHIVE_RULES
from scormbuild.course.check.kinds import check_missing_manifest, recognise_without_manifest
from scormbuild.course.check.limits import ARCHIVE_LIMITS, ArchiveLimits
from scormbuild.course.check.recognition import recognise_manifest
from scormbuild.course.check.standards import (
    CMI5,
    COMMON_CARTRIDGE,
    CONTENT_PACKAGE,
    MANIFESTS,
    QTI,
    SCORM_12,
    SCORM_2004_2,
    SCORM_2004_3,
    SCORM_2004_4,
    TINCAN,
    Standard,
)
from scormbuild.course.check.systems import System, check_system
from scormbuild.course.check.xml_tree import XmlTree, parse_manifest
from scormbuild.course.targets.cmi5.check import check_cmi5
from scormbuild.course.targets.scorm12.check import check_scorm12
from scormbuild.course.targets.scorm2004.check import (
    check_fourth_edition,
    check_second_edition,
    check_third_edition,
)
from scormbuild.course.targets.tincan.check import check_tincan
from scormbuild.errors import Problem

RULES: dict[Standard, Callable[[XmlTree, Archive], Iterator[Problem]]] = {
    SCORM_12: check_scorm12,
    SCORM_2004_2: check_second_edition,
    SCORM_2004_3: check_third_edition,
    SCORM_2004_4: check_fourth_edition,
    CMI5: check_cmi5,
    TINCAN: check_tincan,
}
# Standards that we know by name only, and the way out.
ELSEWHERE = {
    COMMON_CARTRIDGE: "Import it into a course as a Common Cartridge, where your LMS offers that.",
    QTI: "Import it as questions or a test, where your LMS offers that.",
    CONTENT_PACKAGE: "Upload it as an IMS content package; to record learners, ask the maker for SCORM 1.2.",
}
PROBLEMS_PER_CODE = 20
LONGEST_MESSAGE = 400


@dataclass(frozen=True)
class Report:
    """What a package is, and its findings, the heaviest first: of each kind the first few, and how many."""

    path: Path
    standards: tuple[Standard, ...]
    problems: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def verdict(self) -> Weight | None:
        """The heaviest weight; None if the package is sound."""
        return min(map(weight, self.problems), default=None)

    @property
    def works(self) -> bool:
        """Whether nothing keeps it from being uploaded and recording."""
        return self.verdict in (None, Weight.untidy)

    @property
    def description(self) -> str:
        """What the file is, in one sentence."""
        names = " and ".join(standard.title for standard in self.standards)
        return f"This is a package of {names}." if names else "This is no package that we know."


def check_package(path: Path, limits: ArchiveLimits = ARCHIVE_LIMITS, system: System | None = None) -> Report:
    """What a file is, and every finding; PackageError when it can't be read as a zip at all."""
    archive = read_archive(path, limits)
    trees = [parse_manifest(name, archive.manifests[name]) for name in MANIFESTS if name in archive.manifests]
    manifests = [(recognise_manifest(tree), tree) for tree in trees if isinstance(tree, XmlTree)]
    nameless = recognise_without_manifest(archive) if not trees else None
    standards = tuple(standard for standard, _ in manifests) + ((nameless,) if nameless else ())
    problems = [
        *chain.from_iterable(rule(archive) for rule in ARCHIVE_RULES),
        *check_missing_manifest(archive, str(path)),
        *(tree for tree in trees if isinstance(tree, Problem)),
        *chain.from_iterable(check_manifest(standard, tree, archive) for standard, tree in manifests),
        *(check_system(system, archive, standards, str(path)) if system else ()),
    ]
    counts = Counter(problem.code for problem in problems)
    return Report(path, standards, sort_problems(limit_problems(sorted(problems))), dict(counts))


def check_manifest(standard: Standard, tree: XmlTree, archive: Archive) -> Iterator[Problem]:
    """What is wrong by the standard's own rules; or that it is one of which we have none."""
    if rules := RULES.get(standard):
        yield from rules(tree, archive)
    else:
        message = _("this is a package of %(title)s, not of SCORM", title=standard.title)
        yield finding("other-standard", message, tree.name, hint=ELSEWHERE[standard])


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The heaviest first, then by place, in letters that are safe to show."""
    return tuple(sorted(map(escape_problem, problems), key=lambda problem: (weight(problem), problem)))


def limit_problems(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first few of each kind."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= PROBLEMS_PER_CODE:
            yield problem


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
