"""From a course to the files that a browser opens: one page, one style sheet, one script, the media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from itertools import count
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scormbuild.course import cover, icons
from scormbuild.course.fonts import font_files
from scormbuild.course.image_size import add_image_sizes
from scormbuild.course.model import Block, Course, Question
from scormbuild.course.outline import OUTLINE_FILE, course_outline, render_outline
from scormbuild.course.package_paths import package_names, rename_references
from scormbuild.course.script import course_script
from scormbuild.course.style import course_style
from scormbuild.course.targets.target import Target


def render_files(course: Course, words: Mapping[str, Any], target: Target) -> dict[str, bytes]:
    """Path in the package -> content, but for the target's manifest and what goes with it."""
    page = jinja_environment().get_template("course.html.jinja")
    script = course_script(course, target.driver, own_parts=target.parts)
    words = target.words(course, words)
    context = {
        "course": course,
        "words": words,
        "player_words": player_translations(course, words, script),
        "connect_sources": connect_sources(course, target),
        "frame_sources": frame_sources(course),
        "target": target,
        "notice_before": first_asking_block(course),
        "sprite": partial(icons.sprite, script.decode()),
        "scroll_boxes": partial(scroll_boxes, table=words["page"]["table"], code=words["page"]["code"]),
    }
    names = package_names(course.media)
    html = add_image_sizes(page.render(**context, lrs=player_lrs(course, target)), course.media)
    return {
        "index.html": rename_references(html, names).encode(),
        "style.css": course_style(course),
        "player.js": script,
        OUTLINE_FILE: render_outline(course),
        **font_files(course.theme),
        **{names[path]: content for path, content in course.media.items()},
    }


def first_asking_block(course: Course) -> Block | None:
    """What asks first, or holds what does: what learners are told about their answers stands before it."""
    blocks = (block for page in course.pages for block in page.blocks)
    return next((each for each in blocks if any(isinstance(one, Question) for one in each.walk())), None)


def scroll_boxes(html: Markup, table: str, code: str) -> Markup:
    """The page, in which wide tables and long lines of code scroll by themselves, by keyboard too."""
    # Each with a name of its own: a landmark that is called as another is, helps nobody.
    tables, codes = count(1), count(1)

    def box(label: str, number: int) -> str:
        return f'tabindex="0" role="region" aria-label="{escape(label)} {number}"'

    text = re.sub("<table>", lambda _: f'<div class="scroll" {box(table, next(tables))}><table>', html)
    text = text.replace("</table>", "</table></div>")
    return Markup(re.sub(r"<pre\b", lambda _: f"<pre {box(code, next(codes))}", text))  # noqa: S704 (HTML it was)


def connect_sources(course: Course, target: Target) -> str:
    """What the page may reach: its own server, the LRS, and what its learning systems need."""
    return " ".join(["'self'", *target.connect_sources, *([course.lrs.origin] if course.lrs else [])])


def frame_sources(course: Course) -> str:
    """Whose pages the page may show in a frame: the hosts that the author names, and no other."""
    found = {block.frame_source for page in course.pages for block in page.all_blocks} - {""}
    return " ".join(sorted(found)) or "'none'"


def player_lrs(course: Course, target: Target) -> dict[str, Any] | None:
    """What the player knows of the LRS; None in a package that has only the LMS."""
    if not (course.has_data_outside_lms or target.makes_statements):
        return None
    found = course.lrs
    where = {"endpoint": found.url, "key": found.key, "secret": found.secret} if found else {"endpoint": None}
    return {**where, "outline": course_outline(course)}


def player_translations(course: Course, words: Mapping[str, Any], script: bytes) -> dict[str, Any]:
    """What the player of this course says: what its script names, and who reads in the author's words."""
    # Any word in quotes counts: a sentence too many costs some bytes, one too few leaves a key on the screen.
    names = set(re.findall(r"""["']([a-z_]+)["']""", script.decode()))
    names -= needless_words(course)
    context = {key: text for key, text in words["player"].items() if key in names}
    return {**context, "readers": readers_text(course, words)}


def needless_words(course: Course) -> set[str]:
    """What the player can say, and never will in this course."""
    answers = [each for question in course.questions for each in question.interactions]
    counted = any(each.minimum > 1 for each in answers)
    ends = course.completion.finish == "button"
    return ({"minimum"} if not counted else set()) | (
        {"finish", "ready", "ready_means"} if not ends else set()
    )


def readers_text(course: Course, words: Mapping[str, Any]) -> str:
    """Who reads the answers and for how long, and that some questions are an exception."""
    if course.is_private:
        return str(words["player"]["readers_private" if course.device == "own" else "readers_tab"])
    general = words["player"]["readers"]
    told = words["page"]["read_by"].format(**vars(course.privacy)) if course.privacy else general
    differs = any(question.answers != "both" for question in course.questions)
    return f"{told} {words['page']['differs']}" if differs else str(told)


def file_size(size: int, decimal: str) -> str:
    """A number of bytes as people say it: 345 KB, and 1,2 MB where the decimal mark is a comma."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1e6:.1f} MB".replace(".", decimal)


@cache
def jinja_environment() -> Environment:
    """Jinja2 with everything escaped, and a fault where a template names what isn't there."""
    templates = Environment(
        # A target's own templates lie in its folder.
        loader=ChoiceLoader(
            [PackageLoader("scormbuild.course"), PackageLoader("scormbuild.course", "targets")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["file_size"] = file_size
    templates.globals |= {
        "icon": icons.icon,
        "cover_pattern": cover.cover_pattern,
        "cover_counts": cover.cover_counts,
        "course_minutes": cover.course_minutes,
    }
    # In few bytes; Jinja's tojson still escapes <, >, & and ', so no text can end the element that it is in.
    templates.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    return templates
