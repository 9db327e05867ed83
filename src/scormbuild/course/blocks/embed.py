"""A page from elsewhere, in a frame, once the learner asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.film_sites import FILM_SITES, find_film
from scormbuild.course.blocks.video import FRAMES
from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import normalize_address, render_html

_SHAPES = ("wide", "square", "tall")
# Nothing but a plain host, as it becomes part of the page's Content-Security-Policy.
_ADDRESS = re.compile(r"(?P<origin>https://[A-Za-z0-9.-]+(?::\d{1,5})?)(?:[/?#][^\s\"<>\\]*)?", re.ASCII)
_SOURCE = re.compile(r"src=[\"'](?P<address>https://[^\"']+)")


@dataclass(frozen=True)
class Embed(Block):
    """A page by its address and what it is called; the body says in words what is in it."""

    title: str
    address: str
    shape: str
    html: str

    player_parts = (FRAMES,)
    style_parts = ("video", "embed")

    @property
    def frame_source(self) -> str:
        """The origin of the page, which may then be shown."""
        found = _ADDRESS.fullmatch(self.address)
        return found["origin"] if found else ""

    @property
    def site(self) -> str:
        """The host's name, as learners know it."""
        return self.frame_source.removeprefix("https://").removeprefix("www.")


def parse_embed(directive: Directive) -> Embed:
    """A page that is shown within the course."""
    options = directive.options
    address = options.scalar("address")
    normal = normalize_address(address.text) if address else ""
    if address:
        _check_address(directive, address, normal)
    return Embed(
        options.text("title"),
        normal,
        options.one_of("shape", _SHAPES, "wide"),
        render_html(directive.tokens()),
    )


def _check_address(directive: Directive, address: ScalarNode, normal: str) -> None:
    film = next((site for site in FILM_SITES if "." in address.text and find_film(site, address.text)), "")
    if film:
        hint = _(
            "write :::{video} my-video, and :%(film)s: %(address)s below it", film=film, address=address.text
        )
        directive.notes.add_problem(
            address.place, _("a film on %(name)s is a video", name=FILM_SITES[film].name), hint
        )
    elif not _ADDRESS.fullmatch(normal):
        pasted = _SOURCE.search(address.text)
        hint = _(
            "write :address: %(value)s", value=pasted["address"] if pasted else "https://example.org/page"
        )
        directive.notes.add_problem(
            address.place, _("'%(address)s' is no address that a course can show", address=address.text), hint
        )


EMBED = DirectiveType(
    parse_embed,
    {
        "title": mark(":title: What it is called"),
        "address": ":address: https://example.org/page",
        "shape": ":shape: square",
    },
    takes_argument=False,
    purpose="show a page from elsewhere within the course",
    access="a button that shows it, and a plain link beside it; the frame has the title as its name",
)
