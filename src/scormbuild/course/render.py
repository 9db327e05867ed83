"""From a course to the files that a browser opens: one page, one style sheet, one script, the media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from scormbuild.course.model import Block, Course, Theme
from scormbuild.course.outline import outline
from scormbuild.course.script import course_script

ASSETS = resources.files("scormbuild.course") / "assets"
CONTROL_FILES = ("adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd")


def files(course: Course, words: Mapping[str, Any]) -> dict[str, bytes]:
    """Path in the package -> content, but for the manifest and SCORM's control files."""
    page = environment().get_template("course.html.jinja")
    script = course_script(course)
    said = {
        "course": course,
        "words": words,
        "player_words": player_words(course, words, script),
        "kind": kind,
    }
    return {
        "index.html": page.render(**said, receiver=receiver(course)).encode(),
        "style.css": colours(course.theme).encode() + asset("player.css"),
        "player.js": script,
        **course.media,
    }


def receiver(course: Course) -> dict[str, Any] | None:
    """What the player knows of the second road; None in a package that has only the LMS's."""
    if not course.has_two_roads:
        return None
    found = course.receiver
    where = {"endpoint": found.url, "key": found.key, "secret": found.secret} if found else {"endpoint": None}
    return {**where, "outline": outline(course)}


def player_words(course: Course, words: Mapping[str, Any], script: bytes) -> dict[str, Any]:
    """What the player of this course says: what its script names, and who reads in the author's words."""
    names = set(re.findall(r"""["']([a-z_]+)["']""", script.decode()))
    said = {key: text for key, text in words["player"].items() if key in names}
    return {**said, "readers": readers(course, words)}


def readers(course: Course, words: Mapping[str, Any]) -> str:
    """Who reads the answers and for how long, and that some questions are an exception."""
    if course.is_private:
        return str(words["player"]["readers_private" if course.device == "own" else "readers_tab"])
    general = words["player"]["readers"]
    told = words["page"]["read_by"].format(**vars(course.privacy)) if course.privacy else general
    differs = any(question.answers != "both" for question in course.questions)
    return f"{told} {words['page']['differs']}" if differs else str(told)


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
