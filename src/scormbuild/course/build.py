"""A build, top to bottom: folder -> course -> files -> manifest -> examined zip -> dist/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scormbuild.course import package, render, source
from scormbuild.course.model import Course, Device, LrsEndpoint
from scormbuild.course.targets.scorm12 import manifest
from scormbuild.errors import Problem
from scormbuild.files import BY_UMASK, write_file


@dataclass(frozen=True)
class Package:
    """A course with the files of its package (path -> content), and what its author should know."""

    course: Course
    files: dict[str, bytes]
    warnings: tuple[Problem, ...]
    suspend_data_size: int  # characters of cmi.suspend_data, with long answers to all questions

    @property
    def file_name(self) -> str:
        """How the package's file is called."""
        return f"{self.course.id}-{self.course.version}-scorm12.zip"


def build_course(
    folder: Path, lrs: LrsEndpoint | None = None, *, room: int | None = None, device: Device | None = None
) -> Package:
    """The files of the course in `folder`. SourceError with every fault, if there is one."""
    valid = source.read_course(folder, lrs, room=room, device=device)
    course = valid.course
    files = render.render_files(course, source.read_translations(course.language))
    # After all that it lists, and before the control files, which are no part of any resource.
    files["imsmanifest.xml"] = manifest.render_manifest(course, files)
    return Package(course, {**files, **render.read_control_files()}, valid.warnings, valid.suspend_data_size)


def build_package(
    folder: Path,
    out: Path,
    lrs: LrsEndpoint | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
) -> tuple[Path, Package]:
    """Build, and write the zip to `out`: a file that ends in .zip, or the folder that it goes into."""
    built = build_course(folder, lrs, room=room, device=device)
    target = out if out.suffix == ".zip" else out / built.file_name
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target, package.zip_files(built.files), BY_UMASK)
    return target, built
