"""The languages that a course can be in, and the words that each puts around it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from scormbuild.course.source.yaml_tree import LOADER

_LANGUAGES = resources.files("scormbuild.course") / "languages"


def list_languages() -> list[str]:
    """The codes of the languages that a course can be in."""
    names = [entry.name for entry in _LANGUAGES.iterdir()]
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


@cache
def read_translations(language: str) -> dict[str, Any]:
    """The words that a language puts around a course: of its page, its player and its default labels."""
    text = (_LANGUAGES / f"{language}.yaml").read_text(encoding="utf-8")
    translations: dict[str, Any] = yaml.load(text, Loader=LOADER)  # noqa: S506 both loaders are safe ones
    return translations
