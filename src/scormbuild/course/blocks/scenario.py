"""A story in scenes, in which a learner chooses what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.blocks.scene import Scene
from scormbuild.course.blocks.scene_graph import check_scenes
from scormbuild.course.model import Block, Interaction, PlayerPart, Question, Text
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token, split_blocks
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Scenario(Question):
    """What it is about, and its scenes, the first of which is where it begins."""

    prompt: str
    scenes: tuple[Scene, ...]

    player_parts = (PlayerPart("path", "blocks/scenario", "startScenario"),)
    style_parts = ("question", "scenario")

    @property
    def children(self) -> tuple[Block, ...]:
        """The scenes."""
        return self.scenes

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered: the path, which is a choice of each scene that was passed."""
        steps = [(scene, choice) for scene in self.scenes for choice in scene.choices]
        return (
            Interaction(
                self.id,
                html_to_text(self.prompt),
                tuple((scene.step(choice), html_to_text(choice.html)) for scene, choice in steps),
                longest=self._longest_answer(),
                leads=tuple((scene.step(choice), choice.scene) for scene, choice in steps),
            ),
        )

    def _longest_answer(self) -> str:
        """A path through all scenes, its tries, and as much of the next: more than the player keeps of any.

        Who goes round in circles makes a longer path; the player keeps as many steps as there are scenes.
        """
        path = ",".join(scene.step(scene.choices[-1]) for scene in self.scenes if scene.choices)
        return f"{path} 9 {path}"


def parse_scenario(directive: Directive) -> Scenario:
    """A text, and the scenes below it."""
    text, scenes = _text_and_scenes(directive)
    if not scenes:
        directive.add_problem(
            _("this scenario has no scenes"), _("write :::{scene} start below its text, and end it with :::")
        )
    elif not any(scene.end for scene in scenes):
        directive.add_problem(
            _("this scenario has no end"), _("write :end: good (or mixed, or bad) in the scene that ends it")
        )
    check_scenes(scenes, directive.notes)
    return Scenario(
        id=directive.identifier(),
        prompt=directive.html("what this scenario is about", text),
        scenes=scenes,
        **question_fields(directive),
    )


def _text_and_scenes(directive: Directive) -> tuple[list[Token], tuple[Scene, ...]]:
    """The tokens above the first scene, and the scenes."""
    text: list[Token] = []
    rest: list[Token] = []
    for block in split_blocks(directive.page_tokens()):
        (rest if rest or block[0].type == "colon_fence" else text).extend(block)
    return text, _scenes(directive, rest)


def _scenes(directive: Directive, tokens: Sequence[Token]) -> tuple[Scene, ...]:
    blocks = directive.parse_blocks(tokens)
    for block in blocks:
        if isinstance(block, Text):
            directive.add_problem(
                _(
                    "text stands between the scenes of this scenario: %(text)s",
                    text=html_to_text(block.html, 40),
                ),
                _("put it into a scene, or above the first one"),
            )
    return tuple(block for block in blocks if isinstance(block, Scene))


SCENARIO = DirectiveType(
    parse_scenario,
    QUESTION_OPTIONS,
    group="ask",
    holds=frozenset({"scene"}),
    purpose="let people find their way through a story",
    access="buttons; the focus goes on to the new scene, which is read aloud with what came of the choice",
)
