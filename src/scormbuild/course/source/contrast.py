"""Whether what a theme's colours make can be read: each pair that the style sheet uses, in both schemes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scormbuild.course.notes import Notes, Place
from scormbuild.course.source.colour import (
    LEAST_CONTRAST,
    LEAST_EDGE_CONTRAST,
    contrast_ratio,
    mix_colours,
    nearest_colour,
)

COLOURS = ("accent", "paper", "ink")
SCHEMES = ("", "-dark")  # what the keys of a scheme end in
Colours = Mapping[str, str]
WrittenPlaces = Mapping[str, tuple[Notes, Place]]


class _Pair(NamedTuple):
    """What is seen on what, the author's colour that it is made of, and what it is called if not that."""

    seen: str
    ground: str
    key: str
    least: float = LEAST_CONTRAST
    label: str = ""


# What player/style/core.css has of its own, by scheme; and what it mixes into the paper, with its share.
SIGNS: dict[str, dict[str, str]] = {
    "": {"right": "#17703f", "wrong": "#b3261e", "warning": "#8a5200"},
    "-dark": {"right": "#7fd3a0", "wrong": "#ff9d94", "warning": "#f0b65e"},
}
MIXTURES = {"tint": ("accent", 6), "quiet": ("ink", 72), "line": ("ink", 56)}
_PAIRS = (
    _Pair("ink", "paper", "ink"),
    _Pair("quiet", "paper", "ink", label="small print"),
    _Pair("quiet", "tint", "ink", label="small print in a question"),
    _Pair("line", "paper", "ink", LEAST_EDGE_CONTRAST, "the edge of a field"),
    _Pair("accent", "paper", "accent"),
    _Pair("accent", "tint", "accent", label="a link in a question"),
    _Pair("right", "paper", "paper", label="the sign for right"),
    _Pair("wrong", "paper", "paper", label="the sign for wrong"),
    _Pair("warning", "paper", "paper", label="a warning's title"),
)


def check_contrast(colours: Colours, written: WrittenPlaces, otherwise: tuple[Notes, Place]) -> None:
    """Note for each colour of the author's the first pair that can't be read, and the nearest that can."""
    for scheme in SCHEMES:
        told = set()
        for pair, ratio in _unreadable(colours, scheme):
            # Who sets the paper only has the ink of the theme, and must change the paper.
            key = pair.key if pair.key + scheme in written else "paper"
            if key in told:
                continue
            told.add(key)
            notes, place = written.get(key + scheme, otherwise)
            notes.add_problem(place, _message(pair, colours, scheme, ratio), _way_out(key, colours, scheme))


def _palette(colours: Colours, scheme: str) -> dict[str, str]:
    plain = {name: colours[name + scheme] for name in COLOURS}
    mixed = {
        name: mix_colours(plain[of], plain["paper"], share / 100) for name, (of, share) in MIXTURES.items()
    }
    return {**plain, **mixed, **SIGNS[scheme]}


def _unreadable(colours: Colours, scheme: str) -> Iterator[tuple[_Pair, float]]:
    palette = _palette(colours, scheme)
    for pair in _PAIRS:
        ratio = contrast_ratio(palette[pair.seen], palette[pair.ground])
        if ratio < pair.least:
            yield pair, ratio


def _message(pair: _Pair, colours: Colours, scheme: str, ratio: float) -> str:
    palette = _palette(colours, scheme)
    seen, ground = palette[pair.seen], palette[pair.ground]
    rounded = math.floor(ratio * 100) / 100  # down, so that 4.496 isn't called 4.50
    what = f"{pair.label}, {seen}," if pair.label else seen
    return f"the contrast of {what} on {ground} is {rounded:.2f}:1; at least {pair.least:g}:1 is needed"


def _way_out(key: str, colours: Colours, scheme: str) -> str:
    """The nearest colour with which all pairs that this key answers for can be read."""

    def passes(colour: str) -> bool:
        tried = {**colours, key + scheme: colour}
        return not any(key in (pair.key, "paper") for pair, _ in _unreadable(tried, scheme))

    nearest = nearest_colour(colours[key + scheme], passes)
    if nearest:
        return f"the nearest that passes is {nearest}"
    return f"no {key} of this hue passes: change 'paper{scheme}' first"
