"""The words of the desk in a language, out of words/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("nl", "en")
FOLDER = resources.files("scormbuild.dashboard") / "translations"


@dataclass(frozen=True)
class Words:
    """All words in one language."""

    language: str
    table: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A word or sentence, such as `login.title`, with values in it."""
        return self.table[key].format(**values) if values else self.table[key]

    def has(self, key: str) -> bool:
        """Whether there is such a word."""
        return key in self.table


@cache
def words(language: str) -> Words:
    """The words of a language, of each file that begins with its name."""
    table: dict[str, str] = {}
    for file in sorted(FOLDER.iterdir(), key=lambda each: each.name):
        if file.name.startswith(f"{language}.") and file.name.endswith(".toml"):
            table |= dict(flat(tomllib.loads(file.read_text(encoding="utf-8"))))
    return Words(language, table)


def flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Each word under the names of its tables, with dots between."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def preferred(accepted: str) -> str:
    """The first language of Accept-Language that we have (RFC 9110 12.5.4)."""
    asked = (each.partition(";")[0].strip().lower()[:2] for each in accepted.split(","))
    return next((each for each in asked if each in LANGUAGES), "en")
