"""A scenario as its author writes it: its faults are told with their lines, and its size at build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import Files, sample_page
from support.course.scenarios import ANGRY_RELATIVE, long_scenario

from scormbuild.course import source
from scormbuild.course.outline import course_outline
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
END = ":::{scene} over\n:end: good\nDone.\n:::\n"


def scenario(*scenes: str) -> Files:
    """A course with a scenario of these scenes, the first of which begins on line 7."""
    return sample_page("::::{scenario} visit\nA visit.\n\n" + "\n".join(scenes) + "::::\n")


def scene(name: str, *choices: str) -> str:
    """Five lines, and one for each choice."""
    return f":::{{scene}} {name}\nWhat now?\n\n" + "".join(f"- {each}\n" for each in choices) + ":::\n"


FAULTS: dict[str, tuple[Files, str]] = {
    "no scenes": (
        scenario(),
        (
            "4:1: this scenario has no scenes\n"
            "  hint: write :::{scene} start below its text, and end it with :::"
        ),
    ),
    "a scene by itself": (
        sample_page(END),
        "4:1: this scene can't stand by itself\n  hint: write it within the directive that it is a part of",
    ),
    "a question between scenes": (
        scenario(":::{acknowledge} read\nRead it.\n:::\n", END),
        (
            "7:1: this acknowledge can't stand within the scenario of line 4\n"
            "  hint: close the scenario of line 4 first, or put this above it"
        ),
    ),
    "text between scenes": (
        scenario(scene("start", "Go -> over"), "Meanwhile.\n", END),
        (
            "4:1: text stands between the scenes of this scenario: Meanwhile.\n"
            "  hint: put it into a scene, or above the first one"
        ),
    ),
    "no text above the scenes": (
        sample_page(f"::::{{scenario}} visit\n{END}::::\n"),
        "4:1: what this scenario is about is empty\n  hint: write it above the closing :::",
    ),
    "a scene without a name": (
        scenario(scene("", "Go -> over"), END),
        "7:1: this scene has no name\n  hint: write :::{scene} my-scene; choices lead to it",
    ),
    "two scenes of one name": (
        scenario(scene("start", "Go -> over"), END, END),
        "18:1: there is another scene 'over', on line 13\n  hint: give one of the two another name",
    ),
    "a dead end": (
        scenario(scene("start", "Go -> over", "Stay -> room"), scene("room"), END),
        (
            "14:1: nothing comes after the scene 'room'\n"
            "  hint: write a list of choices below its text, or :end: good"
        ),
    ),
    "a loop without a way out": (
        scenario(
            scene("start", "Go -> over", "Stay -> room"),
            scene("room", "On -> hall"),
            scene("hall", "Back -> room"),
            END,
        ),
        (
            "14:1: nobody gets out of the scene 'room': its choices go round, and no end follows\n"
            "  hint: let one of its choices lead to an end\n"
            "pages/start.md:20:1: nobody gets out of the scene 'hall': "
            "its choices go round, and no end follows\n"
            "  hint: let one of its choices lead to an end"
        ),
    ),
    "a scene that nobody reaches": (
        scenario(scene("start", "Go -> over"), scene("room", "Go -> over"), END),
        (
            "13:1: no choice leads to the scene 'room'\n"
            "  hint: write -> room behind a choice, or leave the scene out"
        ),
    ),
    "a choice to a scene that isn't there": (
        scenario(scene("start", "Go -> ovr"), END),
        "10:1: there is no scene 'ovr'\n  hint: did you mean 'over'?",
    ),
    "a choice that leads nowhere": (
        scenario(scene("start", "Go -> over", "Just go"), END),
        (
            "11:1: a choice has words, and the scene that it leads to\n"
            "  hint: write - words -> name-of-the-scene"
        ),
    ),
    "no end": (
        scenario(scene("start", "Go -> room"), scene("room", "Back -> start")),
        (
            "4:1: this scenario has no end\n"
            "  hint: write :end: good (or mixed, or bad) in the scene that ends it"
        ),
    ),
    "choices at an end": (
        scenario(scene("start", "Go -> over"), ":::{scene} over\n:end: good\nDone.\n\n- Go -> start\n:::\n"),
        (
            "17:1: the scene 'over' is an end, so there is nothing to choose in it\n"
            "  hint: leave the choices out, or :end:"
        ),
    ),
    "an end of no kind": (
        scenario(scene("start", "Go -> over"), END.replace("good", "fine")),
        "14:7: 'end' can't be 'fine'\n  hint: possible: good, mixed, bad",
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_scenario_is_told_with_its_line(
    make_folder: MakeFolder, files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == f"pages/start.md:{message}"


def test_the_outline_has_each_choice_and_where_it_leads(make_folder: MakeFolder) -> None:
    course = source.read_course(make_folder(sample_page(ANGRY_RELATIVE))).course
    (question,) = course_outline(course)["questions"]
    assert question["prompt"] == "A relative of Mr. Bos is angry: nobody told her of his fall."
    assert question["options"][:3] == [
        {"key": "start-a", "text": "Listen to her"},
        {"key": "start-b", "text": "Explain the rules"},
        {"key": "calm-a", "text": "Say sorry"},
    ]
    assert question["leads"]["start-a"] == "calm"


def test_a_scenario_of_forty_scenes_has_room_in_any_lms(make_folder: MakeFolder) -> None:
    reading = source.read_course(make_folder(sample_page(long_scenario(40))))
    assert reading.suspend_data_size < 1000
