"""Themes: colours that can be read, a house style in a folder, and nothing that a page would fetch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import Files, add_settings

from scormbuild.course import source
from scormbuild.course.build import build_course, build_single_file
from scormbuild.course.fonts import FONT_LICENCE
from scormbuild.course.model import Theme
from scormbuild.course.source.colour import contrast_ratio
from scormbuild.course.source.contrast import MIXTURES, SIGNS
from scormbuild.course.source.theme_folder import list_themes
from scormbuild.course.targets import TARGETS
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
CORE = Path(__file__).parents[2] / "player/style/core.css"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'
MOST_FONT_BYTES = 40_000


def house_style(settings: str, **files: str) -> Files:
    """A course with a theme in its folder `house`; a file's name has _ for its dot."""
    named = {f"house/{name.replace('_', '.')}": content for name, content in files.items()}
    return {**add_settings("theme: ./house\n"), "house/theme.yaml": settings, **named}


FAULTS: dict[str, tuple[Files, str]] = {
    "a theme that isn't there": (
        add_settings("theme: clam\n"),
        "course.yaml:8:8: there is no theme 'clam'\n  hint: did you mean 'calm'?",
    ),
    "a folder that isn't there": (
        add_settings("theme: ./house\n"),
        "course.yaml:8:8: the theme has no file 'theme.yaml'\n  hint: put it into the theme's folder",
    ),
    "a folder beyond the course": (
        add_settings("theme: ./../house\n"),
        "course.yaml:8:8: './../house' leaves the course's folder\n  hint: copy the theme into the folder",
    ),
    "a folder without its dot": (
        add_settings("theme: house/style\n"),
        "course.yaml:8:8: there is no theme 'house/style'\n  hint: did you mean './house/style'?",
    ),
    "a list": (
        add_settings("theme:\n  - calm\n"),
        (
            "course.yaml:9:3: 'theme' must be a name or keys with values, not a list\n"
            "  hint: write theme: calm, or keys such as accent below it, indented"
        ),
    ),
    "a corner that isn't there": (
        add_settings("theme:\n  corner: rund\n"),
        "course.yaml:9:11: 'corner' can't be 'rund'\n  hint: did you mean 'round'?",
    ),
    "ink that is too light": (
        add_settings('theme:\n  ink: "#666666"\n'),
        (
            "course.yaml:9:8: the contrast of small print, #919191, on #ffffff is 3.15:1; at least 4.5:1 is"
            " needed\n  hint: the nearest that passes is #393939"
        ),
    ),
    "paper on which a link can't be read": (
        add_settings('theme:\n  paper: "#e8d0a8"\n'),
        (
            "course.yaml:9:10: the contrast of a link in a question, #0b5f73, on #dbc9a5 is 4.45:1; at least"
            " 4.5:1 is needed\n  hint: the nearest that passes is #f2dab1"
        ),
    ),
    "an accent over a theme's own paper": (
        add_settings('theme:\n  name: warm\n  accent: "#ff0000"\n'),
        (
            "course.yaml:10:11: the contrast of #ff0000 on #fffaf2 is 3.84:1; at least 4.5:1 is needed\n"
            "  hint: the nearest that passes is #d8170f"
        ),
    ),
    "a colour of a house style": (
        house_style('accent: "#00ff00"\n'),
        (
            "house/theme.yaml:1:9: the contrast of #00ff00 on #ffffff is 1.37:1; at least 4.5:1 is needed\n"
            "  hint: the nearest that passes is #0a8308"
        ),
    ),
    "a logo without words": (
        house_style("logo: logo.svg\n", logo_svg=LOGO),
        (
            "house/theme.yaml:1:7: the logo has no alternative text\n"
            "  hint: write organisation: whose logo it is: a screen reader says it"
        ),
    ),
    "a logo with a script": (
        house_style("logo: logo.svg\norganisation: A\n", logo_svg="<svg><script>1</script></svg>"),
        ("house/theme.yaml:1:7: 'logo.svg' holds a script\n  hint: save the drawing without it, or as PNG"),
    ),
    "a logo beyond the theme": (
        house_style("logo: ../course.yaml\norganisation: A\n"),
        (
            "house/theme.yaml:1:7: '../course.yaml' is no name of a picture\n"
            "  hint: write the name of an SVG, PNG, JPEG, WebP or AVIF beside theme.yaml, such as logo.svg"
        ),
    ),
    "a style that fetches": (
        house_style(
            "corner: none\n",
            style_css="a { color: red }\n/* url( */ b { background: URL(//x) }\n@import 'x';\n",
        ),
        (
            "house/style.css:2:1: a theme's style can't use url(\n"
            "  hint: name a logo or a cover in theme.yaml, or draw it with a gradient\n"
            "house/style.css:3:1: a theme's style can't use @import\n"
            "  hint: copy its rules into style.css"
        ),
    ),
    "a style that hides what it fetches": (
        house_style("corner: none\n", style_css="a { background: \\75\nrl(//x) }\n"),
        (
            "house/style.css:1:1: a theme's style can't write a plain character as an escape\n"
            "  hint: write the character itself"
        ),
    ),
    "a style that ends its element": (
        house_style("corner: none\n", style_css="a::after { content: '</style>' }\n"),
        "house/style.css:1:1: a theme's style can't use </\n  hint: leave it out",
    ),
    "a style that never ends": (
        house_style("corner: none\n", style_css="a { color: red\n"),
        "house/style.css:1:1: the braces of this style don't match\n  hint: count { and }",
    ),
    "a style that is too large": (
        house_style("corner: none\n", style_css=" " * 20_001),
        (
            "course.yaml:8:8: 'style.css' of the theme has 20,001 bytes; the most is 20,000\n"
            "  hint: make it smaller"
        ),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_theme_is_named_with_its_place_and_a_way_out(
    make_folder: MakeFolder, files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message


def test_a_file_of_a_theme_is_not_followed_out_of_the_course(make_folder: MakeFolder) -> None:
    folder = make_folder(house_style("corner: none\n"))
    (folder / "house/style.css").symlink_to("/etc/hostname")
    with pytest.raises(SourceError, match=r"the theme has no file 'style\.css'"):
        source.read_course(folder)


@pytest.mark.parametrize("name", list_themes())
def test_every_theme_that_ships_can_be_built_and_changed(make_folder: MakeFolder, name: str) -> None:
    theme = source.read_course(make_folder(add_settings(f"theme: {name}\n"))).course.theme
    assert theme != Theme()
    changed = add_settings(f'theme:\n  name: {name}\n  accent: "#5b2a86"\n')
    assert source.read_course(make_folder(changed)).course.theme.accent == "#5b2a86"


def test_the_colours_that_are_looked_at_are_those_of_the_style_sheet() -> None:
    light, dark = CORE.read_text(encoding="utf-8").split("(prefers-color-scheme: dark)")
    for sheet, signs in ((light, SIGNS[""]), (dark, SIGNS["-dark"])):
        for name, colour in signs.items():
            assert f"--{name}: {colour};" in sheet
    for name, (of, share) in MIXTURES.items():
        assert f"--{name}: color-mix(in srgb, var(--{of}) {share}%, var(--paper));" in light


def test_the_nearest_colour_passes_and_a_step_back_does_not(make_folder: MakeFolder) -> None:
    accent = source.read_course(
        make_folder(add_settings('theme:\n  accent: "#717171"\n'))
    ).course.theme.accent
    assert contrast_ratio(accent, "#ffffff") > 4.5
    with pytest.raises(SourceError):
        source.read_course(make_folder(add_settings('theme:\n  accent: "#737373"\n')))


def test_a_house_style_brings_its_logo_and_goes_over_the_core(make_folder: MakeFolder) -> None:
    files = house_style(
        "logo: logo.svg\norganisation: The Willows\ncorner: none\n",
        logo_svg=LOGO,
        style_css="h1 { letter-spacing: 0 } /* ours */\nli::before { content: '\\2713' }\n",
    )
    built = build_course(make_folder(files)).files
    assert built["theme/logo.svg"] == LOGO.encode()
    assert (
        '<img class="logo" src="theme/logo.svg" width="2" height="1" alt="The Willows">'
        in built["index.html"].decode()
    )
    assert built["style.css"].decode().endswith("h1 { letter-spacing: 0 }\nli::before { content: '\\2713' }")


def test_a_font_goes_along_only_where_a_theme_asks_for_it_with_its_licence(make_folder: MakeFolder) -> None:
    plain = build_course(make_folder({})).files
    assert not [path for path in plain if path.startswith("fonts/")]
    assert b"@font-face" not in plain["style.css"]
    built = build_course(make_folder(add_settings("theme:\n  font: atkinson\n"))).files
    assert b"SIL Open Font License" in built[FONT_LICENCE]
    fonts = {path: content for path, content in built.items() if path.endswith(".woff2")}
    assert fonts
    for path, content in fonts.items():
        assert len(content) <= MOST_FONT_BYTES
        assert f"url({path})" in built["style.css"].decode()


def test_a_course_that_is_one_page_has_its_font_inside(make_folder: MakeFolder) -> None:
    valid = source.read_course(make_folder(add_settings("theme:\n  font: atkinson\n")))
    page = build_single_file(valid, TARGETS["web"]).files["index.html"].decode()
    assert "url(data:font/woff2;base64," in page
    assert "url(fonts/" not in page
