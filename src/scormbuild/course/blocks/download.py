"""A file that goes along with the course, to keep."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import mark
from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html


@dataclass(frozen=True)
class Download(Block):
    """A file of the media folder, what it is called, and perhaps what it is for."""

    file: str
    title: str
    html: str

    style_parts = ("download",)

    @property
    def kind(self) -> str:
        """What kind of file it is, as people call it: PDF."""
        return self.file.rpartition(".")[2].upper()


def parse_download(directive: Directive) -> Download:
    """A file by its path; its kind and size are told by the file itself."""
    return Download(
        directive.media("file", "file"), directive.options.text("title"), render_html(directive.tokens())
    )


DOWNLOAD = DirectiveType(
    parse_download,
    {"file": ":file: media/name.pdf", "title": mark(":title: What it is called")},
    takes_argument=False,
    purpose="give a file to keep, with its kind and size",
    access="a link that tells kind and size",
)
