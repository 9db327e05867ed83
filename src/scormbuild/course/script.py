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
START = "start"


class Part(NamedTuple):
    """A part of the player: its name in `startCourse`, its module, its function, the courses that use it."""

    name: str
    module: str
    function: str
    used: Callable[[Course], bool]


def with_block(*kinds: type[Block]) -> Callable[[Course], bool]:
    """The courses that have a block of one of these kinds."""
    return lambda course: any(isinstance(block, kinds) for page in course.pages for block in page.blocks)


def with_youtube(course: Course) -> bool:
    """Whether a course has a film on YouTube: a browser plays others without help."""
    blocks = (block for page in course.pages for block in page.blocks)
    return any(isinstance(block, Video) and bool(block.youtube) for block in blocks)


def with_answers_off_lms(course: Course) -> bool:
    """Whether a course has a question whose answer the LMS never sees."""
    return any(question.answers in OFF_LMS for question in course.questions)


PARTS = (
    Part("driver", "lms/scorm12", "openScorm12", lambda _: True),
    Part("deviceAnswers", "private-answers", "openPrivateAnswers", with_answers_off_lms),
    Part("reporter", "reporter/start-reporter", "startReporter", lambda course: course.receiver is not None),
    Part("warnings", "reporter/warnings", "startWarnings", lambda course: course.receiver is not None),
)
BLOCKS = (
    Part("open", "blocks/open", "startOpen", with_block(Reflection, Contrast)),
    Part("choice", "blocks/choice", "startChoice", with_block(Choice)),
    Part("opinion", "blocks/ticks", "startTicks", with_block(Opinion)),
    Part("acknowledge", "blocks/ticks", "startTicks", with_block(Acknowledge)),
    Part("checklist", "blocks/ticks", "startTicks", with_block(Checklist)),
    Part("contrast", "blocks/contrast", "startContrast", with_block(Contrast)),
    Part("video", "blocks/video", "startVideos", with_youtube),
)


def course_script(course: Course, chunks: Traversable = CHUNKS) -> bytes:
    """The script of this course, with the parts that it uses and no other."""
    parts, blocks = ([part for part in table if part.used(course)] for table in (PARTS, BLOCKS))
    start = f"startCourse({{{functions(parts)},blocks:{{{functions(blocks)}}}}})"
    return script([START, *(part.module for part in (*parts, *blocks))], start, chunks)


def functions(parts: Iterable[Part]) -> str:
    """The parts as properties of an object in JavaScript."""
    return ",".join(f"{part.name}:{part.function}" for part in parts)


def script(roots: Iterable[str], start: str, chunks: Traversable = CHUNKS) -> bytes:
    """The chunks that these modules are in or need, each once, as one strict script that ends in `start`."""
    needs: dict[str, list[str]] = json.loads((chunks / "roots.json").read_text("utf-8"))
    names = dict.fromkeys(name for root in roots for name in needs[root])  # each list: in order of need
    texts = ((chunks / f"{name}.js").read_text("utf-8") for name in names)
    return "\n".join(["(()=>{'use strict';", *texts, start, "})();"]).encode()
