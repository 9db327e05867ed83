"""A build, top to bottom: folder -> course -> files -> the target's manifest -> its form -> dist/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.course import render, source
from scormbuild.course.earlier import shifted_answers
from scormbuild.course.form import SINGLE_FILE, ZIP, Form
from scormbuild.course.model import Course, Device, LrsEndpoint
from scormbuild.course.source import ValidCourse
from scormbuild.course.source.suspend_data import check_suspend_data_size
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.course.targets.target import Target
from scormbuild.errors import Problem, SettingsError

SINGLE_PAGES = [name for name, target in TARGETS.items() if target.single_file]
FILE_SUFFIXES = (ZIP.suffix, SINGLE_FILE.suffix)
NO_LRS = "a single file sends nothing to an LRS, so it is built without one"
NO_LRS_HINT = "to hear of learners, put the folder on a web server: leave out --single-file"


@dataclass(frozen=True)
class Package:
    """A course with the files of its package (path -> content), and what its author should know."""

    course: Course
    target: Target
    files: dict[str, bytes]
    warnings: tuple[Problem, ...]
    suspend_data_size: int  # characters of the state, with long answers to all questions
    form: Form

    @property
    def file_name(self) -> str:
        """How the package's file is called: what it holds, for which target, whether an LRS hears of it."""
        lrs = "-lrs" if self.course.lrs else ""
        return f"{self.course.id}-{self.course.version}-{self.target.name}{lrs}{self.form.suffix}"


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
        target.form,
    )


def build_single_file(valid: ValidCourse, target: Target) -> Package:
    """The same as one page. It has no LRS: a page from a disk has no origin that a key could be good for."""
    if target.single_file is None:
        raise SettingsError(
            _(
                "--single-file: %(name)s is no page\n  hint: add --target %(target)s",
                name=target.name,
                target=SINGLE_PAGES[0],
            )
        )
    built = build_target(replace(valid, course=replace(valid.course, lrs=None)), target)
    page = {"index.html": target.single_file(built.files)}
    lost = [Problem("course.yaml", 0, 0, NO_LRS, NO_LRS_HINT)] if valid.course.lrs else []
    return replace(built, files=page, form=SINGLE_FILE, warnings=(*built.warnings, *lost))


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
    single_file: bool = False,
) -> list[tuple[Path, Package]]:
    """Build for each of these targets, or those that course.yaml names, or SCORM 1.2; read once."""
    valid = source.read_course(folder, lrs, room=room, device=device)
    usual = SINGLE_PAGES if single_file else valid.course.targets or [DEFAULT_TARGET]
    build = build_single_file if single_file else build_target
    # Before anything is written: the new package may take the place of the one that it is compared with.
    shifted = shifted_answers(out, valid.course)
    told = replace(valid, warnings=tuple(sorted([*valid.warnings, *shifted])))
    return [write_package(build(told, TARGETS[name]), out) for name in targets or usual]


def write_package(built: Package, out: Path) -> tuple[Path, Package]:
    """The package in a file or a folder of its own; `out` is that file, or the folder around it."""
    suffix = built.form.suffix
    if out.suffix in FILE_SUFFIXES and out.suffix != suffix:
        name = built.file_name
        raise SettingsError(
            _(
                "--out: %(name)s is not what %(wanted)s can be called\n  hint: name a folder",
                name=out.name,
                wanted=name,
            )
        )
    path = out if suffix and out.suffix == suffix else out / built.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    built.form.write(path, built.files)
    return path, built
