"""JSONPath as far as statement templates may use it: no filter, no script (xAPI Profiles, structure 8.1)."""

from __future__ import annotations

import re
from typing import Any

STEP = re.compile(
    r"\.(?P<name>[A-Za-z_][\w-]*|\*)"
    r"|\[\s*(?P<union>(?:'[^']*'|\"[^\"]*\"|\d+|\*)(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"|\d+|\*))*)\s*\]"
)
MEMBER = re.compile(r"'([^']*)'|\"([^\"]*)\"|(\d+)|(\*)")
START = re.compile(r"\$|(?P<name>[A-Za-z_][\w-]*)")
# A pipe in quotes parts nothing.
PIPE = re.compile(r"\s*\|\s*(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)")
Members = list[str | int | None]  # names, places, None for all


def parse_path(path: str) -> list[list[Members]]:
    """Each of the expressions between pipes as its steps; raises ValueError where it isn't legal."""
    return [parse_expression(each) for each in PIPE.split(path)]


def parse_expression(text: str) -> list[Members]:
    """One expression; the first name may stand without `$.`, as in the specification's own example."""
    start = START.match(text)
    if start is None:
        raise ValueError(f"{text!r} begins with neither $ nor a name")
    steps: list[Members] = [[start["name"]]] if start["name"] else []
    at = start.end()
    while at < len(text):
        step = STEP.match(text, at)
        if step is None:
            raise ValueError(f"{text!r} can't be read from {text[at:]!r} on")
        steps.append(parse_step(step))
        at = step.end()
    return steps


def parse_step(step: re.Match[str]) -> Members:
    """What one step asks for."""
    if step["name"]:
        return [None if step["name"] == "*" else step["name"]]
    return [
        None if star else int(place) if place else single or double
        for single, double, place, star in MEMBER.findall(step["union"])
    ]


def find_values(value: object, path: str) -> list[Any]:
    """All values at the path, those of several expressions one after another."""
    whole: list[Any] = []
    for steps in parse_path(path):
        values: list[Any] = [value]
        for step in steps:
            values = [below for each in values for member in step for below in children(each, member)]
        whole += values
    return whole


def children(value: object, member: str | int | None) -> list[Any]:
    """What a value has under a name or place, or all that it has."""
    if isinstance(value, dict):
        if member is None:
            return list(value.values())
        return [value[member]] if member in value else []
    if isinstance(value, list):
        if member is None:
            return value
        return [value[member]] if isinstance(member, int) and member < len(value) else []
    return []
