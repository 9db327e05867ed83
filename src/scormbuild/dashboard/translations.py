"""The words of the dashboard in a language, out of words/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("nl", "en")
TRANSLATIONS_FOLDER = resources.files("scormbuild.dashboard") / "translations"


@dataclass(frozen=True)
class Translations:
    """All words in one language."""

    language: str
    messages: Mapping[str, str]

    def translate(self, key: str, **values: object) -> str:
        """A word or sentence, such as `login.title`, with values in it."""
        return self.messages[key].format(**values) if values else self.messages[key]

    def has_key(self, key: str) -> bool:
        """Whether there is such a word."""
        return key in self.messages


@cache
def read_translations(language: str) -> Translations:
    """The words of a language, of each file that begins with its name."""
    table: dict[str, str] = {}
    for file in sorted(TRANSLATIONS_FOLDER.iterdir(), key=lambda each: each.name):
        if file.name.startswith(f"{language}.") and file.name.endswith(".toml"):
            table |= dict(flatten_messages(tomllib.loads(file.read_text(encoding="utf-8"))))
    return Translations(language, table)


def flatten_messages(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Each word under the names of its tables, with dots between."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flatten_messages(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def preferred_language(accepted: str) -> str:
    """The first language of Accept-Language that we have (RFC 9110 12.5.4)."""
    # Browsers send their list in order of preference, so the weights needn't be read.
    languages = (each.partition(";")[0].strip().lower()[:2] for each in accepted.split(","))
    return next((each for each in languages if each in LANGUAGES), "en")
