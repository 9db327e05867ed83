"""The one script of a course: the chunks of the player that it uses, one after another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from scormbuild.course.blocks.quiz import list_quizzes
from scormbuild.course.model import OFF_LMS, Course, PlayerPart

# What player/chunks.mjs makes, and the module where every course starts.
CHUNKS = resources.files("scormbuild.course") / "assets/player"
START_MODULE = "start"


def has_answers_off_lms(course: Course) -> bool:
    """Whether a course has a question whose answer the LMS never sees."""
    return any(question.answers in OFF_LMS for question in course.questions)


# What is neither a block nor a driver, and the courses that use it.
PLAYER_PARTS: dict[PlayerPart, Callable[[Course], bool]] = {
    PlayerPart("deviceAnswers", "private-answers", "openPrivateAnswers"): has_answers_off_lms,
    PlayerPart("reporter", "reporter/start-reporter", "startReporter"): lambda course: course.lrs is not None,
    PlayerPart("certificate", "certificate", "startCertificate"): lambda course: (
        course.certificate is not None
    ),
    PlayerPart("search", "search", "startSearch"): lambda course: course.has_search,
    PlayerPart("count", "counting", "countCourse"): lambda course: bool(
        list_quizzes(course.pages) or any(page.role for page in course.pages)
    ),
    PlayerPart("pagesBefore", "access", "pagesBefore"): lambda course: any(
        page.after for page in course.pages
    ),
    PlayerPart("warnings", "reporter/warnings", "startWarnings"): lambda course: course.lrs is not None,
}


def course_script(
    course: Course,
    driver: PlayerPart,
    chunks: Traversable = CHUNKS,
    own_parts: Mapping[PlayerPart, Callable[[Course], bool]] = MappingProxyType({}),
) -> bytes:
    """The script of this course, with this driver, the parts that it uses and no other.

    `own_parts` are those that only its target has.
    """
    parts = [driver, *(part for part, used in {**PLAYER_PARTS, **own_parts}.items() if used(course))]
    blocks = block_parts(course)
    start = f"startCourse({{{render_parts(parts)},blocks:{{{render_parts(blocks)}}}}})"
    return bundle_chunks([START_MODULE, *(part.module for part in (*parts, *blocks))], start, chunks)


def block_parts(course: Course) -> list[PlayerPart]:
    """What the blocks of a course use, each once."""
    blocks = [block for page in course.pages for block in page.all_blocks if block.needs_player]
    return list(dict.fromkeys(part for block in blocks for part in block.player_parts))


def render_parts(parts: Iterable[PlayerPart]) -> str:
    """The parts as properties of an object in JavaScript."""
    # A kind's name may have a hyphen.
    names = ((part.name if part.name.isidentifier() else f"'{part.name}'", part) for part in parts)
    return ",".join(f"{name}:{part.function}" for name, part in names)


def bundle_chunks(roots: Iterable[str], start: str, chunks: Traversable = CHUNKS) -> bytes:
    """The chunks that these modules are in or need, each once, as one strict script that ends in `start`."""
    needs: dict[str, list[str]] = json.loads((chunks / "roots.json").read_text("utf-8"))
    names = dict.fromkeys(name for root in roots for name in needs[root])  # each list: in order of need
    texts = ((chunks / f"{name}.js").read_text("utf-8") for name in names)
    # A classic script: modules don't load from a file, and Moodle serves .mjs as text/plain.
    return "\n".join(["(()=>{'use strict';", *texts, start, "})();"]).encode()
