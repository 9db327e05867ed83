"""An imported course on the disk; what is there already is never written over."""

from __future__ import annotations

from pathlib import Path

from scormbuild.errors import ScormbuildError
from scormbuild.importer.import_file import ImportedCourse
from scormbuild.importer.report import REPORT_NAME, report_text


def write_course_folder(course: ImportedCourse, folder: Path) -> None:
    """All files of the course and the report."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScormbuildError(
            f"{folder}: is there already, and not empty\n  hint: name a folder that doesn't exist yet"
        )
    for name, data in {**course.files, REPORT_NAME: report_text(course).encode()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
