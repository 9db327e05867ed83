"""Images beside each other, each of which opens large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.figure import ENLARGE
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import text_and_list
from scormbuild.course.pages.markdown import Token


@dataclass(frozen=True)
class Picture:
    """One image of a gallery: its file, what it shows, and a caption of plain words."""

    image: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Gallery(Block):
    """Images in the author's order."""

    title: str
    pictures: tuple[Picture, ...]

    player_parts = (ENLARGE,)
    style_parts = ("figure", "gallery")


def parse_gallery(directive: Directive) -> Gallery:
    """A list of images, each alone in its item."""
    before, items = text_and_list(directive)
    pictures = tuple(_pictures(items))
    if before or not pictures or len(pictures) != len(items):
        directive.add_problem(
            _("a gallery is a list of images and nothing else"),
            _('write - ![what it shows](media/name.png "A caption") for each'),
        )
    elif any(not picture.alt for picture in pictures):
        directive.add_problem(
            _("an image of a gallery can't be mere decoration"),
            _("say what it shows: ![words](media/name.png)"),
        )
    return Gallery(directive.options.text("title", ""), pictures)


def _pictures(items: Sequence[Sequence[Token]]) -> Iterator[Picture]:
    for item in items:
        children = item[1].children if len(item) == 3 else None
        # The caption of an image that is alone has become a figcaption behind it (prose.py).
        if children and children[0].type == "image" and len(children) in (1, 4):
            alt = children[0].content.strip()
            caption = children[2].content if len(children) == 4 else ""
            yield Picture(str(children[0].attrs["src"]), "" if alt == "-" else alt, caption)


GALLERY = DirectiveType(
    parse_gallery,
    {"title": mark(":title: What these pictures show")},
    takes_argument=False,
    purpose="show several images, which open large one after another",
    access="a list of images; each has a button that opens it in a dialog",
)
