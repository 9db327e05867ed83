"""How a course looks: the key `theme` of course.yaml, and the folder of a theme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from scormbuild.catalogue import _, mark
from scormbuild.course.fields import Fields, MappingNode, Node, ScalarNode
from scormbuild.course.model import Corner, Font, Theme, Width
from scormbuild.course.notes import Link, Notes, Place
from scormbuild.course.source.contrast import check_contrast
from scormbuild.course.source.media import check_drawing
from scormbuild.course.source.theme_folder import MOST_PICTURE_BYTES, ThemeFolder, find_theme

_PICTURE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\.(svg|png|jpe?g|webp|avif)")
_COLOUR_KEYS = {
    "accent": mark('accent: "#0b5f73", in quotes'),
    "accent-dark": mark('accent-dark: "#7cc9dd", in quotes'),
    "paper": mark('paper: "#ffffff", in quotes'),
    "paper-dark": mark('paper-dark: "#14181a", in quotes'),
    "ink": mark('ink: "#1b2427", in quotes'),
    "ink-dark": mark('ink-dark: "#e6ebed", in quotes'),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "font": get_args(Font),
    "heading-font": get_args(Font),
    "corner": get_args(Corner),
    "width": get_args(Width),
}
_PICTURES = ("logo", "cover")
FOLDER_KEYS = {
    **_COLOUR_KEYS,
    **{key: f"{key}: {allowed[1]}" for key, allowed in _CHOICES.items()},
    "logo": mark("logo: logo.svg, a file beside it"),
    "cover": mark("cover: cover.svg, a file beside it"),
    "organisation": mark("organisation: whose logo it is"),
}
# The cover of a course has a key of its own, beside `theme`.
COURSE_KEYS = {
    "name": "name: calm",
    **{key: example for key, example in FOLDER_KEYS.items() if key != "cover"},
    "logo": "logo: media/logo.svg",
}


@dataclass
class ThemeSource:
    """What is read of a theme: its keys in layers, each over the one before; its files and notes."""

    values: dict[str, str] = field(default_factory=dict)
    written: dict[str, tuple[Notes, Place]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by their path in the package
    notes: list[Notes] = field(default_factory=list)
    style: str = ""

    def add_layer(self, fields: Fields) -> None:
        """The keys of one layer that are as they must be."""
        for key in _COLOUR_KEYS:
            before = len(fields.notes.problems)
            value = fields.match(key, "#[0-9A-Fa-f]{6}", _("a colour such as #0b5f73"), "")
            self._keep(key, value.lower() if len(fields.notes.problems) == before else "", fields)
        for key, allowed in _CHOICES.items():
            self._keep(key, fields.one_of(key, allowed, ""), fields)
        self._keep("organisation", fields.text("organisation", "", longest=255), fields)

    def add_pictures(self, fields: Fields, theme: ThemeFolder | None = None) -> None:
        """The logo, of a course in its media; of a theme, logo and cover, beside its settings."""
        for key in _PICTURES:
            value = fields.scalar(key, required=False)
            if value and theme:
                self._keep(key, self._read_picture(value, theme, fields.notes), fields)
            elif value:
                fields.notes.links.append(Link(value.place, value.text, "image"))
                self._keep(key, value.text, fields)

    def _read_picture(self, value: ScalarNode, theme: ThemeFolder, notes: Notes) -> str:
        """The path in the package of a picture beside a theme's settings."""
        if not _PICTURE.fullmatch(value.text):
            hint = _("write the name of an SVG, PNG, JPEG, WebP or AVIF beside theme.yaml, such as logo.svg")
            notes.add_problem(value.place, _("'%(value)s' is no name of a picture", value=value.text), hint)
            return ""
        content = theme.read(value.text, notes, value.place, MOST_PICTURE_BYTES)
        if content is None:
            return ""
        check_drawing(value.text, content, value.place, notes)
        self.files[f"theme/{value.text}"] = content
        return f"theme/{value.text}"

    def _keep(self, key: str, value: str, fields: Fields) -> None:
        if value:
            self.values[key] = value
            self.written[key] = (fields.notes, fields.values[key].place)


def read_theme(folder: Path, node: Node | None, notes: Notes) -> tuple[Theme, ThemeSource]:
    """The theme that course.yaml names or describes, with its files and the notes on them."""
    found = ThemeSource()
    if node is None:
        return Theme(), found
    own = Fields(node, notes, COURSE_KEYS) if isinstance(node, MappingNode) else None
    if own is None and not isinstance(node, ScalarNode):
        hint = _("write theme: calm, or keys such as accent below it, indented")
        notes.add_problem(node.place, _("'theme' must be a name or keys with values, not a list"), hint)
    name = own.scalar("name", required=False) if own else node
    theme_folder = find_theme(folder, name, notes) if isinstance(name, ScalarNode) else None
    if theme_folder:
        _add_folder(found, theme_folder, notes)
    if own:
        found.add_layer(own)
        found.add_pictures(own)
    theme = _make_theme(found)
    check_contrast(_colours(theme), found.written, (notes, node.place))
    if theme.logo and not theme.organisation:
        where, place = found.written["logo"]
        message = _("the logo has no alternative text")
        where.add_problem(
            place,
            message,
            _("write %(example)s: a screen reader says it", example=_(FOLDER_KEYS["organisation"])),
        )
    return theme, found


def _add_folder(found: ThemeSource, theme: ThemeFolder, notes: Notes) -> None:
    """What the folder of a theme says."""
    found.notes += [theme.settings, theme.style]
    node = theme.read_settings(notes)
    if isinstance(node, MappingNode):
        fields = Fields(node, theme.settings, FOLDER_KEYS)
        found.add_layer(fields)
        found.add_pictures(fields, theme)
    elif node is not None:
        hint = _("begin with a key such as accent")
        theme.settings.add_problem(node.place, _("a theme must be keys with values"), hint)
    found.style = theme.read_style(notes)


def _make_theme(found: ThemeSource) -> Theme:
    named: Mapping[str, Any] = {key.replace("-", "_"): value for key, value in found.values.items()}
    return Theme(**named, style=found.style)


def _colours(theme: Theme) -> dict[str, str]:
    return {key: getattr(theme, key.replace("-", "_")) for key in _COLOUR_KEYS}
