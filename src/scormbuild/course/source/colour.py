"""The author's colours, and how well one can be read on another: the key `theme` of course.yaml."""

from __future__ import annotations

import math

from scormbuild.course.fields import Fields
from scormbuild.course.model import Theme

THEME_KEYS = {"accent": 'accent: "#0b5f73", in quotes', "accent-dark": 'accent-dark: "#7cc9dd", in quotes'}
# For text of any size (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5
# The backgrounds of both schemes in player/style/core.css.
_WHITE, _NEAR_BLACK = "#ffffff", "#14181a"


def parse_theme(fields: Fields | None) -> Theme:
    """The colours of a course."""
    if fields is None:
        return Theme()
    return Theme(
        _parse_accent(fields, "accent", _WHITE, Theme.accent),
        _parse_accent(fields, "accent-dark", _NEAR_BLACK, Theme.accent_dark),
    )


def _parse_accent(fields: Fields, key: str, background: str, default: str) -> str:
    before = len(fields.notes.problems)
    found = fields.match(key, "#[0-9A-Fa-f]{6}", "a colour such as #0b5f73", default)
    if len(fields.notes.problems) > before:
        return default
    ratio = contrast_ratio(found, background)
    if ratio < LEAST_CONTRAST:
        lighter = "lighter" if background == _NEAR_BLACK else "darker"
        fields.notes.add_problem(
            fields.values[key].place,
            # Rounded down, so that 4.496 isn't called 4.50.
            f"the contrast of {found} on {background} is {math.floor(ratio * 100) / 100:.2f}:1; "
            f"at least {LEAST_CONTRAST}:1 is needed",
            f"take a {lighter} colour",
        )
    return found.lower()


def contrast_ratio(one: str, other: str) -> float:
    """The contrast of two colours written as #rrggbb, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # sRGB's own 0.04045. WCAG long wrote 0.03928, and no colour of eight bits lies between the two.
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
