"""The signs by which a text says what it wants to be, in the order in which they are looked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scormbuild.importer.document import Document
from scormbuild.importer.recognition.answers import recognise_answers
from scormbuild.importer.recognition.callouts import recognise_callouts
from scormbuild.importer.recognition.choices import recognise_choices
from scormbuild.importer.recognition.credits import recognise_credits
from scormbuild.importer.recognition.dos_donts import recognise_dos_donts
from scormbuild.importer.recognition.films import recognise_films
from scormbuild.importer.recognition.messages import recognise_messages
from scormbuild.importer.recognition.tidy import tidy

# Answers come last but one: what stands above a row of dots may be a message or a film by then.
RECOGNISERS: Final[tuple[Callable[[Document], None], ...]] = (
    tidy,
    recognise_films,
    recognise_dos_donts,
    recognise_messages,
    recognise_callouts,
    recognise_credits,
    recognise_answers,
    recognise_choices,
)


def recognise(document: Document) -> None:
    """Make directives of what is known by its signs, and tell so."""
    for recogniser in RECOGNISERS:
        recogniser(document)
