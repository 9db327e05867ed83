"""The fonts that a theme may ask for: stacks of what devices have, and one that goes along in the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from scormbuild.course.model import Font, Theme

# What player/bundle.py copies out of the packages in player/package.json.
FILES = resources.files("scormbuild.course") / "assets/fonts"
_SANS = "system-ui,sans-serif"
# As Google Fonts divides them; a browser fetches the second only where a course has a letter of it.
_LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,"
    "U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)
FONT_LICENCE = "fonts/OFL.txt"


@dataclass(frozen=True)
class FontFamily:
    """A font: what CSS calls it, its rules, and its files in the package with what they are copies of."""

    stack: str
    faces: str = ""
    files: Mapping[str, str] | None = None


def _face(family: str, path: str, characters: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";src:url({path})format("woff2");font-weight:200 800;'
        f"font-display:swap;unicode-range:{characters}}}"
    )


FONTS: dict[Font, FontFamily] = {
    "system": FontFamily(_SANS),
    "serif": FontFamily('"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,serif'),
    # Made by the Braille Institute so that no letter looks like another.
    "atkinson": FontFamily(
        f'Atkinson,"Atkinson fallback",{_SANS}',
        _face("Atkinson", "fonts/atkinson-latin.woff2", _LATIN)
        + _face("Atkinson", "fonts/atkinson-latin-ext.woff2", _LATIN_EXT)
        # As wide and as high as it, measured over Dutch and English text, so that lines stay when it comes.
        # A second late, webcare's pages shift by 0.0001 at most.
        + '@font-face{font-family:"Atkinson fallback";src:local("Arial"),local("Liberation Sans"),'
        'local("Roboto");size-adjust:98.9%;ascent-override:99%;descent-override:32.4%;line-gap-override:0%}',
        {
            "fonts/atkinson-latin.woff2": "atkinson-latin.woff2",
            "fonts/atkinson-latin-ext.woff2": "atkinson-latin-ext.woff2",
            FONT_LICENCE: "atkinson.LICENSE",
        },
    ),
}


def theme_fonts(theme: Theme) -> list[FontFamily]:
    """The fonts that a theme asks for, each once."""
    return [FONTS[name] for name in dict.fromkeys((theme.font, theme.heading_font)) if name]


def font_files(theme: Theme) -> dict[str, bytes]:
    """Path in the package -> content, of the fonts that go along; none where a theme asks for none."""
    files = [item for font in theme_fonts(theme) for item in (font.files or {}).items()]
    return {path: (FILES / name).read_bytes() for path, name in files}
