"""A message on social media."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.model import Block
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive


@dataclass(frozen=True)
class Post(Block):
    """A message on social media, as a reader would see it."""

    author: str
    network: str
    when: str
    html: str

    style_parts = ("post",)


def parse_post(directive: Directive) -> Post:
    """A message by an author, perhaps with its network and its time."""
    option = directive.options.text
    return Post(option("author"), option("network", ""), option("when", ""), directive.html("the message"))


POST = DirectiveType(
    parse_post,
    {"author": ":author: Name", "network": ":network: Facebook", "when": ":when: yesterday, 23.00"},
    takes_argument=False,
    purpose="show a message from social media",
    access="a figure with who wrote it as its caption, and a quotation",
)
