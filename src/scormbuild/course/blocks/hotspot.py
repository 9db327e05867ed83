"""A picture in which the right places are to be pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.choice import Option, choice_interaction, parse_options
from scormbuild.course.blocks.question import CHECK_OPTIONS, CheckedQuestion, check_fields
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes, text_and_list
from scormbuild.course.pages.markdown import render_html, split_blocks
from scormbuild.course.plain_text import html_to_text

_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_SPOT = re.compile(rf"{_NUMBER},{_NUMBER}\s+{_NUMBER}x{_NUMBER}\s+(?P<words>.+)", re.ASCII | re.DOTALL)
_IMAGE = re.compile(r"<p>(<img [^>]*>)</p>")
_HUNDRED = 100


@dataclass(frozen=True)
class Spot(Option):
    """A place in the picture: from left and from above, wide and high, each in percent."""

    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Hotspot(CheckedQuestion):
    """A question, a picture, and places in it."""

    prompt: str
    image: str
    options: tuple[Spot, ...]

    player_parts = (
        PlayerPart("choice", "blocks/choice", "startChoice"),
        PlayerPart("hotspot", "blocks/hotspot", "startHotspots"),
    )
    style_parts = ("question", "options", "check", "choice", "hotspot")

    @property
    def several(self) -> bool:
        """Whether more than one place is right."""
        return sum(option.correct for option in self.options) > 1

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        prompt = html_to_text(self.prompt)
        return (
            choice_interaction(self.id, prompt, self.options, several=self.several, retries=self.retries),
        )


def parse_hotspot(directive: Directive) -> Hotspot:
    """A question, a picture below it, and a list of places."""
    tokens, explanation = split_quotes(directive.tokens())
    text, items = text_and_list(directive, tokens)
    blocks = [(block, render_html(block)) for block in split_blocks(text)]
    images = [found[1] for _, html in blocks if (found := _IMAGE.fullmatch(html))]
    if len(images) != 1:
        directive.add_problem(
            _("a hotspot has one picture in a paragraph of its own, not %(number)s", number=len(images)),
            _("write ![what it shows](media/name.jpg) above the list, with blank lines around it"),
        )
    return Hotspot(
        id=directive.identifier(),
        prompt=directive.html(
            "the question", [each for block, html in blocks if not _IMAGE.fullmatch(html) for each in block]
        ),
        image=images[0] if images else "",
        options=tuple(_spot(directive, option) for option in parse_options(directive, items)),
        **check_fields(directive, explanation),
    )


def _spot(directive: Directive, option: Option) -> Spot:
    found = _SPOT.fullmatch(option.html)
    left, top, width, height = map(float, found.groups()[:4] if found else "0011")
    if not found or left + width > _HUNDRED or top + height > _HUNDRED or not width * height:
        directive.add_problem(
            _("'%(text)s' is no place in the picture", text=html_to_text(option.html)),
            _("write - [x] 20,35 10x10 The sink: 20 % from the left, 35 % from above, 10 % wide, 10 % high"),
        )
    words = found["words"] if found else option.html
    return Spot(option.key, words, option.correct, option.feedback, (left, top, width, height))


HOTSPOT = DirectiveType(
    parse_hotspot,
    CHECK_OPTIONS,
    group="ask",
    purpose="let people point at places in a picture",
    access="the places are options below the picture",
)
