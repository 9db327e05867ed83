"""An image with a caption and the name of its maker, which may be opened large."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html

ENLARGE = PlayerPart("enlarge", "blocks/enlarge", "startEnlarge")


@dataclass(frozen=True)
class Figure(Block):
    """An image in the media folder; the caption is HTML, an empty `alt` says that it only decorates."""

    image: str
    alt: str
    caption: str
    credit: str
    enlarge: bool

    player_parts = (ENLARGE,)
    style_parts = ("figure",)
    explained = ("caption",)

    @property
    def needs_player(self) -> bool:
        """Whether it can be opened large."""
        return self.enlarge


def parse_figure(directive: Directive) -> Figure:
    """An image by its file and its alternative text; the body is the caption."""
    options = directive.options
    alt, enlarge = directive.alternative_text(), options.flag("enlarge")
    if enlarge and options.values.get("alt") and not alt:
        # The button that opens it has no other name.
        options.add_value_problem(options.values["alt"], "alt", _("says nothing, so nobody knows what opens"))
    return Figure(
        image=directive.media("image", "image"),
        alt=alt,
        caption=render_html(directive.tokens()),
        credit=options.text("credit", ""),
        enlarge=enlarge,
    )


FIGURE = DirectiveType(
    parse_figure,
    {
        "image": ":image: media/name.png",
        "alt": mark(":alt: what the image shows, or - if it only decorates"),
        "credit": mark(":credit: Photo: Anna de Vries"),
        "enlarge": ":enlarge: true",
    },
    takes_argument=False,
    purpose="show an image with its caption and maker, which opens large",
    access="an image with its alternative text; a button opens it in a dialog, which Escape closes",
)
