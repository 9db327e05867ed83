"""A course with every question, every way of `answers` and a film of its own; what a learner does in it."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Frame
from support.browser.lms_harness import open_next_page, question, write_course

PRIVACY = {"readers": "the trainers of Example Care", "keep": "a year"}
# Five pages, ten questions that must be answered, one that need not: fifteen parts, so 6 2/3 percent each.
PAGES = {
    "welcome": """\
:::{acknowledge} rules
:label: I read them

Read the rules.
:::
""",
    "words": "\n".join(
        [
            question("to-both", "Who may read this?", answers="both"),
            question("to-lms", "And this?", answers="lms"),
            question("to-lrs", "And that?", answers="lrs"),
            question("to-nobody", "And your secret?", answers="nowhere"),
        ]
    ),
    "reply": """\
:::{contrast} reply
:wrong: The worst
:good: The best

Write the worst reply, then the best.

---

- Is it kind?
:::
""",
    "choices": """\
:::{choice} one
:retries: 1

Which of these is a fruit?

- [x] Apple
- [ ] Carrot
:::

:::{choice} two
:retries: 0
:answers: lms

Which two are even?

- [x] Two
- [ ] Three
- [x] Four
:::

:::{opinion} view
:optional: true

This is useful.
:::

:::{checklist} list
:answers: lrs

Tick what you did.

- I read it.
- I understood it.
:::
""",
    "film": """\
:::{video} clip
:title: A clip
:file: media/clip.mp4
:captions: media/clip.vtt

What is said in it.
:::
""",
}
FILM_SECONDS = 3


class Step(NamedTuple):
    """Something that a learner does, and the statements that follow from it, in short."""

    action: Callable[[Frame], object]
    statements: tuple[str, ...] = ()


def fill_answer(key: str, text: str) -> Callable[[Frame], object]:
    """Write an answer, and go on to something else."""

    def act(course: Frame) -> None:
        course.locator(f"textarea[data-id={key}]").fill(text)
        course.locator(f"textarea[data-id={key}]").blur()

    return act


def tick_boxes(key: str, *values: str) -> Callable[[Frame], object]:
    """Tick boxes or choose an option."""

    def act(course: Frame) -> None:
        for value in values:
            course.locator(f"#q_{key} input[value='{value}']").check()

    return act


def submit_choice(key: str, *values: str) -> Callable[[Frame], object]:
    """Choose, and have it checked."""

    def act(course: Frame) -> None:
        boxes = course.locator(f"#q_{key} input")
        for box in boxes.all():
            if box.get_attribute("type") == "checkbox":
                box.set_checked(box.get_attribute("value") in values)
        tick_boxes(key, *values)(course)
        course.locator(f"#q_{key} button").click()

    return act


# Percentages: parts done of fifteen, down to whole tens; each is told once.
STEPS = (
    Step(lambda _: None, ("initialized", "experienced welcome")),
    Step(tick_boxes("rules", "t"), ("acknowledge rules 1 true", "progressed 10")),
    Step(open_next_page, ("experienced words", "progressed 20")),
    Step(fill_answer("to-both", "Everybody may."), ("answered to-both 1 Everybody may.",)),
    Step(fill_answer("to-lms", "Only the LMS."), ("answered to-lms 1", "progressed 30")),
    Step(
        fill_answer("to-lrs", "Only the LRS."),
        ("answered to-lrs 1 Only the LRS.", "progressed 40"),
    ),
    Step(fill_answer("to-nobody", "Nobody."), ("answered to-nobody 1",)),
    Step(open_next_page, ("experienced reply", "progressed 50")),
    Step(fill_answer("reply-wrong", "Go away!"), ("answered reply-wrong 1 Go away!", "progressed 60")),
    Step(fill_answer("reply-good", "I am sorry."), ("answered reply-good 1 I am sorry.",)),
    Step(open_next_page, ("experienced choices", "progressed 70")),
    Step(submit_choice("one", "b"), ("answered one 1 b (wrong)", "progressed 80")),
    Step(submit_choice("one", "a"), ("answered one 2 a (right)",)),
    Step(submit_choice("two", "a", "c"), ("answered two 1 (right)",)),
    Step(tick_boxes("view", "4"), ("answered view 1 4",)),
    Step(tick_boxes("list", "a"), ("answered list 1 a (too short)",)),
    Step(tick_boxes("list", "b"), ("answered list 2 a[,]b", "progressed 90")),
    Step(open_next_page, ("experienced film", "progressed 100", "completed")),
)
# What the LMS has of it: no word that is only for the LRS, or for nobody.
LMS_ANSWERS = {
    "rules": "t",
    "to-both": "Everybody may.",
    "to-lms": "Only the LMS.",
    "to-lrs": "t",
    "to-nobody": "t",
    "reply-wrong": "Go away!",
    "reply-good": "I am sorry.",
    "one": "a 2",
    "two": "a,c 1",
    "view": "4",
    "list": "t",
}


def expected_statements(steps: tuple[Step, ...] = STEPS) -> list[str]:
    """All that the steps tell, in order."""
    return [told for step in steps for told in step.statements]


def write_lrs_course(folder: Path) -> Path:
    """The course in a folder, with its film."""
    write_course(folder, PAGES, privacy=PRIVACY)
    (folder / "media").mkdir()
    (folder / "media/clip.mp4").write_bytes(silent_wave())
    (folder / "media/clip.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHush.\n")
    return folder


def silent_wave() -> bytes:
    """Some seconds of nothing, which any browser plays, whatever the file is called."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * FILM_SECONDS)
    return file.getvalue()
