"""A file of some form, imported and built."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scormbuild.course.build import build_packages
from scormbuild.importer.folder import write_course_folder
from scormbuild.importer.import_file import ImportedCourse, import_file


def import_and_build(name: str, data: bytes | str) -> ImportedCourse:
    """The course that is made of it, once a package could be built of that."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        course = import_file(folder / name)
        write_course_folder(course, folder / "course")
        build_packages(folder / "course", folder / "dist")
    return course


def text_of_pages(course: ImportedCourse) -> str:
    """What stands on all its pages."""
    return "\n".join(data.decode() for name, data in course.files.items() if name.startswith("pages/"))


def told(course: ImportedCourse, outcome: str) -> list[str]:
    """What the report says of one outcome."""
    return [finding.text for finding in course.findings if finding.outcome == outcome]
