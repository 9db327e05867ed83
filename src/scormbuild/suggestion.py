"""What somebody may have meant by a word that isn't known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a hint, or all of them where none is near."""
    words = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return f"did you mean '{words[near[0]]}'?" if near else f"one of {', '.join(words.values())}"
