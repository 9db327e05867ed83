"""In which language a text is, by its most common words."""

from __future__ import annotations

import re
from typing import Final

# Enough to tell these apart.
_COMMON: Final = {
    "nl": frozenset("de het een en van in is dat op te zijn met voor je niet wat hoe aan er".split()),  # noqa: SIM905
    "en": frozenset("the a and of to in is that on you for with not what how are it at be".split()),  # noqa: SIM905
}


def guess_language(text: str) -> str:
    """The language whose common words it has most of; English where that isn't known."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {name: sum(word in common for word in words) for name, common in _COMMON.items()}
    return max(counts, key=lambda name: (counts[name], name == "en"))
