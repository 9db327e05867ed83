"""The machinery of rules: a rule takes a value and raises a Fault where the value breaks it.

A rule knows nothing of where its value stands. A Fault is raised with a message alone, and gathers
the way to it while it passes the rules around it, so that a valid statement pays nothing for paths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

JSON_TYPES = {str: "a string", bool: "a boolean", dict: "an object", list: "an array", type(None): "null"}
PLAIN_KEY = re.compile(r"\w{1,60}", re.ASCII)
EXCERPT_LENGTH = 80  # characters of a wrong value that a message repeats

Json = dict[str, object]
Rule = Callable[[object], None]
ObjectRule = Callable[[Json], None]


class Fault(Exception):  # noqa: N818 - it becomes an InvalidStatement, which is the error
    """A broken rule; `way` is where, innermost first."""

    def __init__(self, message: str, *way: str | int) -> None:
        self.message = message
        self.steps: list[str | int] = list(way)
        super().__init__(message)

    def path(self, start: str) -> str:
        """The place of the fault, such as `statement.actor.member[0].mbox`."""
        return start + "".join(format_step(step) for step in reversed(self.steps))


def format_step(step: str | int) -> str:
    """One step of a path; a key that is no plain name stands in brackets, cut where it is long."""
    if isinstance(step, str) and PLAIN_KEY.fullmatch(step):
        return f".{step}"
    return f"[{step}]" if isinstance(step, int) else f'["{step[:EXCERPT_LENGTH]}"]'


def describe_value(value: object) -> str:
    """The wrong value in few words, for a message."""
    if isinstance(value, str):
        return repr(value if len(value) <= EXCERPT_LENGTH else value[:EXCERPT_LENGTH] + "…")
    return JSON_TYPES.get(type(value), "a number")


def mismatch(what: str, value: object) -> Fault:
    """The Fault of a value that is not what it must be."""
    return Fault(f"must be {what}, not {describe_value(value)}")


def object_of(
    rules: Mapping[str, Rule], required: Sequence[str] = (), object_rule: ObjectRule | None = None
) -> Rule:
    """An object with no other keys than those of the rules, and all that are required (xAPI 1.0.3 Data 2.2).

    `object_rule` is the rule about several properties at once; it runs when each by itself is right.
    """

    def check(value: object) -> None:
        if not isinstance(value, dict):
            # null breaks this too, and every other rule: it is allowed in extensions only (Data 2.2).
            raise mismatch("an object", value)
        key = ""
        try:
            for key, item in value.items():
                rule = rules.get(key)
                if rule is None:
                    raise Fault(f"is no property here; {suggest_property(key, rules)}")
                rule(item)
        except Fault as fault:
            fault.steps.append(key)
            raise
        for key in required:
            if key not in value:
                raise Fault("is required, and missing", key)
        if object_rule is not None:
            object_rule(value)

    return check


def suggest_property(key: str, rules: Mapping[str, Rule]) -> str:
    """What to write instead of an unknown key."""
    # Wrong case is to be refused (Data 2.2), and mostly a slip.
    matches = [name for name in rules if name.lower() == key.lower()]
    return f"write {matches[0]!r}" if matches else f"the properties are {', '.join(rules)}"


def array_of(rule: Rule, least: int = 0) -> Rule:
    """An array whose items all keep the rule."""

    def check(value: object) -> None:
        if not isinstance(value, list):
            raise mismatch("an array", value)
        if len(value) < least:
            raise Fault(f"must hold at least {least}")
        index = 0
        try:
            for index, item in enumerate(value):  # noqa: B007 - the fault names the place
                rule(item)
        except Fault as fault:
            fault.steps.append(index)
            raise

    return check


def map_of(is_key: Callable[[str], bool], what: str, rule: Rule) -> Rule:
    """An object whose keys all have one form, and whose values all keep the rule."""

    def check(value: object) -> None:
        if not isinstance(value, dict):
            raise mismatch("an object", value)
        key = ""
        try:
            for key, item in value.items():
                if not is_key(key):
                    raise Fault(f"is no key here: it must be {what}")
                rule(item)
        except Fault as fault:
            fault.steps.append(key)
            raise

    return check


def text_of(is_form: Callable[[str], bool], what: str) -> Rule:
    """A string of one form."""

    def check(value: object) -> None:
        if not isinstance(value, str) or not is_form(value):
            raise mismatch(what, value)

    return check


def one_of(*values: str) -> Rule:
    """One of a few strings, spelt exactly so."""
    allowed = frozenset(values)
    what = f"one of {', '.join(values)}" if len(values) > 1 else values[0]

    def check(value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise mismatch(what, value)

    return check
