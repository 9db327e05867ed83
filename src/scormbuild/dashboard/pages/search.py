"""Searching in what people wrote: capitals and accents make no difference."""

from __future__ import annotations

import unicodedata

TextPieces = list[tuple[str, bool]]


def normalise_text(text: str) -> str:
    """A text without capitals and accents: as it is compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def contains_words(text: str, words: str) -> bool:
    """Whether a text holds all these words somewhere."""
    there = normalise_text(text)
    return all(each in there for each in normalise_text(words).split())


def mark_matches(text: str, words: str) -> TextPieces:
    """A text in pieces: what was searched, and what stands around it."""
    terms = normalise_text(words).split()
    if not terms:
        return [(text, False)]
    compared, places = "", []
    for place, letter in enumerate(text):
        # Letter by letter, as one may become several, as ß does, and a mark must know where it began.
        said = normalise_text(letter)  # none, one or several
        compared += said
        places += [place] * len(said)
    hit = [False] * len(text)
    for each in terms:
        at = compared.find(each)
        while at >= 0:
            for place in range(places[at], places[at + len(each) - 1] + 1):
                hit[place] = True
            at = compared.find(each, at + len(each))
    return merge_letters(text, hit)


def merge_letters(text: str, hit: list[bool]) -> TextPieces:
    """Neighbouring letters of a kind, together."""
    found: TextPieces = []
    for letter, is_hit in zip(text, hit, strict=True):
        if found and found[-1][1] == is_hit:
            found[-1] = (found[-1][0] + letter, is_hit)
        else:
            found.append((letter, is_hit))
    return found
