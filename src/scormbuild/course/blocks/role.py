"""The question for whom the pages of one role are: what somebody does at work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import question_fields
from scormbuild.course.identifier import is_identifier
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, text_and_list
from scormbuild.course.pages.markdown import Token
from scormbuild.course.plain_text import html_to_text

_KEY = re.compile(r"(?P<key>[^\s:]+):\s+")


@dataclass(frozen=True)
class Role(Question):
    """A question, and the roles that there are: a key, which pages name, and words."""

    prompt: str
    options: tuple[tuple[str, str], ...]

    player_parts = (PlayerPart("role", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple((key, html_to_text(html)) for key, html in self.options)
        longest = max((key for key, _ in options), key=len, default="")
        return (Interaction(self.id, html_to_text(self.prompt), options, longest=longest),)


def parse_role(directive: Directive) -> Role:
    """A question, and a list of keys with words."""
    text, found = text_and_list(directive)
    options = tuple(_option(directive, item) for item in found)
    if len({key for key, _ in options}) < max(2, len(options)):
        directive.add_problem(
            _(
                "this role needs at least two options, each with a key of its own; it has %(number)s",
                number=len(options),
            ),
            _("write each as - key: words"),
        )
    return Role(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        options=options,
        **question_fields(directive),
    )


def _option(directive: Directive, item: list[Token]) -> tuple[str, str]:
    first = item[1].children if len(item) > 1 and item[0].tag == "p" else None
    found = _KEY.match(first[0].content) if first and first[0].type == "text" else None
    if first and found:
        first[0].content = first[0].content[found.end() :]
    if not found or not is_identifier(found["key"]):
        place = Place(item[0].map[0], 1) if item and item[0].map else directive.fence.place
        directive.notes.add_problem(
            place, _("an option of a role starts with its key"), _("write - nurse: A nurse")
        )
    return found["key"] if found else "", item_html(item)


ROLE = DirectiveType(
    parse_role,
    {},
    group="ask",
    purpose="ask for whom pages are",
    access="radio buttons in a group with the question as its name",
)
