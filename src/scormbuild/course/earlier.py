"""An earlier version of a course: its package, or its folder."""

from __future__ import annotations

import json
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from scormbuild.catalogue import _
from scormbuild.course import source
from scormbuild.course.changes import compare_outlines
from scormbuild.course.model import Course
from scormbuild.course.outline import OUTLINE_FILE, Json, course_outline
from scormbuild.errors import PackageError, Problem

MOST_OUTLINE_BYTES = 20_000_000  # of a thousand times the questions of a long course
_COURSE_KEYS = {"id", "iri", "version", "completion"}
_QUESTION_KEYS = {"id", "page", "form", "prompt", "minimum", "required", "answers", "options", "keys"}


def read_earlier(path: Path) -> Json:
    """The outline of a package, a web site's folder or a course's folder. PackageError if there is none."""
    if (path / "course.yaml").is_file():
        return course_outline(source.read_course(path).course)
    try:
        content = _outline_of_folder(path) if path.is_dir() else _outline_of_zip(path)
        outline = json.loads(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise PackageError(_("%(path)s: this can't be read as a package", path=path)) from None
    if not _is_outline(outline):
        raise PackageError(
            _(
                "%(path)s: its %(outline_file)s is not as scormbuild writes it",
                path=path,
                outline_file=OUTLINE_FILE,
            )
        )
    return dict(outline)


def find_earlier(out: Path, course: str) -> Path | None:
    """The newest package of this course where the next one goes."""
    if out.suffix:
        return out if out.is_file() else None
    packages = [path for path in out.glob(f"{course}-[0-9]*.zip") if path.is_file()]
    return max(packages, key=lambda path: path.stat().st_mtime, default=None)


def shifted_answers(out: Path, course: Course) -> list[Problem]:
    """What of this version would give answers to the newest package there another meaning."""
    earlier = find_earlier(out, course.id)
    with suppress(PackageError):  # of another course, or by an older scormbuild
        changes = compare_outlines(read_earlier(earlier), course_outline(course)) if earlier else []
        return [change.problem for change in changes if change.shifts]
    return []


def _outline_of_folder(folder: Path) -> bytes:
    file = folder / OUTLINE_FILE
    if not file.is_file():
        raise _no_outline(folder)
    return file.read_bytes() if file.stat().st_size <= MOST_OUTLINE_BYTES else b""


def _outline_of_zip(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        if OUTLINE_FILE not in package.namelist():
            raise _no_outline(path)
        with package.open(OUTLINE_FILE) as file:
            return file.read(MOST_OUTLINE_BYTES)


def _no_outline(path: Path) -> PackageError:
    return PackageError(
        _(
            "%(path)s: it has no %(outline_file)s, so it is of an older scormbuild, or of something else\n"
            "  hint: name the folder of the course as it was then",
            path=path,
            outline_file=OUTLINE_FILE,
        )
    )


def _is_outline(value: Any) -> bool:
    """Whether it has what the comparison asks for: a package may come from anybody."""
    if not (isinstance(value, dict) and {"course", "pages", "questions"} <= value.keys()):
        return False
    course, pages, questions = value["course"], value["pages"], value["questions"]
    return (
        isinstance(course, dict)
        and course.keys() >= _COURSE_KEYS
        and isinstance(course["completion"], dict)
        and _are_texts(pages, ("id", "title"))
        and _are_texts(questions, ("id", "page", "form", "prompt", "answers"))
        and all(_is_question(each) for each in questions)
    )


def _is_question(value: Json) -> bool:
    return (
        value.keys() >= _QUESTION_KEYS
        and isinstance(value["minimum"], int)
        and _are_texts(value["options"], ("key", "text"))
        and isinstance(value["keys"], list)
        and all(isinstance(key, str) for key in value["keys"])
    )


def _are_texts(rows: Any, keys: tuple[str, ...]) -> bool:
    """Whether this is a list of mappings that have a text under each of these keys."""
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys) for row in rows
    )
