"""Whether a response is right: the player's judgement.js, for the same keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from scormbuild.question_kinds import Judge

LEAST_FOR_TYPO = 5  # letters of a word in which one may be wrong
# Of all that can be written so, only what the player escapes: a learner's own %C3 is three letters.
_ESCAPE = re.compile("%([0-7][0-9a-fA-F])")
_STRAIGHT_QUOTES = str.maketrans("‘’“”", "''\"\"")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SPACE = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def text_parts(response: str) -> list[str]:
    """The texts of a response."""
    return [decode_part(part) for part in response.split(",")]


def decode_part(part: str) -> str:
    """A text of a response, or of a key, whose commas, blanks and the like are written as in an address."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), part)


def is_right(judge: Judge, response: str, keys: Sequence[str]) -> bool:
    """Whether a response, without its number of tries, is what the keys ask for."""
    return JUDGES[judge](response, keys)


def has_right_keys(response: str, keys: Sequence[str]) -> bool:
    """Exactly these, in this order."""
    return response == ",".join(keys)


def is_in_range(response: str, keys: Sequence[str]) -> bool:
    """A number from the least to the most; the key is `least:most`."""
    numbers = [response, *keys[0].split(":")]
    if not all(_NUMBER.fullmatch(each) for each in numbers):
        return False
    number, least, most = map(float, numbers)
    return least <= number <= most


def has_right_texts(response: str, keys: Sequence[str]) -> bool:
    """Each text is one of those in its key: `hand|hands`, with a ~ in front where a typo is forgiven."""
    parts = text_parts(response)
    return len(parts) == len(keys) and all(map(_is_accepted, parts, keys))


def _is_accepted(text: str, key: str) -> bool:
    allows_typo, given = key.startswith("~"), fold_text(text)
    wanted = [fold_text(decode_part(each)) for each in key.removeprefix("~").split("|")]
    return given in wanted or (
        allows_typo and any(len(each) >= LEAST_FOR_TYPO and is_one_typo_away(given, each) for each in wanted)
    )


def fold_text(text: str) -> str:
    """A text without what may differ: capitals, accents, blanks too many, and a phone's curls of quotes."""
    letters = unicodedata.normalize("NFKD", text.lower()).translate(_STRAIGHT_QUOTES)
    bare = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    return _SPACE.sub(" ", bare).strip(" ")


def is_one_typo_away(one: str, other: str) -> bool:
    """Whether a letter too many, too few or another one, or two that changed places, is all that differs."""
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


JUDGES: Mapping[Judge, Callable[[str, Sequence[str]], bool]] = {
    "keys": has_right_keys,
    "range": is_in_range,
    "text": has_right_texts,
}
