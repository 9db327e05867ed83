"""Values with their places, and fields taken from them: of course.yaml, a page's top and options alike."""

from __future__ import annotations

import re
from collections.abc import Mapping as Known
from dataclasses import dataclass
from typing import Literal, TypeVar

from scormbuild.catalogue import _, mark
from scormbuild.course.identifier import LONGEST_IDENTIFIER, is_identifier, suggest_identifier
from scormbuild.course.notes import Notes, Place
from scormbuild.errors import did_you_mean


@dataclass(frozen=True)
class ScalarNode:
    """One value as the author wrote it: YAML's guess at numbers and booleans is left aside."""

    place: Place
    text: str


@dataclass(frozen=True)
class SequenceNode:
    """Values in order."""

    place: Place
    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class MappingNode:
    """Keys with their values, doubles included."""

    place: Place
    entries: tuple[tuple[ScalarNode, Node], ...] = ()


Node = ScalarNode | SequenceNode | MappingNode
Word = TypeVar("Word", bound=str)
LONGEST_TITLE = 255  # of a course and of a page alike: Moodle's database takes no more
_KINDS = {ScalarNode: mark("text"), SequenceNode: mark("a list"), MappingNode: mark("keys with values")}
Noun = Literal["key", "option"]
_NOUNS: Known[Noun, str] = {"key": mark("key"), "option": mark("option")}
_KNOWN: Known[Noun, str] = {"key": mark("known keys:"), "option": mark("known options:")}


class Fields:
    """The fields of one mapping, taken by key.

    `known` shows for each key how it is written; that is the hint when it is missing or wrong.
    Whatever is wrong is noted, and a stand-in is given, so that reading goes on.
    """

    def __init__(
        self, mapping: MappingNode, notes: Notes, known: Known[str, str], noun: Noun = "key"
    ) -> None:
        self.notes, self.examples, self.noun, self.place = notes, known, noun, mapping.place
        self.values: dict[str, Node] = {}
        first: dict[str, Place] = {}
        for key, value in mapping.entries:
            if key.text in first:
                notes.add_problem(
                    key.place,
                    _("the %(noun)s '%(key)s' stands here twice", noun=_(_NOUNS[noun]), key=key.text),
                    _("the first is on line %(line)s; leave one out", line=first[key.text].line),
                )
            elif key.text not in known:
                notes.add_problem(
                    key.place,
                    _("unknown %(noun)s '%(key)s'", noun=_(_NOUNS[noun]), key=key.text),
                    did_you_mean(key.text, known, _(_KNOWN[noun])),
                )
            else:
                first[key.text], self.values[key.text] = key.place, value

    def scalar(self, key: str, *, required: bool = True) -> ScalarNode | None:
        """The value as written, None when it is absent, empty or no text."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.notes.add_problem(
                    self.place,
                    _("the %(noun)s '%(key)s' is missing", noun=_(_NOUNS[self.noun]), key=key),
                    _("write %(example)s", example=_(self.examples[key])),
                )
            return None
        if not isinstance(value, ScalarNode):
            self.add_value_problem(value, key, _("must be text, not %(kind)s", kind=_(_KINDS[type(value)])))
            return None
        # What YAML takes for nothing; in this tree it is still text.
        if value.text in ("", "~", "null"):
            self.add_value_problem(value, key, _("is empty"))
            return None
        return value

    def add_value_problem(self, value: Node, key: str, message: str) -> None:
        """Note what is wrong with the value of a key, and how it is written."""
        self.notes.add_problem(
            value.place, f"'{key}' {message}", _("write %(example)s", example=_(self.examples[key]))
        )

    def text(self, key: str, default: str | None = None, longest: int = 0) -> str:
        """The text on one line, as print has it; without a default it is required."""
        value = self.scalar(key, required=default is None)
        if value is None:
            return default or ""
        text = " ".join(value.text.split())
        if self.notes.marks:
            text = self.notes.marks.typeset(text)
        if longest and len(text) > longest:
            self.notes.add_problem(
                value.place,
                _(
                    "'%(key)s' has %(number)s characters; the most is %(longest)s",
                    key=key,
                    number=len(text),
                    longest=longest,
                ),
                _("make it shorter"),
            )
        return text

    def match(self, key: str, pattern: str, wanted: str, default: str | None = None) -> str:
        """The text when the whole of it matches a pattern."""
        value = self.scalar(key, required=default is None)
        if value is None:
            return default or ""
        # ASCII, or \d would take the digits of every script.
        if not re.fullmatch(pattern, value.text, re.ASCII):
            self.add_value_problem(
                value, key, _("must be %(wanted)s, not '%(value)s'", wanted=wanted, value=value.text)
            )
        return value.text

    def identifier(self, key: str) -> str:
        """The text when it is an identifier."""
        value = self.scalar(key)
        return parse_identifier(value, self.notes) if value else ""

    def one_of(self, key: str, allowed: tuple[Word, ...], default: Word) -> Word:
        """The text when it is one of those allowed."""
        value = self.scalar(key, required=False)
        if value is None:
            return default
        for word in allowed:
            if word == value.text:
                return word
        hint = did_you_mean(value.text, allowed, _("possible:"))
        self.notes.add_problem(
            value.place, _("'%(key)s' can't be '%(value)s'", key=key, value=value.text), hint
        )
        return default

    def flag(self, key: str) -> bool:
        """True or false, false when it is absent."""
        return self.one_of(key, ("true", "false"), "false") == "true"

    def number(self, key: str, lowest: int, highest: int, default: int) -> int:
        """A whole number within its bounds."""
        value = self.scalar(key, required=False)
        if value is None:
            return default
        # Looked at before int() is: that takes the digits of every script, and raises on 4,301 of them.
        if re.fullmatch("[0-9]{1,9}", value.text) and lowest <= int(value.text) <= highest:
            return int(value.text)
        self.add_value_problem(
            value,
            key,
            _(
                "must be a whole number from %(lowest)s to %(highest)s, not '%(value)s'",
                lowest=lowest,
                highest=highest,
                value=value.text,
            ),
        )
        return default

    def fields(self, key: str, known: Known[str, str]) -> Fields | None:
        """The fields of a mapping within this one, None when it is absent."""
        value = self.values.get(key)
        if isinstance(value, MappingNode):
            return Fields(value, self.notes, known)
        if value is not None:
            self.add_value_problem(
                value, key, _("must be keys with values, not %(kind)s", kind=_(_KINDS[type(value)]))
            )
        return None

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """The values of a list, none when it is absent."""
        value = self.values.get(key)
        if isinstance(value, SequenceNode):
            return value.items
        if value is not None:
            self.add_value_problem(value, key, _("must be a list, not %(kind)s", kind=_(_KINDS[type(value)])))
        elif required:
            self.notes.add_problem(
                self.place,
                _("the %(noun)s '%(key)s' is missing", noun=_(_NOUNS[self.noun]), key=key),
                _("write %(example)s", example=_(self.examples[key])),
            )
        return ()


def parse_identifier(value: ScalarNode, notes: Notes) -> str:
    """The text of a value that is an identifier; "" when it isn't, which is noted."""
    if not is_identifier(value.text):
        message = _(
            "'%(value)s' is no id: only a-z, 0-9 and '-', a letter first, at most %(most)s",
            value=value.text,
            most=LONGEST_IDENTIFIER,
        )
        notes.add_problem(
            value.place,
            message,
            _("for example: %(example)s", example=suggest_identifier(value.text)),
        )
        return ""
    return value.text
