"""A build, top to bottom: folder -> course -> files -> manifest -> examined zip -> dist/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scormbuild.course import package, render, source
from scormbuild.course.model import Course, Device, Receiver
from scormbuild.course.targets.scorm12 import manifest
from scormbuild.errors import Problem


@dataclass(frozen=True)
class Built:
    """A course with the files of its package (path -> content), and what its author should know."""

    course: Course
    files: dict[str, bytes]
    warnings: tuple[Problem, ...]
    needed: int  # characters of cmi.suspend_data, with long answers to all questions

    @property
    def name(self) -> str:
        """How the package's file is called."""
        return f"{self.course.id}-{self.course.version}-scorm12.zip"


def build(
    folder: Path, receiver: Receiver | None = None, *, room: int | None = None, device: Device | None = None
) -> Built:
    """The files of the course in `folder`. SourceError with every fault, if there is one."""
    reading = source.read(folder, receiver, room=room, device=device)
    course = reading.course
    files = render.files(course, source.language_words(course.language))
    files["imsmanifest.xml"] = manifest.manifest(course, files)
    return Built(course, {**files, **render.control_files()}, reading.warnings, reading.needed)


def build_package(
    folder: Path,
    out: Path,
    receiver: Receiver | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
) -> tuple[Path, Built]:
    """Build, and write the zip to `out`: a file that ends in .zip, or the folder that it goes into."""
    built = build(folder, receiver, room=room, device=device)
    target = out if out.suffix == ".zip" else out / built.name
    package.write(package.archive(built.files), target)
    return target, built
