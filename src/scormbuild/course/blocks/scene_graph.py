"""Where the scenes of a scenario lead: what can't be reached, and where nobody gets out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from scormbuild.catalogue import _
from scormbuild.course.blocks.scene import Scene
from scormbuild.course.notes import Notes
from scormbuild.errors import did_you_mean


def check_scenes(scenes: Sequence[Scene], notes: Notes) -> None:
    """Note scenes with which a learner would be stuck, or that they would never see."""
    by_name: dict[str, Scene] = {}
    for scene in scenes:
        first = by_name.setdefault(scene.id, scene)
        if first is not scene and scene.id:
            notes.add_problem(
                scene.place,
                _("there is another scene '%(id)s', on line %(line)s", id=scene.id, line=first.place.line),
                _("give one of the two another name"),
            )
        _check_way_on(scene, notes)
    _check_targets(scenes, by_name, notes)
    if all(choice.scene in by_name for scene in scenes for choice in scene.choices):
        _check_reach(scenes, by_name, notes)


def _check_way_on(scene: Scene, notes: Notes) -> None:
    if scene.end and scene.choices:
        notes.add_problem(
            scene.choices[0].place,
            _("the scene '%(id)s' is an end, so there is nothing to choose in it", id=scene.id),
            _("leave the choices out, or :end:"),
        )
    elif not scene.end and not scene.choices:
        notes.add_problem(
            scene.place,
            _("nothing comes after the scene '%(id)s'", id=scene.id),
            _("write a list of choices below its text, or :end: good"),
        )


def _check_targets(scenes: Sequence[Scene], by_name: Mapping[str, Scene], notes: Notes) -> None:
    for choice in (choice for scene in scenes for choice in scene.choices):
        if choice.scene and choice.scene not in by_name:
            hint = did_you_mean(choice.scene, by_name, _("scenes:"))
            notes.add_problem(choice.place, _("there is no scene '%(scene)s'", scene=choice.scene), hint)


def _check_reach(scenes: Sequence[Scene], by_name: Mapping[str, Scene], notes: Notes) -> None:
    after = {scene.id: [choice.scene for choice in scene.choices] for scene in scenes}
    before: dict[str, list[str]] = {name: [] for name in by_name}
    for name, others in after.items():
        for other in others:
            before[other].append(name)
    begins = names_within_reach([scene.id for scene in scenes[:1]], after)
    ends = names_within_reach([scene.id for scene in scenes if scene.end], before)
    for scene in scenes:
        if scene.id not in begins:
            notes.add_problem(
                scene.place,
                _("no choice leads to the scene '%(id)s'", id=scene.id),
                _("write -> %(id)s behind a choice, or leave the scene out", id=scene.id),
            )
        # A scene where nothing comes after has been told already.
        elif scene.id not in ends and scene.choices and any(each.end for each in scenes):
            notes.add_problem(
                scene.place,
                _(
                    "nobody gets out of the scene '%(id)s': its choices go round, and no end follows",
                    id=scene.id,
                ),
                _("let one of its choices lead to an end"),
            )


def names_within_reach(start: Iterable[str], steps: Mapping[str, Iterable[str]]) -> set[str]:
    """These names, and all that can be reached from them."""
    waiting = deque(start)
    reached = set(waiting)
    while waiting:
        for name in steps[waiting.popleft()]:
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached
