"""From a course to the files that a browser opens: one page, one style sheet, one script, the media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from scormbuild.course.model import Block, Course, Theme

ASSETS = resources.files("scormbuild.course") / "assets"
CONTROL_FILES = ("adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd")


def files(course: Course, words: Mapping[str, Any]) -> dict[str, bytes]:
    """Path in the package -> content, but for the manifest and SCORM's control files."""
    page = environment().get_template("course.html.jinja").render(course=course, words=words, kind=kind)
    return {
        "index.html": page.encode(),
        "style.css": colours(course.theme).encode() + asset("player.css"),
        "player.js": asset("player.js"),
        **course.media,
    }


def control_files() -> dict[str, bytes]:
    """The four schemas that a SCORM 1.2 package carries in its root."""
    return {name: asset(name) for name in CONTROL_FILES}


def kind(block: Block) -> str:
    """What a template calls a block: DosDonts is "dos-donts"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(block).__name__).lower()


def colours(theme: Theme) -> str:
    """The author's colours as custom properties, for the style sheet to use."""
    return f":root{{--accent-light:{theme.accent};--accent-dark:{theme.accent_dark}}}\n"


@cache
def environment() -> Environment:
    """Jinja2 with everything escaped, and a fault where a template names what isn't there."""
    templates = Environment(
        loader=PackageLoader("scormbuild.course"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    return templates


def asset(name: str) -> bytes:
    """A file that the wheel carries."""
    return (ASSETS / name).read_bytes()
