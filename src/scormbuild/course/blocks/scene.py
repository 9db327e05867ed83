"""One scene of a scenario: what happens, and what a learner can do then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.question import OPTION_KEYS
from scormbuild.course.fields import parse_identifier
from scormbuild.course.model import Block
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, text_and_list
from scormbuild.course.pages.markdown import Token, render_html, split_blocks

Ending = Literal["", "good", "mixed", "bad"]
_TARGET = re.compile(r"\s*(?:->|→)\s*(?P<scene>\S+)\s*$")


@dataclass(frozen=True)
class SceneChoice:
    """Something to do: its words, the scene that it leads to, and what comes of it."""

    key: str
    html: str
    scene: str
    outcome: str
    place: Place


@dataclass(frozen=True)
class Scene(Block):
    """A situation with choices, or one of the ends. Its name is known within its scenario only."""

    id: str
    speaker: str
    html: str
    choices: tuple[SceneChoice, ...]
    end: Ending
    place: Place

    def step(self, choice: SceneChoice) -> str:
        """The key of a choice in a path: it says in which scene it was made."""
        return f"{self.id}-{choice.key}"


def parse_scene(directive: Directive) -> Scene:
    """A situation, and a list of choices unless it is an end."""
    text, found = text_and_list(directive)
    given, place = directive.fence.argument, directive.fence.place
    if given is None:
        directive.add_problem(_("this scene has no name"), _("write :::{scene} my-scene; choices lead to it"))
    elif len(found) > len(OPTION_KEYS):
        directive.add_problem(
            _("a scene has at most %(number)s choices", number=len(OPTION_KEYS)),
            _("make another scene of some"),
        )
    return Scene(
        id=parse_identifier(given, directive.notes) if given else "",
        speaker=directive.options.text("speaker", ""),
        html=directive.html("this scene", text),
        choices=tuple(_choice(directive, key, item) for key, item in zip(OPTION_KEYS, found, strict=False)),
        # What is no kind of end is a fault by itself, and an end all the same.
        end=directive.options.one_of(
            "end", get_args(Ending)[1:], "mixed" if "end" in directive.options.values else ""
        ),
        place=place,
    )


def _choice(directive: Directive, key: str, item: Sequence[Token]) -> SceneChoice:
    """One choice: its words, an arrow and a scene, and perhaps quotes that say what comes of it."""
    blocks = list(split_blocks(item))
    place = Place(item[0].map[0], 1) if item and item[0].map else directive.fence.place
    outcome = [token for block in blocks if block[0].type == "blockquote_open" for token in block[1:-1]]
    text = [token for block in blocks if block[0].type != "blockquote_open" for token in block]
    # The words of the last paragraph: markdown-it's tokens are flat.
    last = next((token.children for token in reversed(text) if token.children), None)
    arrow = _TARGET.search(last[-1].content) if last and last[-1].type == "text" else None
    if last and arrow:
        last[-1].content = last[-1].content[: arrow.start()]
    html = item_html(text)
    if not arrow or not html:
        directive.notes.add_problem(
            place,
            _("a choice has words, and the scene that it leads to"),
            _("write - words -> name-of-the-scene"),
        )
    return SceneChoice(key, html, arrow["scene"] if arrow else "", render_html(outcome), place)


SCENE = DirectiveType(
    parse_scene,
    {"speaker": mark(":speaker: Mrs. De Vries"), "end": ":end: good"},
    group="scene",
    purpose="write a scene of a scenario",
    access="within its scenario: a group that gets the focus",
)
