"""The one script of a course: the chunks of the player that it uses, one after another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

from scormbuild.course.model import (
    OFF_LMS,
    Acknowledge,
    Block,
    Checklist,
    Choice,
    Contrast,
    Course,
    Opinion,
    Reflection,
    Video,
)

# What player/chunks.mjs makes, and the module where every course starts.
CHUNKS = resources.files("scormbuild.course") / "assets/player"
START_MODULE = "start"


class PlayerPart(NamedTuple):
    """A part of the player: its name in `startCourse`, its module, its function, the courses that use it."""

    name: str
    module: str
    function: str
    is_used: Callable[[Course], bool]


def has_block(*kinds: type[Block]) -> Callable[[Course], bool]:
    """The courses that have a block of one of these kinds."""
    return lambda course: any(isinstance(block, kinds) for page in course.pages for block in page.blocks)


def has_youtube(course: Course) -> bool:
    """Whether a course has a film on YouTube: a browser plays others without help."""
    blocks = (block for page in course.pages for block in page.blocks)
    return any(isinstance(block, Video) and bool(block.youtube) for block in blocks)


def has_answers_off_lms(course: Course) -> bool:
    """Whether a course has a question whose answer the LMS never sees."""
    return any(question.answers in OFF_LMS for question in course.questions)


PLAYER_PARTS = (
    PlayerPart("driver", "lms/scorm12", "openScorm12", lambda _: True),
    PlayerPart("deviceAnswers", "private-answers", "openPrivateAnswers", has_answers_off_lms),
    PlayerPart("reporter", "reporter/start-reporter", "startReporter", lambda course: course.lrs is not None),
    PlayerPart("warnings", "reporter/warnings", "startWarnings", lambda course: course.lrs is not None),
)
BLOCK_PARTS = (
    PlayerPart("open", "blocks/open", "startOpen", has_block(Reflection, Contrast)),
    PlayerPart("choice", "blocks/choice", "startChoice", has_block(Choice)),
    PlayerPart("opinion", "blocks/ticks", "startTicks", has_block(Opinion)),
    PlayerPart("acknowledge", "blocks/ticks", "startTicks", has_block(Acknowledge)),
    PlayerPart("checklist", "blocks/ticks", "startTicks", has_block(Checklist)),
    PlayerPart("contrast", "blocks/contrast", "startContrast", has_block(Contrast)),
    PlayerPart("video", "blocks/video", "startVideos", has_youtube),
)


def course_script(course: Course, chunks: Traversable = CHUNKS) -> bytes:
    """The script of this course, with the parts that it uses and no other."""
    parts, blocks = (
        [part for part in table if part.is_used(course)] for table in (PLAYER_PARTS, BLOCK_PARTS)
    )
    start = f"startCourse({{{render_parts(parts)},blocks:{{{render_parts(blocks)}}}}})"
    return bundle_chunks([START_MODULE, *(part.module for part in (*parts, *blocks))], start, chunks)


def render_parts(parts: Iterable[PlayerPart]) -> str:
    """The parts as properties of an object in JavaScript."""
    return ",".join(f"{part.name}:{part.function}" for part in parts)


def bundle_chunks(roots: Iterable[str], start: str, chunks: Traversable = CHUNKS) -> bytes:
    """The chunks that these modules are in or need, each once, as one strict script that ends in `start`."""
    needs: dict[str, list[str]] = json.loads((chunks / "roots.json").read_text("utf-8"))
    names = dict.fromkeys(name for root in roots for name in needs[root])  # each list: in order of need
    texts = ((chunks / f"{name}.js").read_text("utf-8") for name in names)
    return "\n".join(["(()=>{'use strict';", *texts, start, "})();"]).encode()
