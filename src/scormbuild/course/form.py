"""How a course lies on the disk: a zip for an LMS, a folder for a web server, or one page to send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scormbuild.course.folder import write_folder
from scormbuild.course.package import zip_files
from scormbuild.files import BY_UMASK, write_file


@dataclass(frozen=True)
class Form:
    """What its name ends in, and what writes these files (path -> content) to a path."""

    suffix: str
    write: Callable[[Path, Mapping[str, bytes]], None]


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """The files in one zip."""
    write_file(path, zip_files(files), BY_UMASK)


def write_page(path: Path, files: Mapping[str, bytes]) -> None:
    """The one page that there is."""
    (page,) = files.values()
    write_file(path, page, BY_UMASK)


ZIP = Form(".zip", write_zip)
FOLDER = Form("", write_folder)
SINGLE_FILE = Form(".html", write_page)
