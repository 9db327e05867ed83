"""Colours: how well one can be read on another, and the nearest that can."""

from __future__ import annotations

import math
from collections.abc import Callable

# Text of any size (WCAG 2.2, 1.4.3), and the edges of what can be touched (1.4.11).
LEAST_CONTRAST, LEAST_EDGE_CONTRAST = 4.5, 3.0
_STEPS = 1000  # of lightness, from black to white

Triple = tuple[float, float, float]


def contrast_ratio(one: str, other: str) -> float:
    """The contrast of two colours written as #rrggbb, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix_colours(one: str, other: str, share: float) -> str:
    """So much of the one in the other, as color-mix(in srgb, …) gives it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hexadecimal([first * share + second * (1 - share) for first, second in pairs])


def nearest_colour(colour: str, passes: Callable[[str], bool]) -> str:
    """The colour of the same hue that passes and is nearest in OKLCH's lightness; "" if none does."""
    lightness, chroma, hue = _to_oklch(colour)
    for step in range(1, _STEPS + 1):
        for candidate in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 <= candidate <= 1:
                found = _from_oklch(candidate, chroma, hue)
                if passes(found):
                    return found
    return ""


def _channels(colour: str) -> Triple:
    """Red, green and blue, from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hexadecimal(channels: list[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # sRGB's own 0.04045. WCAG long wrote 0.03928, and no colour of eight bits lies between the two.
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _to_srgb(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def _to_oklch(colour: str) -> Triple:
    """Lightness, chroma and hue (CSS Color 4, 10.2, by Ottosson's matrices)."""
    red, green, blue = map(_linear, _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour that a screen can show: where there is none so vivid, with less chroma."""
    while True:
        channels = _to_linear(lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        if chroma < 1e-3 or all(-1e-4 <= channel <= 1 + 1e-4 for channel in channels):
            return _hexadecimal([_to_srgb(min(max(channel, 0), 1)) for channel in channels])
        chroma *= 0.95


def _to_linear(lightness: float, a: float, b: float) -> Triple:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
