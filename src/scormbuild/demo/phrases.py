"""What a crowd writes: answers made up beforehand, by question or by form."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from scormbuild.lms.completion import count_words

Json = dict[str, Any]
FALLBACK = "en"


@cache
def read_phrases(language: str) -> dict[str, list[str]]:
    """All answers in a language, or in English where nobody wrote some."""
    folder = files("scormbuild.demo") / "answers"
    own = folder / f"{language.partition('-')[0].lower()}.toml"
    found = own if own.is_file() else folder / f"{FALLBACK}.toml"
    read: dict[str, list[str]] = tomllib.loads(found.read_text(encoding="utf-8"))
    return read


def phrases_for_question(question: Json, language: str) -> list[str]:
    """The answers that an open question may get, the shortest first; of words to fill in, wrong ones."""
    pool = read_phrases(language)
    part = str(question["id"]).rpartition("-")[2] if question["form"] in ("contrast", "plan") else ""
    found = pool.get(question["id"]) or pool.get(part) or pool.get(question["kind"]) or pool["reflection"]
    return sorted(found, key=count_words)
