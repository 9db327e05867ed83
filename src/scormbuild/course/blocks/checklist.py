"""Things to tick off."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.blocks.question import OPTION_KEYS, QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, text_and_list
from scormbuild.course.pages.markdown import render_html
from scormbuild.course.plain_text import html_to_text, shorten_text


@dataclass(frozen=True)
class Checklist(Question):
    """Things to tick off; at most 26, keyed a to z."""

    prompt: str
    items: tuple[str, ...]

    player_parts = (PlayerPart("checklist", "blocks/ticks", "startTicks"),)
    style_parts = ("question", "options")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple(zip(OPTION_KEYS, map(html_to_text, self.items), strict=False))
        prompt = html_to_text(self.prompt) or shorten_text("; ".join(text for _, text in options))
        keys = tuple(key for key, _ in options)
        return (Interaction(self.id, prompt, options, keys, longest=",".join(keys)),)


def parse_checklist(directive: Directive) -> Checklist:
    """Perhaps a text, and things to tick off."""
    text, found = text_and_list(directive)
    html = tuple(item_html(item) for item in found)
    if not (1 <= len(html) <= len(OPTION_KEYS) and all(html)):
        directive.add_problem(
            f"a checklist has 1 to {len(OPTION_KEYS)} items, none empty; this one has {len(html)}",
            "write each as - words",
        )
    return Checklist(
        id=directive.identifier(),
        prompt=render_html(text),
        items=html,
        **question_fields(directive),
    )


CHECKLIST = DirectiveType(
    parse_checklist, QUESTION_OPTIONS, group="ask", purpose="let people tick things off"
)
