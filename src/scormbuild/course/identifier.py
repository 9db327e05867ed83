"""Identifiers: safe as a CMIIdentifier of SCORM 1.2, in a web address and as the name of a file."""

from __future__ import annotations

import re
import unicodedata

# A CMIIdentifier may have 255: this leaves room for what is put behind it, such as -good or -organization.
LONGEST_IDENTIFIER = 64
_IDENTIFIER = re.compile(rf"[a-z][a-z0-9-]{{0,{LONGEST_IDENTIFIER - 1}}}")


def is_identifier(text: str) -> bool:
    """True for a small letter, then small letters, digits and hyphens (SCORM 1.2, CMIIdentifier)."""
    return _IDENTIFIER.fullmatch(text) is not None


def slugify(text: str) -> str:
    """The text without accents, and with hyphens for all that isn't a letter, a digit or a point."""
    # Taken apart, é is e and an accent, and only the accent is no ASCII.
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"-*\.-*", ".", re.sub(r"[^A-Za-z0-9._]+", "-", ascii_text)).strip("-.")


def suggest_identifier(text: str) -> str:
    """An identifier that resembles the text."""
    slug = re.sub(r"[^a-z0-9]+", "-", slugify(text).lower()).strip("-")
    if not slug:
        return "my-id"
    return (slug if slug[0].isalpha() else f"q-{slug}")[:LONGEST_IDENTIFIER].rstrip("-")
