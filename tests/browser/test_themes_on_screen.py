"""A course in each theme that ships, and in a house style at the edge of what is let through."""

from __future__ import annotations

from playwright.sync_api import Frame
from support.browser.lms_harness import StartLms
from support.browser.page_checks import (
    AXE,
    COLOURS,
    EVERY_BLOCK,
    add_style_sheet,
    find_overflow,
    open_page,
    run_axe,
)

from scormbuild.course.model import Theme
from scormbuild.course.source.theme_folder import list_themes
from scormbuild.course.style import render_tokens

# The nearest colours that pass, as a fault names them: with these all that is made of them must pass too.
EDGES = {"accent": "#717171", "accent_dark": "#468ea3", "ink": "#393939"}
WORDS = (
    "Germs travel by hands more than in any other way: from a bed rail to a cup, from one client to the "
    "next, from you to your family. Was daarom je handen, ook als je ze niet vies vindt; het duurt niet lang."
)
PHONE = {"width": 320, "height": 640}


def unreadable(course: Frame) -> list[str]:
    """What axe finds of colours, in the light and in the dark; forced ones leave nothing of a theme."""
    if not course.evaluate("'axe' in window"):
        course.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for scheme in ("light", "dark"):
        course.page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in run_axe(course, {"type": "rule", "values": COLOURS})]
    return found


def text_width(course: Frame, font: str) -> float:
    """How wide a text is in a font."""
    script = """([font, text]) => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = `100px ${font}`;
        return pen.measureText(text).width;
    }"""
    return float(course.evaluate(script, [font, WORDS]))


def test_axe_finds_nothing_in_any_theme_and_none_needs_a_sideways_scroll(start_lms: StartLms) -> None:
    lms = start_lms(EVERY_BLOCK, theme="calm")
    course = lms.open(viewport=PHONE)
    found: list[str] = []
    for name in list_themes():
        lms.republish(EVERY_BLOCK, theme=name)
        course = lms.launch(course.page)
        for page in ("text", "choices"):
            open_page(course, page)
            found += [f"{name} {page}: {fault}" for fault in (*unreadable(course), *find_overflow(course))]
    add_style_sheet(course, render_tokens(Theme(**EDGES)))
    for page in ("text", "choices"):
        open_page(course, page)
        found += [f"edges {page}: {fault}" for fault in unreadable(course)]
    assert not found


def test_the_font_of_a_theme_comes_with_the_course_and_its_stand_in_is_as_wide(start_lms: StartLms) -> None:
    lms = start_lms({"one": WORDS}, theme={"font": "atkinson"})
    course = lms.open()
    course.wait_for_function("document.fonts.status === 'loaded'")
    loaded = course.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    assert "Atkinson" in loaded
    used = course.locator("p:visible").first.evaluate("each => getComputedStyle(each).fontFamily")
    assert used.startswith("Atkinson")
    widths = [text_width(course, font) for font in ("Atkinson", "'Atkinson fallback'", "system-ui")]
    assert abs(widths[0] / widths[1] - 1) < 0.02
    assert abs(widths[0] / widths[2] - 1) > 0.02, "this machine's own font tells nothing"
