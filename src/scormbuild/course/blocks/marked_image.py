"""An image with numbered spots, each of which opens a text; all of them stand below it too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, takewhile
from typing import NamedTuple

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import text_and_list
from scormbuild.course.pages.markdown import Token, render_html

_SPOT = re.compile(r"(?P<x>\d{1,3})%[ \t]+(?P<y>\d{1,3})%[ \t]+(?P<title>\S.*)", re.ASCII)
_NEAREST = 10  # percent: on a phone of 320 pixels a finger's width


class Spot(NamedTuple):
    """Where a spot is, in percent from the left and from the top; its title, and its text as HTML."""

    x: int
    y: int
    title: str
    html: str

    @property
    def place(self) -> str:
        """The class of its place: a strict Content-Security-Policy drops style attributes."""
        return f"at-{self.x}-{self.y}"


@dataclass(frozen=True)
class MarkedImage(Block):
    """An image with spots in the author's order."""

    id: str
    image: str
    alt: str
    html: str
    spots: tuple[Spot, ...]

    style_parts = ("marked-image", "popover")
    explained = ("html",)

    @property
    def style_rules(self) -> tuple[str, ...]:
        """A rule for the place of each spot."""
        return tuple(f".{spot.place}{{left:{spot.x}%;top:{spot.y}%}}" for spot in self.spots)


def parse_marked_image(directive: Directive) -> MarkedImage:
    """Perhaps a text, and then a list of spots."""
    text, items = text_and_list(directive)
    spots = tuple(_parse_spots(directive, items))
    if not items:
        directive.add_problem(
            _("a marked image has no spots"),
            _("write a list below the options, each item as in - 20% 35% The brake"),
        )
    for (one, first), (other, second) in combinations(enumerate(spots, 1), 2):
        if abs(first.x - second.x) < _NEAREST and abs(first.y - second.y) < _NEAREST:
            message = _(
                "on a phone the spots %(one)s and %(other)s lie upon each other", one=one, other=other
            )
            directive.add_problem(message, _("put them at least %(nearest)s%% apart", nearest=_NEAREST))
    return MarkedImage(
        directive.identifier(),
        directive.media("image", "image"),
        directive.options.text("alt"),
        render_html(text),
        spots,
    )


def _parse_spots(directive: Directive, items: Sequence[Sequence[Token]]) -> Iterator[Spot]:
    for item in items:
        place = Place(item[0].map[0] if item and item[0].map else directive.fence.place.line, 1)
        first = item[1].children or [] if len(item) > 2 and item[0].tag == "p" else []
        line = list(takewhile(lambda child: child.type not in ("softbreak", "hardbreak"), first))
        found = _SPOT.fullmatch("".join(child.content for child in line))
        if not found or any(child.type != "text" for child in line):
            hint = _("write its place from the left and from the top, and its title: - 20% 35% The brake")
            directive.notes.add_problem(place, _("a spot begins with its place and its title"), hint)
            continue
        x, y = int(found["x"]), int(found["y"])
        if x > 100 or y > 100:
            directive.notes.add_problem(place, _("this spot lies outside the image"), _("write 0% to 100%"))
        # What stands below the title is the text: the rest of its paragraph, and what comes after that.
        item[1].children = first[len(line) + 1 :]
        html = render_html(item if item[1].children else item[3:])
        if not html:
            directive.notes.add_problem(
                place,
                _("the spot '%(title)s' has no text", title=found["title"]),
                _("write it on the line below, indented"),
            )
        yield Spot(x, y, found["title"], html)


MARKED_IMAGE = DirectiveType(
    parse_marked_image,
    {"image": ":image: media/name.png", "alt": mark(":alt: what the image shows")},
    purpose="explain an image, spot by spot",
    access="a button at each spot, which Escape closes; all texts stand in a list below",
)
