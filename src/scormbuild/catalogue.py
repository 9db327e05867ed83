"""What scormbuild says to authors, in their language: GNU gettext's catalogues, from the folder locale.

A message is looked up as it is said, so a language is chosen first; English stands in the source. Values have
names, `%(id)s`, for a translator to put where the language wants them: braces are a directive's.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

DOMAIN: Final = "scormbuild"
SOURCE_LANGUAGE: Final = "en"
_LOCALE: Final = Path(str(resources.files("scormbuild") / "locale"))


@dataclass
class _Reader:
    """Who reads the messages of this process: one person, also of a preview, which builds in threads."""

    chosen: str = ""
    offered: str = ""


_READER: Final = _Reader()


def list_catalogues() -> list[str]:
    """The languages in which scormbuild speaks with authors."""
    return sorted([SOURCE_LANGUAGE, *(path.name for path in _LOCALE.iterdir() if path.is_dir())])


def choose_language(language: str) -> None:
    """From here on messages are in this language; "" leaves it to what is offered."""
    _READER.chosen = language


def offer_language(language: str) -> None:
    """The language of what is spoken about, such as a course, for whoever chose none."""
    _READER.offered = language


def _(message: str, /, **values: object) -> str:
    """A message in the language of whoever reads it, with its values."""
    text = _catalogue(_READER.chosen or _READER.offered).gettext(message)
    return text % values if values else text


def mark(message: str) -> str:
    """A message of a table, which is made before a language is chosen: it is found here, and said by `_`."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; where there is none, the messages as they are."""
    return gettext.translation(DOMAIN, _LOCALE, [language], fallback=True)
