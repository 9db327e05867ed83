"""Things to sort into groups."""

from __future__ import annotations

from collections.abc import Sequence

from scormbuild.catalogue import _
from scormbuild.course.blocks.matching import PairedQuestion
from scormbuild.course.blocks.question import CHECK_OPTIONS, OPTION_KEYS, TARGET_KEYS, check_fields, shuffle
from scormbuild.course.notes import Place
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, list_items, split_quotes, text_and_list
from scormbuild.course.pages.markdown import Token, split_blocks
from scormbuild.course.pages.prose import tokens_to_text


class Sorting(PairedQuestion):
    """Things, and the groups that they belong to."""

    @property
    def shuffled_rows(self) -> list[tuple[str, str]]:
        """The things in an order that doesn't tell which belong together."""
        return shuffle(self.rows, self.id)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The groups in the author's order, which tells nothing."""
        return list(self.targets)


def parse_sorting(directive: Directive) -> Sorting:
    """A question, and a list of groups, each with a list of what belongs there."""
    tokens, explanation = split_quotes(directive.tokens())
    text, items = text_and_list(directive, tokens)
    groups = [_group(directive, item) for item in items]
    things = [(html, key) for key, (_, list_) in zip(TARGET_KEYS, groups, strict=False) for html in list_]
    if not 2 <= len(groups) <= 9 or not 2 <= len(things) <= len(OPTION_KEYS):
        directive.add_problem(
            _(
                "a sorting has 2 to 9 groups and 2 to %(most)s things; "
                "this one has %(groups)s and %(number)s",
                most=len(OPTION_KEYS),
                groups=len(groups),
                number=len(things),
            ),
            _("write - group, and below it, indented by two blanks, a - for each thing that belongs there"),
        )
    return Sorting(
        id=directive.identifier(),
        prompt=directive.html("the question", text),
        rows=tuple((key, html) for key, (html, _) in zip(OPTION_KEYS, things, strict=False)),
        targets=tuple((key, title) for key, (title, _) in zip(TARGET_KEYS, groups, strict=False)),
        keys=tuple(f"{key}.{group}" for key, (_, group) in zip(OPTION_KEYS, things, strict=False)),
        **check_fields(directive, explanation),
    )


def _group(directive: Directive, item: Sequence[Token]) -> tuple[str, list[str]]:
    """The title of a group, and what belongs there."""
    blocks = list(split_blocks(item))
    title = tokens_to_text(blocks[0]) if blocks else ""
    things = [item_html(each) for block in blocks[1:] for each in list_items(block)]
    if not (title and things and all(things)):
        place = Place(item[0].map[0], 1) if item and item[0].map else directive.fence.place
        directive.notes.add_problem(
            place, _("this group is empty"), _("write - group, and below it, indented, - for each thing")
        )
    return title, things


SORTING = DirectiveType(
    parse_sorting,
    CHECK_OPTIONS,
    group="ask",
    purpose="let people sort things into groups",
    access="a list of the groups at each thing, named by it",
)
