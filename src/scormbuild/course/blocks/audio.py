"""A recording to listen to."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html


@dataclass(frozen=True)
class Audio(Block):
    """A file of the media folder, and in words what is said in it."""

    file: str
    title: str
    transcript: str

    style_parts = ("audio",)
    explained = ("transcript",)


def parse_audio(directive: Directive) -> Audio:
    """A recording; what is said in it is the body, which must be there (WCAG 2.2, 1.2.1)."""
    transcript = render_html(directive.tokens())
    if not transcript:
        directive.add_problem(
            _("audio needs a transcript"), _("write below the options what is said and heard")
        )
    return Audio(directive.media("file", "audio"), directive.options.text("title"), transcript)


AUDIO = DirectiveType(
    parse_audio,
    {"file": ":file: media/name.mp3", "title": mark(":title: What it is called")},
    takes_argument=False,
    purpose="let people listen, with what is said in words",
    access="the browser's own player; the transcript opens below it",
)
