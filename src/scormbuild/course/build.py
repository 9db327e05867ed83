"""A build, top to bottom: folder -> course -> files -> the target's manifest -> zip -> dist/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.course import package, render, source
from scormbuild.course.model import Course, Device, LrsEndpoint
from scormbuild.course.source import ValidCourse
from scormbuild.course.source.suspend_data import check_suspend_data_size
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.course.targets.target import Target
from scormbuild.errors import Problem
from scormbuild.files import BY_UMASK, write_file


@dataclass(frozen=True)
class Package:
    """A course with the files of its package (path -> content), and what its author should know."""

    course: Course
    target: Target
    files: dict[str, bytes]
    warnings: tuple[Problem, ...]
    suspend_data_size: int  # characters of the state, with long answers to all questions

    @property
    def file_name(self) -> str:
        """How the package's file is called: what it holds, for which target, whether an LRS hears of it."""
        lrs = "-lrs" if self.course.lrs else ""
        return f"{self.course.id}-{self.course.version}-{self.target.name}{lrs}.zip"


def build_course(
    folder: Path,
    lrs: LrsEndpoint | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
    target: str = DEFAULT_TARGET,
) -> Package:
    """The files of the course in `folder`. SourceError with every fault, if there is one."""
    return build_target(source.read_course(folder, lrs, room=room, device=device), TARGETS[target])


def build_target(valid: ValidCourse, target: Target) -> Package:
    """The files of a course for one target."""
    # An author who knows an LMS that keeps more says so; none keeps less than its standard asks for.
    course = replace(valid.course, room=max(valid.course.room, target.room))
    files = render.render_files(course, source.read_translations(course.language), target)
    size = check_suspend_data_size(valid.suspend_data_size, course.room, valid.longest_answers)
    return Package(
        course,
        target,
        {**files, **target.manifest_files(course, files)},
        tuple(sorted([*valid.warnings, *size])),
        valid.suspend_data_size,
    )


def build_package(
    folder: Path,
    out: Path,
    lrs: LrsEndpoint | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
    target: str = DEFAULT_TARGET,
) -> tuple[Path, Package]:
    """Build, and write the zip to `out`: a file that ends in .zip, or the folder that it goes into."""
    ((path, built),) = build_packages(folder, out, lrs, room=room, device=device, targets=[target])
    return path, built


def build_packages(
    folder: Path,
    out: Path,
    lrs: LrsEndpoint | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
    targets: Iterable[str] = (),
) -> list[tuple[Path, Package]]:
    """Build for each of these targets, or those that course.yaml names, or SCORM 1.2; read once."""
    valid = source.read_course(folder, lrs, room=room, device=device)
    chosen = [TARGETS[name] for name in targets or valid.course.targets or [DEFAULT_TARGET]]
    return [write_package(build_target(valid, target), out) for target in chosen]


def write_package(built: Package, out: Path) -> tuple[Path, Package]:
    """The package in a file of its own."""
    path = out if out.suffix == ".zip" else out / built.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, package.zip_files(built.files), BY_UMASK)
    return path, built
