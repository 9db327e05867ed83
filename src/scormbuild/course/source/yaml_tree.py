"""YAML as a tree of values with their places: the parts of it that a course may use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import yaml

from scormbuild.catalogue import _
from scormbuild.course.fields import MappingNode, Node, ScalarNode, SequenceNode
from scormbuild.course.notes import Notes, Place
from scormbuild.course.source.text import find_unprintable, unprintable_message

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
MessageAndHint = tuple[str, str]  # what is wrong, and the way out


def parse_yaml(text: str, notes: Notes, first: int = 1) -> Node | None:
    """YAML as values with their places; None when it is at fault, which is noted."""
    try:
        return _parse_tree(text, notes, first)
    except yaml.YAMLError as error:
        place, complaint = _find_unsupported(text, error, first) or _syntax_error(error, first)
        notes.add_problem(place, *complaint)
    return None


def _parse_tree(text: str, notes: Notes, first: int) -> Node | None:
    """The events of YAML's parser as a tree, without recursion, so that no depth of nesting can harm."""
    held: list[list[Node]] = [[]]
    starts: list[Place] = []
    for event, place, complaint in _events(text, first):
        if complaint:
            notes.add_problem(place, *complaint)
            return None
        if isinstance(event, yaml.ScalarEvent):
            held[-1].append(ScalarNode(place, event.value))
        elif isinstance(event, yaml.CollectionStartEvent):
            starts.append(place)
            held.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            items, start = held.pop(), starts.pop()
            is_list = isinstance(event, yaml.SequenceEndEvent)
            held[-1].append(
                SequenceNode(start, tuple(items))
                if is_list
                else MappingNode(start, tuple(_pairs(items, notes)))
            )
    return held[0][0] if held[0] else MappingNode(Place(first, 1))


def _pairs(items: Sequence[Node], notes: Notes) -> Iterator[tuple[ScalarNode, Node]]:
    for key, value in zip(items[::2], items[1::2], strict=True):
        if isinstance(key, ScalarNode):
            yield key, value
        else:
            notes.add_problem(
                key.place, _("a key must be a word"), _("put text that holds brackets or braces in quotes")
            )


def _find_unsupported(text: str, error: yaml.YAMLError, first: int) -> tuple[Place, MessageAndHint] | None:
    """The first part before an error that a course can't use, with its place.

    PyYAML reads up to 1024 characters ahead of the events that it gives, so its error, such as its own limit
    of nesting since 6.0.4, can come before an event that we refuse and that stands earlier in the text.
    """
    mark: Any = getattr(error, "problem_mark", None)
    with suppress(yaml.YAMLError):  # where the text is cut off
        for _, place, complaint in _events(text[: mark.index] if mark else "", first):
            if complaint:
                return place, complaint
    return None


def _syntax_error(error: yaml.YAMLError, first: int) -> tuple[Place, MessageAndHint]:
    """Where the parser gave up, and what it says of it."""
    mark: Any = getattr(error, "problem_mark", None)
    place = Place(mark.line + first, mark.column + 1) if mark else Place(first, 1)
    what = getattr(error, "problem", None) or "it can't be read"
    return place, (f"this is no YAML: {what}", "check the spaces at the start, the colons and the quotes")


def _events(text: str, first: int) -> Iterator[tuple[yaml.Event, Place, MessageAndHint | None]]:
    """The parser's events, each with its place and with why a course can't use it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        mark: Any = event.start_mark
        yield event, Place(mark.line + first, mark.column + 1), _unsupported_reason(event, depth, documents)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)


def _unsupported_reason(event: yaml.Event, depth: int, documents: int) -> MessageAndHint | None:
    """Why a course can't use this part of YAML, and the way out."""
    strange = find_unprintable(event.value) if isinstance(event, yaml.ScalarEvent) else None
    if strange:
        return unprintable_message(strange), "delete it"
    # A few lines of aliases to aliases stand for billions of values.
    if getattr(event, "anchor", None):
        return "YAML's anchors (&) and aliases (*) can't be used", "write it out, or put the text in quotes"
    if getattr(event, "tag", None):
        return "YAML's tags (!) can't be used", "leave it out, or put the text in quotes"
    if isinstance(event, yaml.CollectionStartEvent) and depth >= _DEEPEST:
        return "this is nested too deeply", "use fewer levels"
    if isinstance(event, yaml.DocumentStartEvent) and documents:
        return "a second YAML document starts here", "leave out the line ---"
    return None
