"""The folder of a theme: one that ships, or one of the course's own."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from scormbuild.catalogue import _
from scormbuild.course.fields import Node, ScalarNode
from scormbuild.course.notes import Notes, Place
from scormbuild.course.source import yaml_tree
from scormbuild.course.source.text import decode_text
from scormbuild.course.source.theme_style import MOST_STYLE_BYTES, parse_style
from scormbuild.errors import did_you_mean

SHIPPED = resources.files("scormbuild.course") / "themes"
SETTINGS_FILE, STYLE_FILE = "theme.yaml", "style.css"
MOST_SETTINGS_BYTES = 20_000
MOST_PICTURE_BYTES = 200_000  # of a logo or a cover: every learner fetches it first


class ThemeFolder(NamedTuple):
    """Where a theme lies, where its name stands, and the notes on its two files."""

    files: Traversable
    place: Place
    settings: Notes
    style: Notes

    def read(self, name: str, notes: Notes, place: Place, most: int) -> bytes | None:
        """A file of the theme; None when it can't be had, which is noted."""
        path = self.files / name
        # A course may come from somebody else, and must not bring a file of this machine into a package.
        if not path.is_file() or (isinstance(path, Path) and path.is_symlink()):
            notes.add_problem(
                place, _("the theme has no file '%(name)s'", name=name), _("put it into the theme's folder")
            )
            return None
        content = path.read_bytes()
        if len(content) > most:
            message = _(
                "'%(name)s' of the theme has %(number)s bytes; the most is %(most)s",
                name=name,
                number=format(len(content), ","),
                most=format(most, ","),
            )
            notes.add_problem(place, message, _("make it smaller"))
            return None
        return content

    def read_settings(self, notes: Notes) -> Node | None:
        """What its theme.yaml holds."""
        content = self.read(SETTINGS_FILE, notes, self.place, MOST_SETTINGS_BYTES)
        text = None if content is None else decode_text(content, self.settings)
        return None if text is None else yaml_tree.parse_yaml(text, self.settings)

    def read_style(self, notes: Notes) -> str:
        """Its style sheet, which it may do without."""
        if not (self.files / STYLE_FILE).is_file():
            return ""
        content = self.read(STYLE_FILE, notes, self.place, MOST_STYLE_BYTES)
        text = None if content is None else decode_text(content, self.style)
        return parse_style(text, self.style) if text else ""


def find_theme(course: Path, name: ScalarNode, notes: Notes) -> ThemeFolder | None:
    """The theme of this name, or in this folder of the course; None if there is none, which is noted."""
    files: Traversable = SHIPPED / name.text
    path = f"themes/{name.text}"
    if name.text.startswith("./"):
        files, path = course / name.text, name.text.removeprefix("./").rstrip("/")
        if not (course / name.text).resolve().is_relative_to(course.resolve()):
            hint = _("copy the theme into the folder")
            notes.add_problem(name.place, _("'%(name)s' leaves the course's folder", name=name.text), hint)
            return None
    elif name.text not in list_themes():
        # Whoever writes a path means a folder.
        known = [f"./{name.text.lstrip('./')}"] if "/" in name.text else list_themes()
        hint = did_you_mean(name.text, known, _("there are:"))
        notes.add_problem(name.place, _("there is no theme '%(name)s'", name=name.text), hint)
        return None
    return ThemeFolder(files, name.place, Notes(f"{path}/{SETTINGS_FILE}"), Notes(f"{path}/{STYLE_FILE}"))


def list_themes() -> list[str]:
    """The names of the themes that ship."""
    return sorted(each.name for each in SHIPPED.iterdir() if each.is_dir())
