"""The one style sheet of a course: its colours, the core, and the parts that its blocks use."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from scormbuild.course.model import Course, Theme

# What player/bundle.py makes of player/style.
STYLE = resources.files("scormbuild.course") / "assets/style"


def course_style(course: Course, style: Traversable = STYLE) -> bytes:
    """The style sheet of this course, with the parts that it uses and no other."""
    # By name, not by use: which of two rules wins must not depend on what an author puts first.
    parts = sorted({part for page in course.pages for block in page.all_blocks for part in block.style_parts})
    sheets = ["core", *(f"blocks/{part}" for part in parts)]
    texts = ((style / f"{name}.css").read_text("utf-8") for name in sheets)
    # In the style sheet: a strict Content-Security-Policy drops styles that stand in the page.
    return "".join([render_colours(course.theme), *texts]).encode()


def render_colours(theme: Theme) -> str:
    """The author's colours as custom properties, for the style sheet to use."""
    return f":root{{--accent-light:{theme.accent};--accent-dark:{theme.accent_dark}}}\n"
