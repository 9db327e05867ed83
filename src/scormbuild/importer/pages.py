"""A document as pages: where headings part it, and no page too long for a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import html

from scormbuild.importer.document import DIRECTIVE, Document, text_of
from scormbuild.importer.recognition.tidy import blocks

LONGEST_PAGE: Final = 450  # words; two or three screens on a phone
MOST_FIELDS: Final = 4
_HEADINGS: Final = tuple(f"h{level}" for level in range(1, 7))


@dataclass(slots=True)
class Page:
    """A page and what stands on it."""

    title: str
    blocks: list[html.HtmlElement] = field(default_factory=list)


def split_pages(document: Document, name: str) -> list[Page]:
    """The pages of a document, which gets its title; what stands above the first heading is a page too."""
    all_blocks = blocks(document)
    take_title(document, all_blocks, name)
    pages = [page for page in split_at(all_blocks, top_level(all_blocks), document.title) if page.blocks]
    short = [part for page in pages for part in split_long(page)]
    for page in short:
        shift_headings(page.blocks)
    return short


def level_of(block: html.HtmlElement) -> int:
    """The level of a heading; 0 of anything else."""
    return int(block.tag[1]) if block.tag in _HEADINGS else 0


def top_level(all_blocks: Iterable[html.HtmlElement]) -> int:
    """The level of the largest headings; 0 where there are none."""
    return min(filter(None, map(level_of, all_blocks)), default=0)


def take_title(document: Document, all_blocks: list[html.HtmlElement], name: str) -> None:
    """A heading that stands alone at its level, or twice in a row, is the title of all."""
    first = next((block for block in all_blocks if level_of(block)), None)
    if first is not None:
        place = all_blocks.index(first)
        level = level_of(first)
        alone = level == top_level(all_blocks) and sum(level_of(block) == level for block in all_blocks) == 1
        after = all_blocks[place + 1] if place + 1 < len(all_blocks) else None
        doubled = (
            after is not None and level_of(after) > 0 and text_of(after).lower() == text_of(first).lower()
        )
        if doubled or (alone and place == 0 and any(level_of(block) for block in all_blocks[1:])):
            document.title = document.title or text_of(first)
            document.tell("guessed", first, "the title of the course, by the first heading")
            all_blocks.remove(first)
    document.title = document.title or (text_of(first) if first is not None else name)


def split_at(all_blocks: Sequence[html.HtmlElement], level: int, title: str) -> list[Page]:
    """A page for each heading of this level."""
    pages = [Page(title)]
    for block in all_blocks:
        if level and level_of(block) == level:
            pages.append(Page(text_of(block) or title))
        else:
            pages[-1].blocks.append(block)
    return pages


def split_long(page: Page) -> list[Page]:
    """A page that is too long, split at its largest headings, if it has any."""
    level = top_level(page.blocks)
    words = sum(len(text_of(block).split()) for block in page.blocks)
    fields = sum(block.tag == DIRECTIVE and block.get("data-words") is not None for block in page.blocks)
    if not level or (words <= LONGEST_PAGE and fields <= MOST_FIELDS):
        return [page]
    parts = [part for part in split_at(page.blocks, level, page.title) if part.blocks]
    return [short for part in parts for short in split_long(part)]


def shift_headings(page_blocks: Iterable[html.HtmlElement]) -> None:
    """The largest of a page are of level 2, and none skips a level."""
    used: list[int] = []
    for block in page_blocks:
        if level := level_of(block):
            used = [each for each in used if each < level] + [level]
            block.tag = f"h{len(used) + 1}"
