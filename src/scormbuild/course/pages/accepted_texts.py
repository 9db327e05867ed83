"""Words that are right in a field to fill in, as authors write them: `hand | hands`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

_LEAST_LENGTH = 20  # characters that a field takes, however short what is right


@dataclass(frozen=True)
class AcceptedTexts:
    """What is right in one field, the best first, and whether a typo is forgiven."""

    texts: tuple[str, ...]
    typos: bool = False

    @property
    def key(self) -> str:
        """As judgement.py reads it: what would end a text is written as in an address."""
        return "~" * self.typos + "|".join(map(_encode, self.texts))

    @property
    def width(self) -> int:
        """Of the field, in characters: it tells how much is asked, and no more than that."""
        return max(map(len, self.texts), default=0) + 2

    @property
    def room(self) -> int:
        """The most characters that the field takes."""
        return max(_LEAST_LENGTH, 2 * self.width)

    def sample(self, seed: str) -> str:
        """As many letters as the field takes, as varied as a learner's: what the state must have room for."""
        digest = "".join(sha256(f"{seed} {part}".encode()).hexdigest() for part in range(self.room // 64 + 1))
        return digest[: self.room]


def parse_accepted(written: str, *, typos: bool = False) -> AcceptedTexts:
    """The words between upright bars, without blanks around them; none where one of them is empty."""
    texts = tuple(" ".join(each.split()) for each in written.split("|"))
    return AcceptedTexts(texts if all(texts) else (), typos)


def _encode(text: str) -> str:
    return re.sub("[%,|~ ]", lambda found: f"%{ord(found[0]):02x}", text)
