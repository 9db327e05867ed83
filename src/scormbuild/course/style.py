"""The one style sheet of a course: the core, the parts that its blocks use, and what its theme says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from scormbuild.course.fonts import FONTS, theme_fonts
from scormbuild.course.model import Course, Page, Theme, block_texts

# What player/bundle.py makes of player/style.
STYLE = resources.files("scormbuild.course") / "assets/style"
# What is neither the core nor a block's, and the courses that use it.
COURSE_SHEETS: dict[str, Callable[[Course], bool]] = {
    "certificate": lambda course: course.certificate is not None,
    "search": lambda course: course.has_search,
}
GLOSSARY_PARTS = {"definitions", "glossary", "popover"}
ELEMENTS = ("img", "pre", "table")  # of Markdown, that most courses are without
RADII = {"none": "0px", "small": "0.25rem", "round": "1rem"}
MEASURES = {"narrow": "30rem", "normal": "36rem", "wide": "44rem"}


def course_style(course: Course, style: Traversable = STYLE) -> bytes:
    """The style sheet of this course, with the parts that it uses and no other."""
    # By name, not by use: which of two rules wins must not depend on what an author puts first.
    blocks = [block for page in course.pages for block in page.all_blocks]
    used = {part for page in course.pages for part in page_parts(page)}
    parts = sorted(used | (GLOSSARY_PARTS if course.glossary else set()))
    text = "".join(text for block in blocks for text in block_texts(block))
    elements = [name for name in ELEMENTS if re.search(rf"<{name}\b", text)]
    own = [name for name, is_used in COURSE_SHEETS.items() if is_used(course)]
    sheets = ["core", *own, *(f"elements/{name}" for name in elements), *(f"blocks/{part}" for part in parts)]
    texts = ((style / f"{name}.css").read_text("utf-8") for name in sheets)
    rules = sorted({rule for block in blocks for rule in block.style_rules})
    # In the style sheet: a strict Content-Security-Policy drops styles that stand in the page. Last: a theme
    # goes over what the core has for a course without one.
    return "".join([*texts, *rules, render_tokens(course.theme), course.theme.style]).encode()


def page_parts(page: Page) -> Iterator[str]:
    """The parts that a page uses: its running text, and its blocks."""
    yield from page.style_parts
    for block in page.all_blocks:
        yield from block.style_parts


def render_tokens(theme: Theme) -> str:
    """The fonts of a theme, and its tokens as custom properties for the style sheet to use."""
    tokens = {
        "accent-light": theme.accent,
        "accent-dark": theme.accent_dark,
        "paper-light": theme.paper,
        "paper-dark": theme.paper_dark,
        "ink-light": theme.ink,
        "ink-dark": theme.ink_dark,
        "radius": RADII.get(theme.corner, ""),
        "measure": MEASURES.get(theme.width, ""),
        "text-font": FONTS[theme.font].stack if theme.font else "",
        "heading-font": FONTS[theme.heading_font].stack if theme.heading_font else "",
    }
    faces = "".join(font.faces for font in theme_fonts(theme))
    return f"{faces}:root{{{';'.join(f'--{name}:{value}' for name, value in tokens.items() if value)}}}\n"
