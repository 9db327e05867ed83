"""Who made it: "gemaakt door …", "by …", "in opdracht van …"."""

from __future__ import annotations

import re
from typing import Final

from scormbuild.importer.document import Document, text_of
from scormbuild.importer.recognition.tidy import blocks

_NAME: Final = r"(?P<name>['’]?[^\W\d_][^.;:()\n]{2,80}?(?: \d+\.\d+)?)"
_END: Final = r"(?=\s*(?:[.;:(\n]|$|in opdracht van|on behalf of|for the\b))"
_ROLES: Final = {
    "Auteur": rf"(?:gemaakt|geschreven|ontwikkeld|samengesteld) door {_NAME}{_END}",
    "In opdracht van": rf"in opdracht van {_NAME}{_END}",
    "Author": rf"(?:made|written|created|developed) by {_NAME}{_END}",
    "On behalf of": rf"on behalf of {_NAME}{_END}",
}


def recognise_credits(document: Document) -> None:
    """Names for the course's credits; the text stays as it is."""
    for block in blocks(document):
        text = text_of(block) if block.tag == "p" else ""
        for role, pattern in _ROLES.items():
            if found := re.search(pattern, text, re.IGNORECASE):
                document.credits.append((role, found["name"].strip(" ,")))
                document.tell("guessed", block, f"credits: {role}: {found['name'].strip(' ,')}")
