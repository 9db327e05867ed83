"""A first course for a new author, to change rather than to begin from nothing."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.errors import ScormbuildError, did_you_mean

_STARTERS = resources.files("scormbuild.course") / "starter"


def starter_languages() -> list[str]:
    """The languages that there is a starter course in."""
    return sorted(entry.name for entry in _STARTERS.iterdir() if entry.is_dir())


def write_starter_course(folder: Path, language: str = "en") -> None:
    """Write the starter course into `folder`, with an id after its name; never over what is there."""
    if language not in starter_languages():
        hint = did_you_mean(language, starter_languages(), _("there are:"))
        raise ScormbuildError(
            _(
                "there is no course to begin with in '%(language)s'\n  hint: %(hint)s",
                language=language,
                hint=hint,
            )
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScormbuildError(
            _(
                "%(folder)s: is there already, and not empty\n  hint: name a folder that doesn't exist yet",
                folder=folder,
            )
        )
    copy_folder(_STARTERS / language, folder)
    settings = folder / "course.yaml"
    # As text, since YAML that is read and written again has lost the remarks that explain it.
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        re.sub(r"(?m)^id: \S+", f"id: {suggest_course_id(folder.resolve().name)}", text), encoding="utf-8"
    )


def copy_folder(origin: Traversable, target: Path) -> None:
    """A folder of the wheel, with all that is in it."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in origin.iterdir():
        if entry.is_dir():
            copy_folder(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())


def suggest_course_id(name: str) -> str:
    """A folder's name as an id: a-z, 0-9 and '-', a letter first."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower())
    return re.sub(r"^[^a-z]+", "", words)[:64].rstrip("-") or "course"
