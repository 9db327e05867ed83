"""Things to tick off."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import (
    OPTION_KEYS,
    QUESTION_OPTIONS,
    option_keys,
    question_fields,
    take_key,
)
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, item_place, text_and_list
from scormbuild.course.pages.markdown import render_html
from scormbuild.course.plain_text import html_to_text, shorten_text


@dataclass(frozen=True)
class Checklist(Question):
    """Things to tick off, each a key and HTML; at most 26."""

    prompt: str
    items: tuple[tuple[str, str], ...]

    player_parts = (PlayerPart("checklist", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple((key, html_to_text(html)) for key, html in self.items)
        prompt = html_to_text(self.prompt) or shorten_text("; ".join(text for _, text in options))
        keys = tuple(sorted(key for key, _ in options))
        return (Interaction(self.id, prompt, options, keys, longest=",".join(keys)),)


def parse_checklist(directive: Directive) -> Checklist:
    """Perhaps a text, and things to tick off."""
    text, found = text_and_list(directive)
    given = [take_key(directive, item, item_place(item, directive)) for item in found]
    html = tuple(item_html(item) for item in found)
    if not (1 <= len(html) <= len(OPTION_KEYS) and all(html)):
        directive.add_problem(
            _(
                "a checklist has 1 to %(most)s items, none empty; this one has %(number)s",
                most=len(OPTION_KEYS),
                number=len(html),
            ),
            _("write each as - words"),
        )
    return Checklist(
        id=directive.identifier(),
        prompt=render_html(text),
        items=tuple(zip(option_keys(directive, given), html, strict=True)),
        **question_fields(directive),
    )


CHECKLIST = DirectiveType(
    parse_checklist,
    QUESTION_OPTIONS,
    group="ask",
    purpose="let people tick things off",
    access="checkboxes in a group",
)
