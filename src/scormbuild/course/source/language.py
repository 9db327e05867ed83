"""The languages that a course can be in, and the words that each puts around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from scormbuild.course.model import Certificate, Course
from scormbuild.course.source.yaml_tree import LOADER
from scormbuild.course.typography import Marks

_LANGUAGES = resources.files("scormbuild.course") / "languages"


def list_languages() -> list[str]:
    """The codes of the languages that a course can be in."""
    names = [entry.name for entry in _LANGUAGES.iterdir()]
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


@cache
def read_translations(language: str) -> dict[str, Any]:
    """The words that a language puts around a course, of its page, its player and its default labels.

    And its `marks`, which make quotes and dashes those of print.
    """
    text = (_LANGUAGES / f"{language}.yaml").read_text(encoding="utf-8")
    translations: dict[str, Any] = yaml.load(text, Loader=LOADER)  # noqa: S506 both loaders are safe ones
    typography = translations.pop("typography")
    marks = Marks(typography["double"], typography["single"], tuple(typography["clipped"]))
    return {**_typeset(translations, marks), "marks": marks}


def _typeset(words: Any, marks: Marks) -> Any:
    """All texts of a language file, at any depth, as print has them."""
    if isinstance(words, dict):
        return {key: _typeset(text, marks) for key, text in words.items()}
    if isinstance(words, list):
        return [_typeset(text, marks) for text in words]
    return marks.typeset(words)


def typeset_course(course: Course, marks: Marks) -> Course:
    """What learners read of course.yaml, as print has it: its language is known only once it is read."""
    privacy, certificate = course.privacy, course.certificate
    return replace(
        course,
        title=marks.typeset(course.title),
        description=marks.typeset(course.description),
        credits=tuple(
            replace(each, role=marks.typeset(each.role), name=marks.typeset(each.name))
            for each in course.credits
        ),
        certificate=certificate
        and Certificate(marks.typeset(certificate.text), marks.typeset(certificate.signed_by)),
        licence=marks.typeset(course.licence),
        privacy=privacy
        and replace(privacy, readers=marks.typeset(privacy.readers), keep=marks.typeset(privacy.keep)),
        theme=replace(course.theme, organisation=marks.typeset(course.theme.organisation)),
    )
